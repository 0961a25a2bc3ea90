-- rows: terms bound to an account, circuit or number that no login since $since shows
with seen as (
    select "user" as name from login
    where event_date >= cast($since as date) and "at" >= $since and event <> 'failure'
    union
    select station from login
    where event_date >= cast($since as date) and "at" >= $since and event <> 'failure'
)
select
    'unseen' as kind,
    looked.registration_id,
    looked.registrant_id,
    cast(null as varchar) as other,
    'no login since ' || day_text($since, $zone, 0) || ' shows the ' || looked.binding_kind
        as told,
    'ask whether it is spelt as the logs spell it, and still used' as todo,
from looked
anti join seen on seen.name = looked.binding_value
where looked.binding_kind <> 'cidr' and looked.valid_from <= $last_at
