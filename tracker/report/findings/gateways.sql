-- title: gateways without a name, whose logins name nobody, and stated ones that have no logins
-- param least = 0.01: now and then a login is refused before anybody has a name
--
-- A login that leads to an inner address need not name anybody, and neither need a reset.
with
told as (
    select
        gateway,
        count(*) as logins,
        count(*) filter (
            "user" is null and station is null and inner_ip is null and event <> 'reset'
        ) as nameless,
        count(*) filter ("user" is not null or station is not null) as named,
    from login
    where event_date >= $since
    group by gateway
),
unnamed as (
    select count(*) as connections from connection where event_date >= $since and gateway is null
)
select
    56 as place,
    'gateway' as part,
    'logins without a gateway' as name,
    'doubtful' as state,
    format('{:,} logins: one server''s silence hides behind another''s, and clocks and resets '
        || 'are not told apart', logins) as told,
    'name it from now on: --gateway, or gateway of a [[source]]' as todo,
from told
where gateway is null
union all
select
    58,
    'gateway',
    'connections without a gateway',
    'doubtful',
    format('{:,} connections: records of two gateways with one connection id count once',
        connections),
    'name it from now on: --gateway, or gateway of a [[source]]',
from unnamed
where connections > 0
union all
select
    52,
    'gateway',
    gateway,
    case when named = 0 then 'missing' when nameless > $least * logins then 'doubtful'
        else 'ok' end,
    case
        when nameless = 0 then format('{:,} logins, each with a user or a station', logins)
        else format('{:,} of {:,} logins have neither user nor station: they name nobody',
            nameless, logins)
    end,
    'let the access server log the user name or the calling station',
from told
where named + nameless > 0
union all
select
    31,
    'settings',
    gateway,
    'doubtful',
    'no login is of a [[gateway]] of this name: what is stated of it changes nothing',
    'write the name as `tracker status` shows it',
from stated_gateway
where gateway not in (select gateway from told where gateway is not null)
