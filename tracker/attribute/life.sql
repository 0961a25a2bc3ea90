-- title: each login session on each address: when it opened, last showed itself, and stopped
--
-- Starts sent twice are one. A key used again after its stop is another session. Where the start
-- is lost, the session's own length tells when it was.
with
counted as (
    select
        *,
        sum(case when event = 'stop' then 1 else 0 end) over (
            partition by subject, held, gateway, login_key
            order by at_us, source, line
            rows between unbounded preceding and 1 preceding
        ) as stops,
    from told
),
gathered as (
    select
        subject, held, gateway, login_key,
        coalesce(stops, 0) as life,
        min(case when event = 'start' then at_us end) as start_us,
        min(at_us - lasted_us) as derived_us,
        min(at_us) as seen_us,
        max(at_us) as sign_us,
        min(case when event = 'stop' then at_us end) as stop_us,
        -- A session in which two people are named names nobody.
        case when count(distinct holder) = 1 then min(holder) else '' end as holder,
        case when count(distinct station) = 1 then min(station) end as station,
        min(kind) as kind,
    from counted
    group by subject, held, gateway, login_key, coalesce(stops, 0)
)
select
    subject, held, gateway, login_key, life, holder, station, kind, sign_us, stop_us,
    coalesce(start_us, derived_us, seen_us) as opened_us,
    case when start_us is not null then 'start'
        when derived_us is not null then 'session time'
        else 'first sign'
    end as opened_by,
from gathered
