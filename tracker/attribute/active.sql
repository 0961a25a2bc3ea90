-- title: when the audited addresses and ports were at work, a row for each minute
--
-- From the last beginning in a minute to the latest end, some connection was open all the time.
-- What an address sends it sends itself; what is sent to it may be a scan of nobody. Ports are
-- looked up on shelves about as wide as what is lent, so that each lies on two of them at most.
with
sized as (
    select
        *,
        case
            when port_last = port_first then 1
            when port_last - port_first < 64 then 64
            when port_last - port_first < 1024 then 1024
            else 65536
        end as width,
    from probed
    where bits = 128
),
shelved as (
    select *, port_first // width as shelf from sized
    union all
    select *, port_last // width from sized where port_first // width < port_last // width
),
wanted as (select distinct subject_key, width from shelved),
worked as (
    select
        src_key, protocol, started_us, wanted.width,
        coalesce(src_port, 0) as port,
        coalesce(src_port, 0) // wanted.width as shelf,
        least(greatest(coalesce(ended_us, started_us), started_us), started_us + $day_us)
        as over_us,
    from connection_us
    join wanted on src_key = wanted.subject_key
    where
        event_date between $first_date and $last_date
        and coalesce(action, 'allowed') <> 'denied'
)
select
    shelved.probe, max(worked.started_us) as started_us, max(worked.over_us) as over_us,
from worked
join shelved
    on worked.src_key = shelved.subject_key
    and worked.width = shelved.width
    and worked.shelf = shelved.shelf
    and worked.port between shelved.port_first and shelved.port_last
    and (shelved.protocol = -1 or worked.protocol = shelved.protocol)
    and worked.started_us >= shelved.first_us
    and worked.started_us < shelved.end_us
group by shelved.probe, worked.started_us // $minute_us
