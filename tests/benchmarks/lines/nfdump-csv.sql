-- Ten columns, as nfdump prints them from 1.7.5 on.
select 'firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows' as line
union all
select
    strftime(moment, '%Y-%m-%d %H:%M:%S.%g') || ',' || n % 600 || '.' || 100 + n % 900 || ','
    || case n % 20 when 0 then 17 else 6 end || ',10.' || n % 64 || '.' || n // 64 % 256 || '.'
    || n // 16384 % 256 || ',' || 1024 + n * 7919 % 60000 || ',198.51.100.' || n % 251 || ','
    || case n % 20 when 0 then 51820 else 443 end || ',' || n % 900 || ',' || n * 31 % 100000
    || ',1'
from (select n, timestamp '2026-03-14' + to_microseconds(n * 80) as moment from range($lines) as r(n))
