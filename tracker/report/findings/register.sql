-- title: the register: is there one, does any term run, does any bind whom the logins name
--
-- `standing` says how each term stands at `$at`, the last record's time; `listed` are the lists in
-- force.
with
open_term as (select * from standing where state = 'open'),
running as (select * from open_term where standing in ('active', 'expiring', 'grace')),
named as (select * from running where binding_kind <> 'cidr'),
seen as (
    select "user" as name from login where event_date >= $since
    union
    select station from login where event_date >= $since
),
counted as (
    select
        (select count(*) from open_term) as terms,
        (select count(*) from running) as live,
        (select count(*) from named) as bindings,
        (select count(*) from named semi join seen on named.binding_value = seen.name) as bound,
        (select count(*) from login where event_date >= $since) as logins,
),
lost as (
    select remote_kind, remote_value from running
    where
        remote_kind in ('host', 'provider')
        and lower(remote_value) not in (
            select lower(case remote_kind when 'host' then host else provider end) as name
            from listed
            where name is not null
        )
)
select
    34 as place,
    'register' as part,
    'terms' as name,
    case when live = 0 then 'missing' else 'ok' end as state,
    case
        when terms = 0 then 'whatever is seen is unregistered'
        when live = 0 then format('none of {:,} terms runs at the last record: whatever is seen is '
            || 'flagged or pending', terms)
        else format('{:,} of {:,} terms run at the last record', live, terms)
    end as told,
    '`tracker registry import FILE`' as todo,
from counted
union all
select
    35,
    'register',
    'bindings',
    case when bound = 0 then 'doubtful' else 'ok' end,
    case when bound = 0
        then format('none of {:,} accounts, circuits and numbers has logged in: who is registered '
            || 'is flagged', bindings)
        else format('{:,} of {:,} accounts, circuits and numbers have logged in', bound, bindings)
    end,
    'write them as the logs do, which `tracker parse FILE` shows',
from counted
where bindings > 0 and logins > 0
union all
select
    37,
    'register',
    remote_kind,
    'doubtful',
    format('terms name {:,} that no list has: whoever keeps to them is flagged',
        count(distinct remote_value)),
    format('list their networks with their {0}: `tracker lists import {0}s FILE`', remote_kind),
from lost
group by remote_kind
