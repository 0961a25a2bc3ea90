-- Connections built and torn down, as an ASA sends them to a syslog server.
select
    '<166>' || strftime(moment, '%b %d %Y %H:%M:%S') || ' fw01 : '
    || case n % 2
        when 0 then '%ASA-6-302013: Built outbound TCP connection ' || n // 2
            || ' for outside:198.51.100.' || n // 2 % 251 || '/443 (198.51.100.' || n // 2 % 251
            || '/443) to inside:10.1.' || n // 2 % 256 || '.' || n // 512 % 256 || '/'
            || 1024 + n * 7919 % 60000 || ' (203.0.113.5/' || 1024 + n * 104729 % 60000 || ')'
        else '%ASA-6-302014: Teardown TCP connection ' || n // 2 || ' for outside:198.51.100.'
            || n // 2 % 251 || '/443 to inside:10.1.' || n // 2 % 256 || '.' || n // 512 % 256
            || '/' || 1024 + n * 7919 % 60000 || ' duration 0:0' || n % 10 || ':' || 10 + n % 50
            || ' bytes ' || n * 31 % 100000 || ' TCP FINs'
    end as line
from (select n, timestamp '2026-03-14' + to_microseconds(n * 80) as moment from range($lines) as r(n))
