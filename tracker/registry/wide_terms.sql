-- rows: terms bound to a cidr that is wider than the settings call usual
select
    'wide' as kind,
    registration_id,
    registrant_id,
    cast(null as varchar) as other,
    'cidr ' || binding_value || ' registers whoever holds an address in it' as told,
    'bind it to what the registrant really holds' as todo,
from looked
where
    binding_kind = 'cidr'
    and cast(split_part(binding_value, '/', 2) as integer)
        < if(contains(binding_value, ':'), $widest6, $widest4)
