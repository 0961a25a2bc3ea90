-- One session as a question to the register: once for each circuit or number of its holder.
--
-- A circuit or a number binds where the login by which the holder is known named it. What decided
-- goes first: where an older tracker judged behind a shared address, nothing else tells it.
with
named as (
    select station, 2 as rank from named_station where station is not null
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
