-- The list entries that the session keeps, with the date of their version: its own, or its import.
with
kept as (select unnest(matches, recursive := true) from one),
version as (
    select
        list_name as list, version,
        make_timestamptz(coalesce(min(as_of_us), min(recorded_us))) as dated,
    from endpoint_us
    group by list_name, version
)
select kept.*, version.dated
from kept
left join version on kept.list = version.list and kept.version = version.version
