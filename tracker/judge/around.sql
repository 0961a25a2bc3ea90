-- title: what else the subjects' lines did, before and while a session of theirs lasted
-- param long_us = 1800000000: of shorter sessions a quiet line says nothing
-- param many = 20: five-tuples over TCP to one remote, which is a bundle
-- param before_us = 3600000000: how long before the session counts for comparison
-- param most = 3: a line with more such sessions in a night is no single device's
--
-- Asked of sessions that something else speaks for, on a line that is one subscriber's: behind a
-- shared address others would be counted. `before` and `during` are connections that the line
-- opened to other remotes; `elsewhere` the bytes of those during the session, both ways.
with
asked as (
    select
        found.session, found.judged, found.subject_key, found.remote_key, found.first_us,
        found.last_us,
        count(*) over (partition by found.judged, found.subject_key) as sessions,
    from found
    join (
        select session from evidence where team not in ('class', 'penalty') group by session
    ) as spoken on found.session = spoken.session
    left join (
        select session, sum(connections) as bundle from seen where protocol = 6 group by session
    ) as tied on found.session = tied.session
    where
        found.inner_key = ''
        and found.attribution in ('exact', 'address')
        and (found.last_us - found.first_us >= $long_us or tied.bundle >= $many)
),
few as (
    select asked.*
    from asked
    left join placed
        on asked.judged = placed.judged
        and asked.subject_key = placed.address_key
        and placed.category = 'pool_cgnat'
    where asked.sessions <= $most and placed.address_key is null
),
spoke as (
    select
        few.session, few.first_us, connection_us.started_us,
        coalesce(connection_us.bytes_out, 0) + coalesce(connection_us.bytes_in, 0) as bytes,
    from few
    join calendar on few.judged = calendar.judged and calendar.away = 1
    join connection_us
        on few.subject_key = connection_us.src_key
        and connection_us.started_us >= few.first_us - $before_us
        and connection_us.started_us < least(few.last_us, calendar.end_us)
    where
        connection_us.event_date between $first_date and $last_date
        and connection_us.dst_key <> few.remote_key
)
select
    few.session,
    (few.last_us - few.first_us) // 1000000 as seconds,
    cast(sum(case when spoke.started_us < few.first_us then 1 else 0 end) as bigint) as before,
    cast(sum(case when spoke.started_us >= few.first_us then 1 else 0 end) as bigint) as during,
    cast(
        sum(case when spoke.started_us >= few.first_us then spoke.bytes else 0 end) as bigint
    ) as elsewhere,
from few
left join spoke on few.session = spoke.session
group by few.session, few.first_us, few.last_us
