-- title: how many records of which gateway begin in each quarter of an hour, by kind
--
-- Two columns of each row are read and no more; a night of any zone begins on such a quarter.
with
login_slot as (
    select
        gateway,
        count(*) as records,
        min(epoch_us("at")) as first_us,
        max(epoch_us("at")) as last_us,
    from login
    where "at" is not null and event_date between $since and $until
    group by gateway, epoch_us("at") // $bucket_us
),
moment as (
    select gateway, epoch_us(coalesce(started_at, ended_at, logged_at)) as moment_us
    from connection
    where event_date between $since and $until
),
connection_slot as (
    select
        gateway,
        count(*) as records,
        min(moment_us) as first_us,
        max(moment_us) as last_us,
    from moment
    where moment_us is not null
    group by gateway, moment_us // $bucket_us
),
slot as (
    select 'logins' as kind, * from login_slot
    union all
    select 'connections', * from connection_slot
)
-- A gateway without a name is one, whether its logs leave the name out or empty.
select
    kind,
    coalesce(gateway, '') as gateway,
    cast(sum(records) as bigint) as records,
    min(first_us) as first_us,
    max(last_us) as last_us,
from slot
group by kind, coalesce(gateway, ''), first_us // $bucket_us
