-- title: how many remotes each client's local UDP port spoke to in the night, over all connections
--
-- Not asked for IPsec and mesh VPNs, where many remotes say nothing.
with
client as (
    select distinct
        pair.judged,
        case when remote_serves then pair.subject_key else pair.remote_key end as client_key,
        case when remote_serves then member.subject_port
            else member.remote_port end as client_port,
        calendar.first_us,
        calendar.end_us,
    from member
    join pair on member.pair = pair.pair
    join calendar on pair.judged = calendar.judged
    where
        calendar.away = 0
        and member.protocol = 17
        and pair.family not in ('ipsec', 'mesh')
        and left(pair.family, 6) <> 'other:'
),
spoken as (
    select distinct client.judged, client.client_key, client.client_port, connection_us.dst_key
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
select judged, client_key, client_port, count(dst_key) as remotes
from spoken
group by judged, client_key, client_port
