-- title: the logins that speak of a session's subject, or of whom its address was lent to
--
-- A year of logins is never read: the days are those that judging looks at. Behind a shared
-- address ($lent) whoever it was lent to near the session is a subject as well. What nothing asks
-- here is not read: a column of forty days takes as long as all that is done with it.
with
window_login as not materialized (
    select
        * exclude (
            ip, inner_ip, peer_ip, peer_port, app, bytes_out, bytes_in, reason, time_basis
        ),
    from login
    where event_date between $login_date and $last_date
),
inner_side as (
    select distinct inner_key
    from window_login
    where
        $lent
        and kind = 'cgnat'
        and ip_key = $ip_key
        and ($port is null or port_first is null
            or $port between port_first and coalesce(port_last, port_first))
)
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
from window_login
where $lent and (ip_key in (from inner_side) or inner_key in (from inner_side))
