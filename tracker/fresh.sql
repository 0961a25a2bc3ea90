-- title: the sources that were done or forgotten since the last nightly run looked
with
last_state as (
    select * from source
    qualify row_number() over (partition by source order by recorded_at desc, state desc) = 1
)
select source, state, first_at, last_at
from last_state
where
    state in ('done', 'forgotten')
    and recorded_at > coalesce(
        (
            select max(run.began_at)
            from run
            where run.command = 'nightly' and run.outcome <> 'failed'
        ),
        timestamptz '1970-01-01 00:00:00+00'
    )
order by source
