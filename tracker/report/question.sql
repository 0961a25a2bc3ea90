-- One session as a question to the register: once for each circuit or number of its holder.
--
-- A circuit or a number binds where the holder's login on this address names it: the last before
-- the session's end. Behind a shared address that cannot be told again; what decided is asked then.
with
told as (
    select login.station, login."at"
    from login, one
    where
        login.event_date between cast(first_at as date) - 35 and cast(last_at as date) + 1
        and login."at" <= last_at
        and (login.user = one.holder or login.station = one.holder)
        and (
            login.ip_key = $src_key
            or login.prefix_length is not null
            and left(login.ip_key, login.prefix_length // 4)
            = left($src_key, login.prefix_length // 4)
        )
),
station as (
    select arg_max(station, "at") as station from told
    union
    select registration.binding_value
    from registration
    semi join one using (registration_id)
    where registration.binding_kind in ('circuit', 'msisdn')
    union
    select null
)
select
    row_number() over (order by station.station nulls first) as session,
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
    cast(null as varchar) as doubt,
from one, station
