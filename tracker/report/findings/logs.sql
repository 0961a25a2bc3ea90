-- title: what is wanting in the logs: connections, logins, what is unfinished, what was rejected
with
counted as (
    select
        (select count(*) from connection) as connections,
        (select count(*) from login) as logins,
),
by_format as (
    select format, sum(rejected) as rejected, sum(records) as records
    from last_state
    where state = 'done'
    group by format
)
select
    20 as place,
    'logs' as part,
    'connections' as name,
    case connections when 0 then 'missing' else 'ok' end as state,
    case connections
        when 0 then 'there is nothing to judge'
        else format('{:,} records', connections)
    end as told,
    'bring logs in: `tracker ingest PATH`' as todo,
from counted
union all
select
    22,
    'logs',
    'logins',
    case logins when 0 then 'missing' else 'ok' end,
    case logins
        when 0 then 'nobody can be named: whatever is on no static line is unattributable'
        else format('{:,} records', logins)
    end,
    'bring logs of RADIUS, DHCP or VPN in: `tracker ingest PATH`',
from counted
union all
select
    24,
    'source',
    path,
    'missing',
    'begun and not done: none of its records is visible',
    'run the same `tracker ingest` again',
from last_state
where state = 'begun'
union all
select
    60,
    'rejects',
    format,
    'doubtful',
    format('{:,} of {:,} records were not understood, {:.1f} %: they are in no answer', rejected,
        records, 100.0 * rejected / records),
    '`tracker parse FILE -o jsonl` prints each with its reason',
from by_format
where rejected > $max_rejects * records
union all
select
    60,
    'rejects',
    'all formats',
    'ok',
    format('{:,} of {:,} records were not understood', sum(rejected), sum(records)),
    null,
from by_format
having not coalesce(bool_or(rejected > $max_rejects * records), true)
