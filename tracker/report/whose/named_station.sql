-- title: the circuit or number that an older tracker found in the logins, and did not keep
--
-- The holder's login on the address names it: the last before the session's end.
select arg_max(login.station, login."at") as station
from login, one
where
    login."at" <= one.last_at
    and (login.user = $holder or login.station = $holder)
    and (
        login.ip_key = $ip_key
        or login.prefix_length is not null
        and left(login.ip_key, login.prefix_length // 4) = left($ip_key, login.prefix_length // 4)
    )
