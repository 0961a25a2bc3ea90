-- title: which of a table's files become one file each: small ones where they are many
-- param small_rows = 1000000: with fewer, opening a file costs more than its rows
-- param full_rows = 4000000: more in one file helps no query
-- param handful = 8: so many small files of a partition stay until there are more
--
-- Files with rows of sources that were forgotten are written without them, whatever their size.
with
"file" as (
    select
        named.*,
        case when gone.source is null then coalesce(doomed.doomed, 0) else "rows" end as doomed,
        coalesce("partition", '') as place,
        coalesce("rows" < $small_rows, false) as is_small,
    from named
    left join doomed using ("file")
    left join gone on named.source = gone.source
),
crowded as (
    select
        *,
        is_small and count(*) filter (is_small) over (partition by place) > $handful as is_many,
    from "file"
),
placed as (
    select
        *,
        (sum("rows") over in_turn - "rows") // $full_rows as turn,
    from crowded
    window in_turn as (
        partition by place, is_many order by written_ms, path rows unbounded preceding
    )
)
select
    place,
    list("file" order by written_ms, path) as files,
    if(count(source) = count(*) and min(source) = max(source), min(source), null) as source,
    cast(count(*) as bigint) as merged,
    cast(sum("rows" - doomed) as bigint) as kept,
    cast(sum(doomed) as bigint) as doomed,
from placed
where is_many or doomed > 0
group by place, if(is_many, cast(turn as varchar), path)
having count(*) > 1 or sum(doomed) > 0
order by place, files
