-- title: servers that several subscribers speak to in the way of a VPN, and what else they serve
-- param min_subjects = 5: fewer may be one household, or one error five times
--
-- Only what a port, a shape or a label speaks for counts, and only where the remote serves.
-- `others` are the services on that address, by protocol and port, that answered anybody.
with
spoken as (
    select
        seen.session, found.judged, found.remote_key, found.subject_key, seen.protocol, seen.port,
    from seen
    join found on seen.session = found.session
    join (
        select distinct session from evidence where team in ('port', 'shape', 'label')
    ) as evident on seen.session = evident.session
    where seen.remote_serves = 1
),
used as (
    select judged, remote_key, protocol, port, count(distinct subject_key) as subjects
    from spoken
    group by judged, remote_key, protocol, port
    having count(distinct subject_key) >= $min_subjects
),
other as (
    select used.judged, used.remote_key, used.protocol, used.port,
        count(distinct connection_us.protocol * 65536 + connection_us.dst_port) as others,
    from used
    join calendar on used.judged = calendar.judged and calendar.away = 0
    join connection_us
        on used.remote_key = connection_us.dst_key
        and connection_us.started_us >= calendar.first_us
        and connection_us.started_us < calendar.end_us
    where
        connection_us.event_date between $first_date and $last_date
        and coalesce(connection_us.packets_in, connection_us.bytes_in) > 0
        and not (connection_us.protocol = used.protocol and connection_us.dst_port = used.port)
    group by used.judged, used.remote_key, used.protocol, used.port
)
select
    spoken.session, spoken.protocol, spoken.port, used.subjects,
    coalesce(other.others, 0) as others,
from spoken
join used
    on spoken.judged = used.judged and spoken.remote_key = used.remote_key
    and spoken.protocol = used.protocol and spoken.port = used.port
left join other
    on spoken.judged = other.judged and spoken.remote_key = other.remote_key
    and spoken.protocol = other.protocol and spoken.port = other.port
