-- The list entries that the session keeps, with the date of their version: its own, or its import.
with
kept as (select unnest(matches, recursive := true) from one),
version as (
    select list, version, coalesce(min(as_of), min(recorded_at)) as dated
    from endpoint
    group by list, version
)
select kept.*, version.dated
from kept
left join version on kept.list = version.list and kept.version = version.version
