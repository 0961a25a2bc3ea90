-- title: the logins that speak of a session's subject, and what belongs to the same login sessions
with
own_session as (
    select distinct coalesce(gateway, '') as told_gateway, session_key
    from spoken
    where session_key is not null and kind not in ('cgnat', 'system')
)
from spoken
union
select
    * exclude (ip, inner_ip, peer_ip, peer_port, app, bytes_out, bytes_in, reason, time_basis),
from login
where
    event_date between $login_date and $last_date
    and session_key in (select session_key from own_session)
    and (coalesce(gateway, ''), session_key) in (from own_session)
