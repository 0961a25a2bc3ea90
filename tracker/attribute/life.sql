-- title: each login session on each address: when it opened, last showed itself, and stopped
-- kept: no
--
-- Starts sent twice are one. A key used again after its stop is another session. Where the start
-- is lost, the session's own length tells when it was. A session in which two people are named
-- names nobody.
with
-- As if each key were one session, which nearly every one is.
keyed as (
    select
        subject, held, gateway, login_key, cast(0 as bigint) as life,
        min(case when event = 'start' then at_us end) as start_us,
        min(at_us - lasted_us) as derived_us,
        min(at_us) as seen_us,
        max(at_us) as sign_us,
        min(case when event = 'stop' then at_us end) as stop_us,
        case when min(holder) = max(holder) then min(holder) else '' end as holder,
        case when min(station) = max(station) then min(station) end as station,
        min(kind) as kind,
    from told
    group by subject, held, gateway, login_key
),
again as (select * from keyed where sign_us > stop_us),
sorted as (
    select told.*, told.at_us > again.stop_us as is_later
    from told
    join again
        on told.subject = again.subject
        and told.held = again.held
        and told.gateway = again.gateway
        and told.login_key = again.login_key
),
counted as (
    select *, cast(0 as bigint) as life from sorted where not is_later
    union all
    select
        *,
        1 + coalesce(
            sum(case when event = 'stop' then 1 else 0 end) over (
                partition by subject, held, gateway, login_key
                order by at_us
                range between unbounded preceding and 1 preceding
            ),
            0
        ),
    from sorted
    where is_later
),
gathered as (
    select * from keyed where stop_us is null or sign_us <= stop_us
    union all
    select
        subject, held, gateway, login_key, life,
        min(case when event = 'start' then at_us end) as start_us,
        min(at_us - lasted_us) as derived_us,
        min(at_us) as seen_us,
        max(at_us) as sign_us,
        min(case when event = 'stop' then at_us end) as stop_us,
        case when min(holder) = max(holder) then min(holder) else '' end as holder,
        case when min(station) = max(station) then min(station) end as station,
        min(kind) as kind,
    from counted
    group by subject, held, gateway, login_key, life
)
select
    subject, held, gateway, login_key, life, holder, station, kind, sign_us, stop_us,
    coalesce(start_us, derived_us, seen_us) as opened_us,
    case when start_us is not null then 'start'
        when derived_us is not null then 'session time'
        else 'first sign'
    end as opened_by,
from gathered
