-- title: the sources whose rows are to leave the disk: forgotten, and not looked for yet
-- param rest_days = 1: whoever read or wrote when they were forgotten has ended by then
with
looked as (
    select max(began_at) as last_at
    from run
    where command = 'compact' and outcome = 'done'
)
select source
from last_state
cross join looked
where state = 'forgotten'
    and recorded_at <= $now - to_days($rest_days)
    -- Looked for a day longer than need be, as the clocks of two machines differ.
    and coalesce(recorded_at > looked.last_at - to_days(2 * $rest_days), true)
order by source
