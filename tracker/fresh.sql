-- title: the sources that were done since the last nightly run looked, as long as they are visible
select distinct source.source as source
from source
inner join visible_source on source.source = visible_source.source
where
    source.state = 'done'
    and source.recorded_at > coalesce(
        (
            select max(run.began_at)
            from run
            where run.command = 'nightly' and run.outcome <> 'failed'
        ),
        timestamptz '1970-01-01 00:00:00+00'
    )
order by source
