-- title: how many records of these login sessions, by their keys, are not among those that speak
--
-- As a rule none: then nothing but keys was read.
with
own as (
    select session_key, count(*) as records
    from spoken
    where session_key is not null and kind not in ('cgnat', 'system')
    group by session_key
),
found as (
    select session_key, count(*) as records
    from login
    where
        event_date between $login_date and $last_date
        and session_key in (select session_key from own)
    group by session_key
)
select count(*) as sessions
from found
join own using (session_key)
where found.records > own.records
