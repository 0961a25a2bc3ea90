-- The terms that bind one session's subject, as the register was known when it was judged.
--
-- Of each term the last version recorded by then, unless a snapshot had closed it. A circuit or a
-- number binds where the holder's logins name it. What decided is looked at in any case.
with
judged as (select max(began_at) as known_at from run semi join one using (run_id)),
known as (
    select registration.*
    from registration, judged
    where known_at is null or recorded_at <= known_at
    qualify row_number() over (
        partition by registration_id order by recorded_at desc, registry_version desc
    ) = 1
),
station as (
    select distinct login.station
    from login, one
    where
        login.event_date between cast(first_at as date) - 35 and cast(last_at as date) + 1
        and (login.user = one.holder or login.station = one.holder)
)
select known.*
from known, one
where
    known.state = 'open'
    and (
        known.binding_kind = 'cidr'
        and $src_key between known.binding_first_key and known.binding_last_key
        or known.binding_kind <> 'cidr' and known.binding_value = one.holder
        or known.binding_kind in ('circuit', 'msisdn')
        and known.binding_value in (select station from station)
        or known.registration_id = one.registration_id
    )
