-- title: what each gateway's records span without a long silence, logins and connections apart
--
-- First and last record of each quarter of an hour tell the silences exactly. A stretch of logins
-- is what judging takes for covered. A connection counts when it is judged, see connection_us.
with
moment as (
    select 'login' as kind, gateway, "at" as moment_at, event_date from login
    union all
    select 'connection', gateway, coalesce(started_at, ended_at, logged_at), event_date
    from connection
),
bucket as (
    select
        kind,
        gateway,
        count(*) as records,
        min(moment_at) as first_at,
        max(moment_at) as last_at,
    from moment
    where moment_at is not null and event_date >= $since
    group by kind, gateway, epoch_us(moment_at) // $bucket_us
),
marked as (
    select
        *,
        coalesce(
            epoch_us(first_at) - epoch_us(lag(last_at) over of_gateway) >= $coverage_us, false
        ) as opens,
    from bucket
    window of_gateway as (partition by kind, gateway order by first_at)
),
counted as (
    select
        *,
        count(*) filter (opens) over (
            partition by kind, gateway order by first_at rows unbounded preceding
        ) as stretch,
    from marked
)
select
    kind,
    gateway,
    stretch,
    cast(sum(records) as bigint) as records,
    min(first_at) as first_at,
    max(last_at) as last_at,
from counted
group by kind, gateway, stretch
