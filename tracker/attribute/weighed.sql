-- title: each moment with the stays around it counted
with
asked as (
    select subject.subject, moment.started_us, moment.over_us
    from moment
    join subject on moment.judged = subject.judged and moment.subject_key = subject.subject_key
),
shared as (
    select distinct asked.subject, asked.started_us, asked.over_us
    from asked
    join contested
        on asked.subject = contested.subject
        and contested.first_us <= asked.over_us
        and contested.last_us >= asked.started_us
),
near as (
    select
        asked.*,
        stay.holder, stay.station, stay.opened_us, stay.closed_us,
        stay.kind || ' ' || stay.opened_by || ' .. ' || stay.closed_by || ' on '
            || stay.gateways as basis,
        stay.opened_us <= asked.over_us and stay.closed_us >= asked.started_us as is_inside,
        stay.opened_us <= asked.started_us - $guard_us
        and stay.closed_us >= asked.over_us + $guard_us as is_clear,
        asked.started_us < stay.opened_us - $guard_us
        or asked.over_us > stay.closed_us + $guard_us as is_over,
        asked.started_us < stay.opened_us and stay.opened_by = 'coverage'
        or asked.over_us > stay.closed_us and stay.closed_by = 'coverage' as is_uncovered,
    from asked
    join stay
        on asked.subject = stay.subject
        and stay.opened_us <= asked.over_us + $guard_us
        and stay.closed_us >= asked.started_us - $guard_us
)
select
    near.subject, near.started_us, near.over_us,
    -- None, one, or more than one: more is never asked.
    case when min(near.holder) = max(near.holder) then 1 else 2 end as holders,
    case when min(case when near.is_inside then near.holder end) is null then 0
        when min(case when near.is_inside then near.holder end)
        = max(case when near.is_inside then near.holder end) then 1
        else 2 end as inside,
    max(case when near.is_clear then 1 else 0 end) as clear,
    max(case when near.is_over and near.is_inside then 1 else 0 end) as over_edge,
    max(case when near.is_uncovered then 1 else 0 end) as uncovered,
    max(case when shared.subject is not null then 1 else 0 end) as is_shared,
    min(case when near.is_inside then near.holder end) as inside_holder,
    min(near.holder) as near_holder,
    min(case when near.is_inside then near.station end) as inside_station,
    min(near.station) as near_station,
    min(case when near.is_inside then near.basis end) as inside_basis,
    min(near.basis) as near_basis,
    min(case when near.is_clear then near.opened_us end) as stay_us,
from near
left join shared
    on near.subject = shared.subject
    and near.started_us = shared.started_us
    and near.over_us = shared.over_us
group by near.subject, near.started_us, near.over_us
