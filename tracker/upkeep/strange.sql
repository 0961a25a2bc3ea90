-- title: rows that no source accounts for, and files with rows of other sources than the log says
with
known as (select distinct source from later_source),
strange as (
    select
        lying.name,
        sum(lying."rows") || ' rows are of a source that nothing is known of: '
        || coalesce(lying.source, 'none') as told,
    from lying
    left join known using (source)
    where known.source is null
    group by lying.name, lying.source
    union all
    select
        lying.name,
        named."file" || ' is of ' || named.source || ' by the log, and has rows of '
        || coalesce(lying.source, 'none'),
    from lying
    inner join named using (name, "file")
    where named.source is distinct from lying.source and named.source is not null
)
select
    'rows' as part,
    name,
    'broken' as state,
    told,
    'bring the lake back from its copy' as todo,
from strange
