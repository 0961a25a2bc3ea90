-- How many of the sessions counted have which verdict, the most frequent first.
--
-- `provisional` are those of nights of which something was missing when they were judged.
with
summed as (
    select
        verdict as name,
        coalesce(sum(count) filter (is_shown), 0) as count,
        coalesce(
            sum(count) filter (
                is_shown and (run_id, night) in (select (run_id, night) from gap)
            ),
            0
        ) as provisional,
        coalesce(sum(count) filter (not is_shown), 0) as dismissed,
    from counted
    group by verdict
)
select
    name,
    cast(count as bigint) as count,
    cast(provisional as bigint) as provisional,
    cast(dismissed as bigint) as dismissed,
from summed
order by summed.count desc, name
