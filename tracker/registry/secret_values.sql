-- rows: what the lake must not hold in clear: accounts, circuits and numbers
select distinct binding_kind as kind, binding_value as name
from terms
where binding_kind <> 'cidr' and not starts_with(binding_value, 'pseudonym:')
