-- rows: the terms of `looked`, with one spelling of each account, circuit and number
select looked.* replace (coalesce(folded.pseudonym, looked.binding_value) as binding_value)
from looked
left join folded on folded.kind = looked.binding_kind and folded.name = looked.binding_value
