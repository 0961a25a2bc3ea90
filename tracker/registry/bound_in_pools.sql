-- rows: open terms bound to a cidr that touches a pool among the rows to add
select
    terms.registration_id,
    terms.binding_value,
    min(added.cidr || ' (' || added.category || ')') as pool,
from known_terms as terms
inner join list_to_add as added
    on terms.binding_first_key <= added.last_key and terms.binding_last_key >= added.first_key
where
    terms.state = 'open'
    and terms.binding_kind = 'cidr'
    and added.category in ('pool_dynamic', 'pool_cgnat')
group by terms.registration_id, terms.binding_value
order by terms.registration_id
