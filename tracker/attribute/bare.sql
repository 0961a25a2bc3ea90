-- title: what sessions on the subjects' addresses say without naming them, or by naming others
--
-- A server may tell the address in one message only: the start before it is known (`call`), or the
-- stop after it is gone. Key and gateway lead from those to the addresses of the session. A session
-- that shows itself on another IPv4 address has `left` this one, unless it names both at once.
with
nameless as (
    select *
    from tenure
    where
        event_date between $login_date and $last_date
        and ip_key is null
        and login_key <> ''
),
addressed as (
    select gateway, login_key, ip_key, at_us
    from tenure
    where
        event_date between $login_date and $last_date
        and is_keyed
        and prefix_length is null
        and left(ip_key, 24) = '00000000000000000000ffff'
),
-- By number first, which may take two sessions for one: that adds nothing below.
restless as (
    select hash(gateway, login_key) as session
    from addressed
    group by hash(gateway, login_key)
    having min(hash(ip_key)) <> max(hash(ip_key))
),
moved as (
    select addressed.*
    from addressed
    join restless on hash(addressed.gateway, addressed.login_key) = restless.session
),
elsewhere as (
    select distinct told.subject, subject.subject_key, told.gateway, told.login_key, moved.at_us
    from told
    join subject on told.subject = subject.subject
    join moved
        on told.gateway = moved.gateway
        and told.login_key = moved.login_key
        and subject.subject_key <> moved.ip_key
        and moved.at_us >= subject.since_us
        and moved.at_us < subject.until_us
    where told.held = 128
)
select distinct
    told.subject, told.held, told.gateway, told.login_key,
    case nameless.event when 'start' then 'call' else nameless.event end as event,
    nameless.at_us, nameless.lasted_us, nameless.expires_us, nameless.holder, nameless.station,
    nameless.kind,
from told
join nameless on told.gateway = nameless.gateway and told.login_key = nameless.login_key
join subject
    on told.subject = subject.subject
    and nameless.at_us >= subject.since_us
    and nameless.at_us < subject.until_us
union all
select
    elsewhere.subject, 128, elsewhere.gateway, elsewhere.login_key, 'left', elsewhere.at_us, null,
    null, null, null, null,
from elsewhere
left join moved
    on elsewhere.gateway = moved.gateway
    and elsewhere.login_key = moved.login_key
    and elsewhere.subject_key = moved.ip_key
    and elsewhere.at_us = moved.at_us
where moved.ip_key is null
