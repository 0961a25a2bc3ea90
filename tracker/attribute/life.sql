-- title: each login session on each address: when it opened, last showed itself, and stopped
-- kept: no
--
-- Where the start is lost, the session's own length tells when it was. A session in which two
-- people are named names nobody.
with
gathered as (
    select
        subject, held, gateway, login_key, cast(0 as bigint) as life,
        cast(null as bigint) as after_us,
        start_us, derived_us, seen_us, sign_us, shown_us, end_us, stop_us, expires_us, holder,
        station, kind,
    from keyed
    where not is_again
    union all
    select
        subject, held, gateway, login_key, life, min(after_us) as after_us,
        min(case when event = 'start' then at_us end) as start_us,
        min(at_us - lasted_us) as derived_us,
        min(case when event not in ('call', 'left') then at_us end) as seen_us,
        max(at_us) as sign_us,
        max(case when event in ('start', 'interim') then at_us end) as shown_us,
        min(case when event in ('stop', 'left') then at_us end) as end_us,
        min(case when event = 'stop' then at_us end) as stop_us,
        max(expires_us) as expires_us,
        case when min(holder) = max(holder) then min(holder) else '' end as holder,
        case when min(station) = max(station) then min(station) end as station,
        min(kind) as kind,
    from again
    group by subject, held, gateway, login_key, life
),
-- A start behind the stop came late and says nothing of when the session began.
started as (
    select *, coalesce(start_us <= coalesce(stop_us, start_us), false) as is_started,
    from gathered
    where seen_us is not null
)
select
    subject, held, gateway, login_key, life, holder, station, kind, sign_us, shown_us, end_us,
    stop_us,
    case when expires_us > sign_us then expires_us when expires_us is not null then sign_us end
    as expires_us,
    case
        when is_started or derived_us is null or derived_us > seen_us then seen_us
        else greatest(derived_us, coalesce(after_us, derived_us))
    end as opened_us,
    case when is_started then 'start'
        when derived_us < seen_us then 'session time'
        else 'first sign'
    end as opened_by,
from started
