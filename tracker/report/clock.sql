-- title: how each gateway's clock went, by the last judged night that tells of it
with
found as (select began_at, run_id, unnest(clocks) as clock from run),
last as (
    select clock
    from found
    qualify row_number() over (
        partition by clock.gateway order by clock.night desc, began_at desc, run_id desc
    ) = 1
)
select
    'clock' as part,
    clock.gateway as name,
    clock.changes as rows,
    cast(clock.night as timestamptz) as first_at,
    case clock.finding
        when 'refused' then 'refused, nobody is named by it: '
        when 'doubtful' then 'doubtful, an edge at best: '
        when 'unproven' then 'no sign that it is wrong, too few changes to prove it: '
        else 'fits: '
    end
    || printf('best offset %+d min, ', clock.best_minutes)
    || printf('orphans %d of %d active minutes (', clock.orphans, clock.active_minutes)
    || printf('%.1f %%)', 100.0 * clock.orphans / greatest(clock.active_minutes, 1))
    || case when clock.finding in ('refused', 'doubtful')
        then printf('; to mend it add %d to clock_offset_seconds of its [[gateway]]',
            60 * clock.best_minutes)
        else '' end as told,
from last
