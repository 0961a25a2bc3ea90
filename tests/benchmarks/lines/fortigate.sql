-- Traffic lines of a FortiGate at the end of a connection.
select
    'date=2026-03-14 time=' || strftime(moment, '%H:%M:%S') || ' devname="fw-1" devid="FG100E0000000001" '
    || 'eventtime=' || epoch_ns(moment) || ' tz="+0000" logid="0000000013" type="traffic" '
    || 'subtype="forward" level="notice" vd="root" srcip=10.' || n % 64 || '.' || n // 64 % 256
    || '.' || n // 16384 % 256 || ' srcport=' || 1024 + n * 7919 % 60000
    || ' srcintf="lan" srcintfrole="lan" dstip=198.51.100.' || n % 251 || ' dstport='
    || case n % 20 when 0 then 51820 when 1 then 500 else 443 end
    || ' dstintf="wan1" dstintfrole="wan" sessionid=' || 1000000 + n || ' proto='
    || case n % 20 when 0 then 17 when 1 then 17 else 6 end || ' action="close" policyid='
    || n % 40 || ' policytype="policy" service="HTTPS" trandisp="snat" transip=203.0.113.'
    || n % 16 || ' transport=' || 1024 + n * 104729 % 60000 || ' duration=' || n % 600
    || ' sentbyte=' || n * 31 % 100000 || ' rcvdbyte=' || n * 37 % 900000 || ' sentpkt=' || n % 900
    || ' rcvdpkt=' || n % 1200 || ' appcat="unscanned"' as line
from (select n, timestamp '2026-03-14' + to_microseconds(n * 80) as moment from range($lines) as r(n))
