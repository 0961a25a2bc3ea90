-- title: holdings as far as their gateway's logins cover them, with how its clock fits
-- kept: no
--
-- A gap in a gateway's logins ends what is known, unless the session shows itself after it.
select
    holding.subject, holding.gateway, holding.holder, holding.station, holding.kind,
    greatest(holding.opened_us, coverage.first_us) as opened_us,
    least(holding.closed_us, coverage.last_us) as closed_us,
    case when holding.opened_us < coverage.first_us then 'coverage'
        else holding.opened_by end as opened_by,
    case when holding.closed_us > coverage.last_us then 'coverage'
        else holding.closed_by end as closed_by,
    coalesce(clock.grade, 0) as clock,
from holding
join coverage
    on holding.judged = coverage.judged
    and holding.gateway = coverage.gateway
    and coverage.first_us <= holding.closed_us
    and coverage.last_us >= holding.opened_us
left join clock on holding.judged = clock.judged and holding.gateway = clock.gateway
where holding.opened_us >= coverage.first_us or holding.sign_us >= coverage.first_us
