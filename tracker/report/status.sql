-- What is in the lake, part by part; `missing` says what an absence costs.
with
last_run as (from run where command <> 'compact' order by began_at desc, run_id desc limit 1),
judged as (
    select
        session.night, session.first_at, session.last_at,
        list_contains(cast($flagged as varchar[]), verdict) as is_flagged,
        is_flagged and reviewed.review = 'dismissed' as is_dismissed,
    from session
    left join reviewed using (session_id)
),
part as (
    select 1 as part, 'table' as kind, 'connection' as name, count(*) as rows from connection
    union all select 1, 'table', 'login', count(*) from login
    union all select 1, 'table', 'reject', count(*) from reject
    union all select 1, 'table', 'identity', count(*) from identity
    union all select 1, 'table', 'registration', count(*) from registration
    union all select 1, 'table', 'endpoint', count(*) from endpoint
    union all select 1, 'table', 'session', count(*) from session
    union all select 1, 'table', 'review', count(*) from review
    union all select 1, 'table', 'run', count(*) from run
    union all select 1, 'table', 'source', count(*) from source
),
told as (
    select part, kind, name, rows, null as first_at, null as last_at, null as told from part
    union all
    select
        2, 'source', format, count(*), min(first_at), max(last_at),
        sum(records) || ' records: ' || sum(used) || ' used, ' || sum(passed)
        || ' passed over, ' || sum(rejected) || ' rejected',
    from last_state where state = 'done' group by format
    union all
    select
        3, 'unfinished', path, null, recorded_at, null,
        'begun and not done, none of it is visible: run the same command again',
    from last_state where state = 'begun'
    union all
    select 3, 'outdated', name, rows, first_at, last_at, told from outdated
    union all
    select 4, part, name, rows, first_at, last_at, told from coverage
    union all
    select 5, part, name, rows, first_at, null, told from clock
    union all
    select 6, part, name, rows, first_at, last_at, told from provisional
    union all
    select
        6, 'night', strftime(night, '%Y-%m'), count(*), min(first_at), max(last_at),
        'nights with sessions: ' || count(distinct night) || ', sessions flagged: '
        || count(*) filter (is_flagged)
        || coalesce(', dismissed: ' || nullif(count(*) filter (is_dismissed), 0), ''),
    from judged group by strftime(night, '%Y-%m')
    union all
    select 7, 'run', command, null, began_at, ended_at, 'the last one, ' || outcome from last_run
    union all
    select 8, 'missing', 'logins', null, null, null, 'nobody can be named'
    where not exists (select 1 from login)
    union all
    select
        8, 'missing', 'register', null, null, null,
        'whatever is seen is unregistered: `tracker registry import`',
    where not exists (select 1 from registration)
    union all
    select
        8, 'missing', 'pools', null, null, null,
        'which side is the subscriber is read from who opened alone: `tracker lists import`',
    where not exists (from endpoint where category like 'pool\_%' escape '\' or category = 'local')
    union all
    select
        8, 'missing', 'epdg', null, null, null,
        'Wi-Fi calling looks like IPsec, so that none is flagged: `tracker lists import`',
    where not exists (select 1 from endpoint where category = 'epdg')
)
select kind as part, name, rows, first_at, last_at, told
from told
order by told.part, kind desc, name nulls first, told
