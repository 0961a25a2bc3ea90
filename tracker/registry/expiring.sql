-- rows: the registrants of the terms in `due`, the soonest first
--
-- `within_days` is the least of $days in which the registrant's first term ends.
with bands as (
    select unnest(cast($days as integer[])) as days
),
owed as (
    select
        registrant_id,
        count(*) as terms,
        array_to_string(list_sort(list(registration_id)), ' ') as registration_ids,
        min(valid_to) as first_ends,
        max(valid_to) as last_ends,
        max(valid_to + to_days(grace_days)) as grace_until,
        case
            when bool_and(is_pending) then 'pending'
            when bool_or(is_pending) then 'partly pending'
            else 'none'
        end as renewal,
    from due
    group by registrant_id
)
select
    registrant_id,
    min(days) as within_days,
    terms,
    registration_ids,
    first_ends,
    last_ends,
    grace_until,
    renewal,
from owed
inner join bands on first_ends <= $at + to_days(days)
group by all
order by within_days, first_ends, registrant_id
