-- title: sources that were begun and not done: of what was interrupted, or goes on just now
select
    'source' as part,
    source as name,
    'doubtful' as state,
    'begun ' || strftime(recorded_at, '%Y-%m-%d %H:%M UTC') || ' and not done: '
    || coalesce(path, '-') as told,
    'unless it is being brought in just now, run the same command again' as todo,
from last_state
where state = 'begun'
