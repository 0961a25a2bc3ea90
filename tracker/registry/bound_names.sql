-- rows: the pseudonyms that any version of the register has bound, by kind
select distinct binding_kind as kind, binding_value as pseudonym
from registration
where binding_kind <> 'cidr'
