-- rows: the networks of `lists_in_force` whose addresses change hands
select distinct
    cidr as prefix,
    first_key,
    last_key,
    prefix_digits(cidr) as digits,
from lists_in_force
where category in ('pool_dynamic', 'pool_cgnat')
