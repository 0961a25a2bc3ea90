-- title: the holdings by which the session's holder is known: his stay, and what was lent to him
--
-- Nobody is told here whom the session does not name.
with
stayed as (
    select stay.*, assigned.subject_key
    from stay
    join assigned on stay.subject = assigned.subject
    where
        stay.holder = $holder
        and stay.opened_us <= $at_us + $guard_us
        and stay.closed_us >= $at_us - $guard_us
)
select
    kind, gateways as gateway, subject_key as own_key, cast(null as varchar) as inner_key,
    cast(null as integer) as port_first, cast(null as integer) as port_last, opened_us, opened_by,
    closed_us, closed_by,
from stayed
union all
select distinct
    'cgnat', near_loan.gateway, $ip_key, near_loan.inner_key, near_loan.port_first,
    near_loan.port_last, near_loan.opened_us, near_loan.opened_by, near_loan.closed_us,
    near_loan.closed_by,
from near_loan
join stayed on near_loan.inner_key = stayed.subject_key
