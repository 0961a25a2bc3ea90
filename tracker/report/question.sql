-- One session as a question to the register: once for each circuit or number of its holder.
--
-- A circuit or a number binds where the holder's login on this address names it: the last before
-- the session's end. Behind a shared address that cannot be told again: what decided goes first.
with
told as (
    select login.station, login."at"
    from login, one
    where
        login.event_date between $login_day and $last_day
        and login."at" <= last_at
        and (login.user = one.holder or login.station = one.holder)
        and (
            login.ip_key = $src_key
            or login.prefix_length is not null
            and left(login.ip_key, login.prefix_length // 4)
            = left($src_key, login.prefix_length // 4)
        )
),
named as (
    select arg_max(station, "at") as station, 2 as rank from told
    union all
    select registration.binding_value, 1
    from registration
    semi join one using (registration_id)
    where registration.binding_kind in ('circuit', 'msisdn')
    union all
    select null, 3
),
station as (select station, min(rank) as rank from named group by station)
select
    row_number() over (order by station.rank, station.station) as session,
    night as judged,
    $src_key as subject_key,
    holder,
    station.station,
    $remote_key as remote_key,
    family,
    protocol,
    remote_port as port,
    epoch_us(first_at) as first_us,
    epoch_us(last_at) as last_us,
    tier,
    attribution,
    case when verdict = 'unattributable' then reason end as doubt,
from one, station
