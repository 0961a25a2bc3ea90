-- title: the logins that speak of a session's subject, and what belongs to the same login sessions
--
-- A year of logins is never read: the days are those that judging looks at. Behind a shared address
-- whoever it was lent to near the session is a subject as well.
--
-- Whatever reads all days asks for one thing that few have: then the engine makes the other columns
-- of these few alone, which takes two thirds of the time.
with
window_login as not materialized (
    select *, coalesce(gateway, '') as told_gateway
    from login
    where event_date between $login_date and $last_date
),
inner_side as (
    select distinct inner_key
    from window_login
    where
        kind = 'cgnat' and ip_key = $ip_key
        and ($port is null or port_first is null
            or $port between port_first and coalesce(port_last, port_first))
),
spoken as materialized (
    from window_login
    where
        event = 'reset'
        or ip_key = $ip_key
        or "user" = $holder
        or station = $holder
        or prefix_length is not null
        and left(ip_key, case when left($ip_key, 24) = $old and prefix_length <= 32
            then (prefix_length + 96) // 4 else prefix_length // 4 end)
        = left($ip_key, case when left($ip_key, 24) = $old and prefix_length <= 32
            then (prefix_length + 96) // 4 else prefix_length // 4 end)
    union
    from window_login semi join inner_side on window_login.ip_key = inner_side.inner_key
    union
    from window_login semi join inner_side using (inner_key)
),
own_session as (
    select distinct told_gateway, session_key
    from spoken
    where session_key is not null and kind not in ('cgnat', 'system')
)
select * exclude (told_gateway) from spoken
union
select window_login.* exclude (told_gateway)
from window_login
where
    session_key in (select session_key from own_session)
    and (told_gateway, session_key) in (from own_session)
