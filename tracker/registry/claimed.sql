-- rows: the terms of `looked` that can conflict, at most so many of one binding
-- param most = 200: a binding of more terms is one fault, and its pairs would be thousands of rows
--
-- Each registrant's first terms come first, so that no registrant hides another.
with decided as (
    select *
    from looked
    where status in ('approved', 'pending')
),
ranked as (
    select
        *,
        row_number() over (
            partition by binding_value, registrant_id order by valid_from desc, registration_id
        ) as turn,
    from decided
)
select
    registration_id, registrant_id, binding_kind, binding_value, binding_first_key,
    binding_last_key, valid_from, valid_to,
from ranked
qualify row_number() over (
    partition by binding_value order by turn, registrant_id, registration_id
) <= $most
