-- rows: two registrants' terms on one binding at one time; both stay registered
with met as (
    select distinct binding_value as one, binding_value as other
    from claimed
    union
    select least(narrow, wide), greatest(narrow, wide)
    from touching
),
paired as (
    select
        first.registration_id,
        first.registrant_id,
        first.binding_kind,
        first.binding_value,
        second.registration_id as other,
        second.registrant_id as other_registrant,
        second.binding_kind as other_kind,
        second.binding_value as other_value,
        greatest(first.valid_from, second.valid_from) as begins,
        least(first.valid_to, second.valid_to) as ends,
    from met
    inner join claimed as first on first.binding_value = met.one
    inner join claimed as second on second.binding_value = met.other
    where
        first.registrant_id <> second.registrant_id
        and (first.valid_to is null or second.valid_from < first.valid_to)
        and (second.valid_to is null or first.valid_from < second.valid_to)
),
ordered as (
    -- Each pair once, under the smaller id.
    select distinct
        if(registration_id < other, registration_id, other) as registration_id,
        if(registration_id < other, registrant_id, other_registrant) as registrant_id,
        if(registration_id < other, binding_kind, other_kind) as binding_kind,
        if(registration_id < other, binding_value, other_value) as binding_value,
        if(registration_id < other, other, registration_id) as other,
        if(registration_id < other, other_registrant, registrant_id) as other_registrant,
        if(registration_id < other, other_value, binding_value) as other_value,
        begins,
        ends,
    from paired
)
select
    'conflict' as kind,
    registration_id,
    registrant_id,
    other,
    if(
        binding_kind = 'cidr',
        'cidr ' || binding_value || ' and ' || other_value || ' of ' || other_registrant,
        'the same ' || binding_kind || ' as ' || other_registrant
    )
    || ', both from ' || day_text(begins, $zone, 0)
    || coalesce(' to ' || day_text(ends, $zone, 1), ' without end') as told,
    'ask both who holds it; both stay registered until one is corrected' as todo,
from ordered
