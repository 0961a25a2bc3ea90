-- title: what sessions on the subjects' addresses say without naming them, or by naming others
--
-- A server may tell the address in one message only: the start before it is known (`call`), or the
-- stop after it is gone. Key and gateway lead from those to the addresses of the session. A session
-- that shows itself on another IPv4 address has `left` this one, unless it names both at once.
with
nameless as (
    select *
    from tenure
    where event_date between $login_date and $last_date and ip_key is null and login_key <> ''
),
addressed as (
    select ip_key, hash(gateway, session_key) as session
    from tenure
    where
        event_date between $login_date and $last_date
        and session_key is not null
        and prefix_length is null
        and ip_key >= '00000000000000000000ffff'
        and ip_key < '00000000000000000000fffg'
),
-- By number, which may take two sessions for one and adds nothing then: nearly none has strayed.
spoken as (
    select distinct subject, hash(gateway, login_key) as session from told where held = 128
),
strayed as (
    select distinct addressed.session
    from addressed
    join (
        select spoken.session, subject.subject_key
        from spoken
        join subject on spoken.subject = subject.subject
    ) as own on addressed.session = own.session and addressed.ip_key <> own.subject_key
),
shown as (
    select tenure.gateway, tenure.session_key, tenure.ip_key, tenure.at_us, strayed.session
    from tenure
    join strayed on hash(tenure.gateway, tenure.session_key) = strayed.session
    where
        event_date between $login_date and $last_date
        and session_key is not null
        and prefix_length is null
        and left(ip_key, 24) = '00000000000000000000ffff'
),
restless as (select session from shown group by session having min(ip_key) <> max(ip_key)),
moved as (select shown.* from shown join restless on shown.session = restless.session),
elsewhere as (
    select distinct told.subject, subject.subject_key, told.gateway, told.login_key, moved.at_us
    from told
    join subject on told.subject = subject.subject
    join moved
        on told.gateway = moved.gateway
        and told.login_key = moved.session_key
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
    and elsewhere.login_key = moved.session_key
    and elsewhere.subject_key = moved.ip_key
    and elsewhere.at_us = moved.at_us
where moved.ip_key is null
