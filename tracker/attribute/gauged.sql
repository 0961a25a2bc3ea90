-- title: how the audited clocks go: how many changes tell of each, which offset fits, what follows
-- param changes = 500: with fewer changes of holder a fit is no proof
-- param fewer = 50: percent; an offset must leave less than that of the contradictions to be better
--
-- An offset within the guard does no harm. A farther one that is better by more than chance (the
-- square of the difference against the count, as counts scatter) condemns the clock (`grade` 2), or
-- makes it doubtful (1) where few changes speak, or not so clearly.
with
differing as (
    select
        *,
        near_orphans - far_rate * near_exposed as fewer,
        coalesce(far_rate * 100 < near_rate * $fewer, false) as is_better,
    from best
    where near_rate is not null
),
worked as (
    select probed.judged, probed.gateway, count(*) as minutes
    from active
    join probed on active.probe = probed.probe
    join (select distinct probe from taken) as told on active.probe = told.probe
    group by probed.judged, probed.gateway
),
graded as (
    select
        *,
        case
            when not is_better then 0
            when changes >= $changes and fewer >= 10 and fewer * fewer >= 25 * near_orphans then 2
            when changes >= $changes and fewer >= 10 and fewer * fewer >= 16 * near_orphans then 1
            when changes < $changes and fewer >= 5 and fewer * fewer * 4 >= 25 * near_orphans then 1
            else 0
        end as grade,
    from differing
)
select
    graded.judged,
    graded.gateway,
    cast(changes as bigint) as changes,
    worked.minutes as active_minutes,
    near_orphans as orphans,
    cast(case when grade > 0 then far_minutes else near_minutes end as bigint) as best_minutes,
    grade,
    case when grade = 2 then 'refused' when grade = 1 then 'doubtful'
        when changes >= $changes then 'fits' else 'unproven' end as finding,
from graded
join worked on graded.judged = worked.judged and graded.gateway = worked.gateway
