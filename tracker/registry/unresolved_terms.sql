-- rows: terms whose remote is a host or a provider that no list in force names
--
-- Judging compares in lower case, too.
with named as (
    select 'host' as remote_kind, lower(host) as name from lists_in_force
    union
    select 'provider', lower(provider) from lists_in_force
)
select
    'unresolved' as kind,
    looked.registration_id,
    looked.registrant_id,
    looked.remote_value as other,
    'no list in force names the ' || looked.remote_kind || ' ' || looked.remote_value as told,
    'import a list of its addresses: `tracker lists import NAME FILE`' as todo,
from looked
anti join named
    on named.remote_kind = looked.remote_kind and named.name = lower(looked.remote_value)
where looked.remote_kind in ('host', 'provider')
