-- title: a nightly run for each night; of one night in ten it was told that logs were missing
select
    'run-' || strftime(night, '%Y%m%d') as run_id,
    'nightly' as command,
    cast(night as timestamptz) + interval 28 hours as began_at,
    began_at + interval 3 minutes as ended_at,
    'done' as outcome,
    [strftime(night, '%Y-%m-%d')] as nights,
    list_transform(
        range(1, 9),
        lambda n: {
            'night': cast(night as date), 'gateway': 'bras-' || n, 'changes': 2500,
            'active_minutes': 90000, 'orphans': 12, 'best_minutes': 0, 'finding': 'fits'
        }
    ) as clocks,
    list_transform(
        range(1, 9),
        lambda n: {
            'night': cast(night as date), 'gateway': 'bras-' || n,
            'from_at': cast(night as timestamptz) - interval 40 days,
            'to_at': cast(night as timestamptz) + interval 24 hours
        }
    ) as coverage,
    if(
        hash(night) % 10 = 0,
        [{
            'night': cast(night as date), 'gateway': 'edge-2', 'kind': 'connections',
            'missing': 'hours', 'from_at': cast(night as timestamptz) + interval 3 hours,
            'to_at': cast(night as timestamptz) + interval 9 hours, 'records': 0, 'usual': 9000
        }],
        []
    ) as gaps,
    [{'name': 'source', 'count': 2}] as inputs,
    '5e771465' as settings_digest,
    [{'name': 'sessions', 'count': 50000}] as counts,
    '0.1.0' as tool_version,
from range(cast($first as date), cast($last as date) + 1, interval 1 day) as t(night)
order by night
