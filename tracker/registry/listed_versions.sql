-- rows: one version of a list, with when it counts
with versions as (
    select
        list,
        version,
        count(*) as networks,
        array_to_string(list_sort(list(distinct category)), ', ') as categories,
        as_of,
        recorded_at,
    from endpoint
    group by list, version, as_of, recorded_at
)
select
    list,
    version,
    networks,
    categories,
    as_of as counts_from,
    lead(as_of) over (partition by list order by as_of nulls first, recorded_at, version)
        as counts_until,
    recorded_at,
from versions
order by list, as_of nulls first, recorded_at, version
