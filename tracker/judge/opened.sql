-- title: five-tuples that open with lengths as a VPN's, of the question and of the answer
--
-- Of each five-tuple the first record that tells counts: an exporter may cut a tunnel into many,
-- and what opens a later one is any packet.
with
told as (
    select
        session, protocol, port,
        cast(coalesce(subject_port, 0) as bigint) * 65536 + coalesce(remote_port, 0) as ends,
        first_asked, first_answered, started_us, origin, line,
    from member
    where first_asked is not null or first_answered is not null
),
asked as (
    select
        *,
        row_number() over (
            partition by session, protocol, port, ends
            order by started_us, first_asked, origin, line
        ) as place,
    from told
    where first_asked is not null
),
answered as (
    select
        *,
        row_number() over (
            partition by session, protocol, port, ends
            order by started_us, first_answered, origin, line
        ) as place,
    from told
    where first_answered is not null
)
select
    asked.session, asked.protocol, asked.port, opening.family, opening.client as first_asked,
    opening.server as first_answered,
    count(*) as connections,
from asked
join answered
    on asked.session = answered.session
    and asked.protocol = answered.protocol
    and asked.port = answered.port
    and asked.ends = answered.ends
join opening
    on asked.protocol = opening.protocol
    and asked.first_asked = opening.client
    and answered.first_answered = opening.server
where asked.place = 1 and answered.place = 1
group by
    asked.session, asked.protocol, asked.port, opening.family, opening.client, opening.server
