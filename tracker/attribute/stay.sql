-- title: stays: one holder on one address without a break, as far as the logins cover it
--
-- A gap in a gateway's logins ends what is known, unless the session shows itself after it.
-- Holdings of one holder that follow within the guard are one stay: nobody else was named there.
with
certain as (
    select
        holding.subject, holding.gateway, holding.holder, holding.station, holding.kind,
        greatest(holding.opened_us, coverage.first_us) as opened_us,
        least(holding.closed_us, coverage.last_us) as closed_us,
        case when holding.opened_us < coverage.first_us then 'coverage'
            else holding.opened_by end as opened_by,
        case when holding.closed_us > coverage.last_us then 'coverage'
            else holding.closed_by end as closed_by,
    from holding
    join coverage
        on holding.judged = coverage.judged
        and holding.gateway = coverage.gateway
        and coverage.first_us <= holding.closed_us
        and coverage.last_us >= holding.opened_us
    where holding.opened_us >= coverage.first_us or holding.sign_us >= coverage.first_us
),
marked as (
    select
        *,
        max(closed_us) over (
            partition by subject, holder
            order by opened_us, closed_us, gateway, opened_by, closed_by
            rows between unbounded preceding and 1 preceding
        ) as before_us,
    from certain
),
counted as (
    select
        *,
        coalesce(opened_us > before_us + $guard_us, true) as begins,
        sum(case when opened_us <= before_us + $guard_us then 0 else 1 end) over (
            partition by subject, holder
            order by opened_us, closed_us, gateway, opened_by, closed_by
            rows between unbounded preceding and current row
        ) as stay,
    from marked
)
select
    subject,
    holder,
    min(opened_us) as opened_us,
    max(closed_us) as closed_us,
    case when min(station) = max(station) then min(station) end as station,
    max(case when begins then opened_by end) as opened_by,
    -- The word of whichever closes last: the instant stands before it, as text of one width.
    substr(max(lpad(cast(closed_us as varchar), 20, '0') || closed_by), 21, 20) as closed_by,
    min(kind) as kind,
    case when min(gateway) = max(gateway) then min(gateway)
        else min(gateway) || ' and ' || max(gateway) end as gateways,
from counted
group by subject, holder, stay
