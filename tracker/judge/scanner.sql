-- title: clients that try many servers on one port, of which few answer
-- param min_servers = 10: fewer may be a list of spare gateways
-- param min_answering = 20: percent; a program that knows its servers is answered more often
--
-- Counted within the night in which the records start.
with
tried as (
    select
        judged, away, client_key, protocol, port, server_key,
        max(
            case when client_key = subject_key then coalesce(packets_in, bytes_in, 0)
                else coalesce(packets_out, bytes_out, 0) end
        ) as answered,
    from oriented
    where protocol in (6, 17)
    group by judged, away, client_key, protocol, port, server_key
)
select judged, away, client_key, protocol, port
from tried
group by judged, away, client_key, protocol, port
having
    count(*) >= $min_servers
    and sum(case when answered > 0 then 1 else 0 end) * 100 < count(*) * $min_answering
