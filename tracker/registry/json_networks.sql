-- rows: the networks of a provider's JSON: what stands under a key of $keys, with its host
--
-- The host is another value of the same object. What is no name there is left out, a single label
-- is taken as it is.
with names as (
    select
        object,
        arg_min(text, list_position(['fqdn', 'hostname', 'host', 'domain'], lower(key))) as host,
    from json_nodes
    where
        lower(key) in ('fqdn', 'hostname', 'host', 'domain')
        and type = 'VARCHAR'
        and regexp_full_match(lower(text), $name)
    group by object
)
select
    cast(null as bigint) as line,
    left(found.place, 120) || ' ' as place,
    trim(found.text) as cidr,
    $category as category,
    $provider as provider,
    $confidence as confidence,
    names.host,
    cast(null as varchar) as first_seen,
    cast(null as varchar) as last_seen,
from json_nodes as found
left join names on found.object = names.object
where list_contains($keys, found.key) and (found.type <> 'VARCHAR' or trim(found.text) <> '')
order by found.path
