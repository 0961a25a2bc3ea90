-- title: the files of a night: of four gateways, and of the logins
select
    left(sha256(named), 16) as source,
    state,
    cast(cast($night as date) + 1 as timestamptz) + interval 3 hours
        + if(state = 'done', interval 1 minute, interval 0 minutes) as recorded_at,
    '/var/log/gateways/' || replace(named, ' ', '-') || '.log' as path,
    sha256('content of ' || named) as sha256,
    100000000 as bytes,
    if(starts_with(named, 'logins'), 'freeradius-detail', 'zeek-conn') as format,
    'UTC' as zone,
    if(state = 'done', 120000, null) as records,
    records as used, 0 as passed, 0 as rejected,
    make_timestamptz($begin_us) as first_at,
    make_timestamptz($begin_us + 86399000000) as last_at,
    '0.1.0' as tool_version,
from
    (
        select 'connections ' || $day || ' ' || g as named from range(4) as t(g)
        union all select 'logins ' || $day
    ),
    (values ('begun'), ('done')) as s(state)
order by recorded_at, path
