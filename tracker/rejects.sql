-- title: rejected records in the order of their files; `wanted` are those to be shown
--
-- Lines that were sealed together can be opened together only: where they are asked for, all of a
-- source come as soon as one of it is wanted.
with
file as (
    select source, min(path) as path
    from source
    join visible_source using (source)
    group by source
),
chosen as (
    select source, path
    from file
    where $source is null or starts_with(source, $source) or path = $source
),
numbered as (
    select
        chosen.path,
        reject.*,
        row_number() over (order by chosen.path, reject.source, reject.line) as number,
    from reject
    join chosen using (source)
),
marked as (
    select
        *,
        $limit is null or number <= $limit as wanted,
        min(number) over (partition by source) as first_number,
    from numbered
)
select
    path, source, line, format, reason, shape,
    case when $raw then sealed end as sealed,
    wanted,
from marked
where wanted or $raw and first_number <= $limit
order by number
