-- title: the sources that are done: do their counts add up, and are their rows there, each once
with
done as (
    select *
    from source
    semi join visible_source using (source)
    where state = 'done'
),
told as (
    select
        source,
        path,
        t.name,
        coalesce(list_filter("rows", lambda one: one.name = t.name)[1].count, 0) as expected,
    from done
    cross join (values ('connection'), ('login'), ('reject')) as t (name)
    qualify row_number() over (partition by source, t.name order by recorded_at desc) = 1
),
there as (
    select name, source, sum("rows") as found
    from lying
    group by name, source
),
summed as (
    select
        *,
        coalesce(list_sum(list_transform(rules, lambda one: one.count)), 0) as by_rule,
        coalesce(list_sum(list_transform(reasons, lambda one: one.count)), 0) as by_reason,
    from done
),
fault as (
    select
        source,
        concat(
            'its records do not add up: ', coalesce(cast(records as varchar), 'none'), ' are not ',
            used, ' used + ', passed, ' passed over (', by_rule, ' by rule) + ', rejected,
            ' rejected (', by_reason, ' by reason): ', path
        ) as told,
    from summed
    where
        records is distinct from used + passed + rejected
        or passed is distinct from by_rule
        or rejected is distinct from by_reason
    union all
    select
        source,
        coalesce(found, 0) || ' rows of ' || name || ' are there, ' || expected || ' were made of '
        || coalesce(path, '-'),
    from told
    left join there using (name, source)
    where name in (from counted_table) and coalesce(found, 0) <> expected
    union all
    select source, 'was done ' || count(*) || ' times: ' || coalesce(any_value(path), '-')
    from done
    group by source
    having count(*) > 1
    union all
    select
        min(source),
        'one content is there ' || count(distinct source) || ' times: '
        || string_agg(distinct source, ', ' order by source),
    from done
    where sha256 is not null
    group by sha256, gateway
    having count(distinct source) > 1
)
select
    'source' as part,
    source as name,
    'broken' as state,
    told,
    'bring the lake back from its copy, or this file in again: `tracker ingest --again`' as todo,
from fault
