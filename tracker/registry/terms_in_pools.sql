-- rows: terms bound to a cidr that touches a pool of the lists in force
--
-- Whoever holds an address of the pool next would be registered.
with pools as (
    select
        touching.narrow,
        lists_in_force.cidr,
        min(lists_in_force.category || ' of list ' || lists_in_force.list) as pool,
    from touching
    inner join lists_in_force on lists_in_force.cidr = touching.wide
    where lists_in_force.category in ('pool_dynamic', 'pool_cgnat')
    group by touching.narrow, lists_in_force.cidr
)
select
    'in_pool' as kind,
    looked.registration_id,
    looked.registrant_id,
    pools.cidr as other,
    'cidr ' || looked.binding_value || ' touches ' || pools.cidr || ' (' || pools.pool || ')'
        as told,
    'bind the term to the account, circuit or msisdn, or correct the list' as todo,
from looked
inner join pools on pools.narrow = looked.binding_value
