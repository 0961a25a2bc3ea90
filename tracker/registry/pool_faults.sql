-- rows: cidr bindings that touch a pool whose addresses change hands
--
-- Such a binding would register whoever holds the address next.
with bound as (
    select distinct binding_prefix, binding_first_key, binding_last_key
    from terms
    where binding_prefix is not null
),
touched as (
    select
        bound.binding_prefix,
        min(pools.cidr || ' (' || pools.category || ' of list ' || pools.list || ')') as pool,
    from bound
    inner join pools
        on bound.binding_first_key <= pools.last_key and bound.binding_last_key >= pools.first_key
    where pools.category in ('pool_dynamic', 'pool_cgnat')
    group by bound.binding_prefix
)
select
    terms.line,
    'binding_value ''' || terms.said_value || ''' lies in ' || touched.pool as found,
    'a static prefix' as expected,
    'bind the term to the account, circuit or msisdn' as todo,
from terms
inner join touched using (binding_prefix)
order by terms.line
