-- rows: what the lake must not hold in clear: accounts, circuits and numbers
select distinct binding_value as text
from terms
where binding_kind <> 'cidr'
