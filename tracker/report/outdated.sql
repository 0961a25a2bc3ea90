-- title: files that another spec than the one that ships today read, ten of a kind by name
--
-- A kind is what must be said to read them again: the format tells the spec, zone and gateway what
-- was stated. `$outdated` are the digests of specs that no longer read so.
with
file as (
    select
        path, format, zone, gateway,
        count(*) as sources, min(first_at) as first_at, max(last_at) as last_at,
    from last_state
    where state = 'done' and list_contains(cast($outdated as varchar[]), spec_digest)
    group by path, format, zone, gateway
),
numbered as (
    select *, row_number() over (partition by format, zone, gateway order by path) as number
    from file
),
named as (
    select
        case when number <= 10 then path else 'more files' end as name,
        format, zone, gateway, sources, first_at, last_at,
    from numbered
)
select
    name,
    cast(sum(sources) as bigint) as rows,
    min(first_at) as first_at,
    max(last_at) as last_at,
    'read with an older spec of ' || format || ': `tracker ingest --again PATH'
    || coalesce(' --zone ' || zone, '') || coalesce(' --gateway ' || gateway, '') || '`' as told,
from named
group by name, format, zone, gateway
