-- title: when the last connection was, in which partition it lies, and how many lie near it
-- param sample = 200000: a share of so many is true to a fifth of a per cent
--
-- Where there is no connection, the last login.
with
dated as (select max(event_date) as last_date from connection),
seen as (
    select max(coalesce(started_at, ended_at, logged_at)) as last_at, count(*) as records
    from connection
    where event_date >= (select last_date - 1 from dated)
),
met as (select max(event_date) as last_date, max("at") as last_at from login)
select
    coalesce(dated.last_date, met.last_date) as last_date,
    coalesce(seen.last_at, met.last_at) as last_at,
    greatest(seen.records // $sample, 1) as one_in,
from dated
cross join seen
cross join met
