-- rows: the prefixes that terms of `looked` are bound to
select distinct
    binding_value as prefix,
    binding_first_key as first_key,
    binding_last_key as last_key,
    prefix_digits(binding_value) as digits,
from looked
where binding_kind = 'cidr'
