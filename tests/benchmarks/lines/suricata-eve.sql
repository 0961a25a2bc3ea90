-- Flow events of Suricata.
select
    '{"timestamp":"' || strftime(moment, '%Y-%m-%dT%H:%M:%S.%f') || '+0000","flow_id":'
    || 1000000000000000 + n || ',"in_iface":"eth0","event_type":"flow","src_ip":"10.' || n % 64
    || '.' || n // 64 % 256 || '.' || n // 16384 % 256 || '","src_port":' || 1024 + n * 7919 % 60000
    || ',"dest_ip":"198.51.100.' || n % 251 || '","dest_port":'
    || case n % 20 when 0 then 51820 when 1 then 500 else 443 end || ',"proto":"'
    || case n % 20 when 0 then 'UDP' when 1 then 'UDP' else 'TCP' end
    || '","app_proto":"tls","flow":{"pkts_toserver":' || n % 900 || ',"pkts_toclient":' || n % 1200
    || ',"bytes_toserver":' || n * 31 % 100000 || ',"bytes_toclient":' || n * 37 % 900000
    || ',"start":"' || strftime(moment - to_seconds(n % 600), '%Y-%m-%dT%H:%M:%S.%f')
    || '+0000","end":"' || strftime(moment, '%Y-%m-%dT%H:%M:%S.%f') || '+0000","age":' || n % 600
    || ',"state":"closed","reason":"timeout","alerted":false},"tcp":{"tcp_flags":"1b","state":'
    || '"closed"}}' as line
from (select n, timestamp '2026-03-14' + to_microseconds(n * 80) as moment from range($lines) as r(n))
