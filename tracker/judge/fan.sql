-- title: how many remotes each client's local UDP port spoke to in the night, over all connections
--
-- Not asked for IPsec and mesh VPNs, where many remotes say nothing. A port of a shared address is
-- somebody else's an hour later: there only the time counts in which it served this subscriber.
with
client as (
    select
        pair.judged,
        case when remote_serves then pair.subject_key else pair.remote_key end as client_key,
        case when remote_serves then member.subject_port
            else member.remote_port end as client_port,
        case when remote_serves then pair.inner_key else '' end as inner_key,
        min(
            case when remote_serves and pair.inner_key <> '' then member.started_us
                else calendar.first_us end
        ) as first_us,
        max(
            case when remote_serves and pair.inner_key <> '' then member.over_us + 1
                else calendar.end_us end
        ) as end_us,
    from member
    join pair on member.pair = pair.pair
    join calendar on pair.judged = calendar.judged
    where
        calendar.away = 0
        and member.protocol = 17
        and pair.family not in ('ipsec', 'mesh')
        and member.role <> 'capsule'
    group by 1, 2, 3, 4
),
spoken as (
    select distinct
        client.judged, client.client_key, client.client_port, client.inner_key,
        connection_us.dst_key,
    from connection_us
    join client
        on connection_us.src_key = client.client_key
        and connection_us.src_port = client.client_port
        and connection_us.started_us >= client.first_us
        and connection_us.started_us < client.end_us
    where
        connection_us.event_date between $first_date and $last_date
        and connection_us.protocol = 17
)
select judged, client_key, client_port, inner_key, count(dst_key) as remotes
from spoken
group by judged, client_key, client_port, inner_key
