-- title: each of the other moments with the stays around it counted
with
shared as (
    select distinct rest.address, rest.started_us, rest.over_us
    from rest
    join contested
        on rest.subject = contested.subject
        and contested.first_us <= rest.over_us
        and contested.last_us >= rest.started_us
),
near as (
    select
        rest.*,
        stay.holder, stay.station, stay.clock, stay.opened_us, stay.closed_us,
        stay.kind || ' ' || stay.opened_by || ' .. ' || stay.closed_by || ' on '
            || stay.gateways as basis,
        stay.opened_us <= rest.over_us and stay.closed_us >= rest.started_us as is_inside,
        stay.opened_us <= rest.started_us - $guard_us
        and stay.closed_us >= rest.over_us + $guard_us as is_clear,
        rest.started_us < stay.opened_us - $guard_us
        or rest.over_us > stay.closed_us + $guard_us as is_over,
        rest.started_us < stay.opened_us and stay.opened_by = 'coverage'
        or rest.over_us > stay.closed_us and stay.closed_by = 'coverage' as is_uncovered,
    from rest
    join stay
        on rest.subject = stay.subject
        and stay.opened_us <= rest.over_us + $guard_us
        and stay.closed_us >= rest.started_us - $guard_us
)
select
    near.address, near.started_us, near.over_us,
    -- None, one, or more than one: more is never asked.
    case when min(near.holder) = max(near.holder) then 1 else 2 end as holders,
    case when min(case when near.is_inside then near.holder end) is null then 0
        when min(case when near.is_inside then near.holder end)
        = max(case when near.is_inside then near.holder end) then 1
        else 2 end as inside,
    max(case when near.is_clear then 1 else 0 end) as clear,
    max(case when near.is_over and near.is_inside then 1 else 0 end) as over_edge,
    max(near.clock) as clock,
    max(case when near.is_uncovered then 1 else 0 end) as uncovered,
    max(case when shared.address is not null then 1 else 0 end) as is_shared,
    min(case when near.is_inside then near.holder end) as inside_holder,
    min(case when near.is_inside then near.station end) as inside_station,
    min(case when near.is_inside then near.basis end) as inside_basis,
    min(case when near.is_clear then near.opened_us end) as stay_us,
from near
left join shared
    on near.address = shared.address
    and near.started_us = shared.started_us
    and near.over_us = shared.over_us
group by near.address, near.started_us, near.over_us
