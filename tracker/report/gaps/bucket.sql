-- title: how many records of which gateway begin in each quarter of an hour, by kind
--
-- Two columns of each row are read and no more; a night of any zone begins on such a quarter.
with
moment as (
    select 'logins' as kind, gateway, epoch_us("at") as moment_us, event_date from login
    union all
    select
        'connections', gateway, epoch_us(coalesce(started_at, ended_at, logged_at)), event_date,
    from connection
)
select
    kind,
    coalesce(gateway, '') as gateway,
    count(*) as records,
    min(moment_us) as first_us,
    max(moment_us) as last_us,
from moment
where moment_us is not null and event_date between $since and $until
group by kind, coalesce(gateway, ''), moment_us // $bucket_us
