-- title: clients that try many servers on one port, of which few answer
-- last reader of: oriented
-- param min_servers = 10: fewer may be a list of spare gateways
-- param min_answering = 20: percent; a program that knows its servers is answered more often
--
-- Counted within the night in which the records start.
with
tried as (
    select
        judged, away, remote_serves, protocol, port, subject_key, remote_key,
        max(
            case when remote_serves then coalesce(packets_in, bytes_in, 0)
                else coalesce(packets_out, bytes_out, 0) end
        ) as answered,
    from oriented
    where protocol in (6, 17)
    group by judged, away, remote_serves, protocol, port, subject_key, remote_key
)
select
    judged,
    away,
    remote_serves,
    case when remote_serves then subject_key else remote_key end as client_key,
    protocol,
    port,
from tried
group by
    judged, away, remote_serves, case when remote_serves then subject_key else remote_key end,
    protocol, port
having
    count(*) >= $min_servers
    and sum(case when answered > 0 then 1 else 0 end) * 100 < count(*) * $min_answering
