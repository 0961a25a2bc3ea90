-- rows: the accounts, circuits and numbers of `looked`
select distinct binding_kind as kind, binding_value as name
from looked
where binding_kind <> 'cidr'
