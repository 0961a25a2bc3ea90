-- The register as far as it can concern who is asked about: every version of each term that ever
-- bound him, and of all other terms of their registrants, whose bindings may have moved to them.
--
-- Of a register of a hundred thousand terms a few are left, before each step goes over all of them.
with
bound as (
    select distinct registration_us.registration_id
    from registration_us
    join question
        on registration_us.binding_value in (question.holder, question.station)
        or registration_us.binding_kind = 'cidr'
        and question.subject_key
        between registration_us.binding_first_key and registration_us.binding_last_key
),
registrant as (
    select distinct registrant_id from registration_us semi join bound using (registration_id)
),
concerned as (
    select registration_id from bound
    union
    select registration_id from registration_us semi join registrant using (registrant_id)
)
from registration_us
semi join concerned using (registration_id)
