-- title: logins with their times in microseconds since 1970, and who is meant in one column
select
    event_date,
    epoch_us("at") as at_us,
    event,
    kind,
    coalesce("user", station) as holder,
    station,
    ip_key,
    prefix_length,
    coalesce(session_key, "user", station, '') as login_key,
    session_seconds * 1000000 as lasted_us,
    coalesce(gateway, '') as gateway,
    source,
    line,
from login
