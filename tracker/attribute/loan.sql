-- title: loans: the ports of a shared address with one inner address without a break, as covered
--
-- As with stays: a gap in the gateway's records ends what is known, unless a sign comes after it,
-- and loans to one inner address that follow within the guard are one.
with
certain as (
    select
        lent.judged, lent.ip_key, lent.gateway, lent.protocol, lent.port_first, lent.port_last,
        lent.inner_key, lent.opened_us,
        least(lent.closed_us, coverage.last_us) as closed_us,
        lent.opened_by,
        case when lent.closed_us > coverage.last_us then 'coverage'
            else lent.closed_by end as closed_by,
    from lent
    join coverage
        on lent.judged = coverage.judged
        and lent.gateway = coverage.gateway
        and lent.opened_us >= coverage.first_us
        and lent.opened_us <= coverage.last_us
),
marked as (
    select
        *,
        max(closed_us) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last, inner_key
            order by opened_us, closed_us, opened_by, closed_by
            rows between unbounded preceding and 1 preceding
        ) as before_us,
    from certain
),
counted as (
    select
        *,
        coalesce(opened_us > before_us + $guard_us, true) as begins,
        sum(case when opened_us <= before_us + $guard_us then 0 else 1 end) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last, inner_key
            order by opened_us, closed_us, opened_by, closed_by
            rows between unbounded preceding and current row
        ) as loan,
    from marked
)
select
    judged, ip_key, gateway, protocol, port_first, port_last, inner_key,
    min(opened_us) as opened_us,
    max(closed_us) as closed_us,
    max(case when begins then opened_by end) as opened_by,
    substr(max(lpad(cast(closed_us as varchar), 20, '0') || closed_by), 21, 20) as closed_by,
from counted
group by judged, ip_key, gateway, protocol, port_first, port_last, inner_key, loan
