-- title: clients that try many servers on one port, of which few answer
-- last reader of: oriented
-- param min_servers = 10: fewer may be a list of spare gateways
-- param min_answering = 20: percent; a program that knows its servers is answered more often
--
-- Counted within the night in which the records start.
with
tried as (
    select
        judged, away, remote_serves, protocol, port,
        case when remote_serves then subject_key else remote_key end as client_key,
        case when remote_serves then remote_key else subject_key end as server_key,
        case when remote_serves then coalesce(packets_in, bytes_in, 0)
            else coalesce(packets_out, bytes_out, 0) end as answered,
    from oriented
    where protocol in (6, 17)
),
-- So few are left that their servers are soon told apart.
busy as (
    select judged, away, remote_serves, protocol, port, client_key
    from tried
    group by judged, away, remote_serves, protocol, port, client_key
    having count(*) >= $min_servers
),
served as (
    select
        tried.judged, tried.away, tried.remote_serves, tried.protocol, tried.port,
        tried.client_key, tried.server_key,
        max(tried.answered) as answered,
    from tried
    join busy
        on tried.judged = busy.judged
        and tried.away = busy.away
        and tried.remote_serves = busy.remote_serves
        and tried.protocol = busy.protocol
        and tried.port = busy.port
        and tried.client_key = busy.client_key
    group by
        tried.judged, tried.away, tried.remote_serves, tried.protocol, tried.port,
        tried.client_key, tried.server_key
)
select judged, away, remote_serves, client_key, protocol, port
from served
group by judged, away, remote_serves, client_key, protocol, port
having
    count(*) >= $min_servers
    and sum(case when answered > 0 then 1 else 0 end) * 100 < count(*) * $min_answering
