-- One session as a question to the register: once for each circuit or number of its holder.
--
-- A circuit or a number binds where the holder's logins name it.
with
station as (
    select distinct login.station
    from login, one
    where
        login.event_date between cast(first_at as date) - 35 and cast(last_at as date) + 1
        and (login.user = one.holder or login.station = one.holder)
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
