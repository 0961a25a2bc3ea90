-- title: login sessions: who, on which addresses, from where, from when until when
--
-- A session in which two are named is nobody's. An end is told by a stop, by a reset of the
-- gateway, or by a lease that was not renewed; where records go on without a sign, by silence.
with
gathered as (
    select
        gateway, kind, login_key, life,
        case when min(holder) = max(holder) then min(holder) end as holder,
        count(distinct holder) as names,
        bool_or(coalesce(holder = $holder, false)) as names_him,
        case when min(station) = max(station) then min(station) end as station,
        min(session_key) as session_key,
        min(app) as app,
        list_sort(list(distinct ip) filter (ip is not null)) as ips,
        list_sort(list(distinct inner_ip) filter (inner_ip is not null)) as inner_ips,
        list_sort(list(distinct peer_ip) filter (peer_ip is not null)) as peer_ips,
        min(told_at) filter (event = 'start') as start_at,
        min(told_at) as seen_at,
        min(told_at - to_seconds(session_seconds)) as derived_at,
        max(told_at) as sign_at,
        min(told_at) filter (event = 'stop') as stop_at,
        max(expires_at) as expires_at,
        to_microseconds(coalesce(any_value(silence_us), $silence_us)) as silence,
        arg_min(session_seconds, told_at) filter (event = 'stop') as told_seconds,
        max(bytes_out) as bytes_out,
        max(bytes_in) as bytes_in,
        arg_min(reason, told_at) filter (event = 'stop') as reason,
    from parted_record
    group by gateway, kind, login_key, life
),
opened as (
    select
        *,
        case
            when start_at <= coalesce(stop_at, start_at) then start_at
            else least(seen_at, derived_at)
        end as first_at,
        case
            when start_at <= coalesce(stop_at, start_at) then 'start'
            when derived_at < seen_at then 'session time'
            else 'first sign'
        end as began_by,
    from gathered
),
last_heard as (
    select gateway, max(told_at) as heard_at
    from heard
    where event_date between $first_date and $last_date
    group by gateway
),
reset as (
    select distinct gateway, told_at as reset_at
    from heard
    where event_date between $first_date and $last_date and event = 'reset'
),
bounded as (
    select opened.*, last_heard.heard_at, reset.reset_at
    from opened
    join last_heard on opened.gateway = last_heard.gateway
    asof left join reset
        on opened.gateway = reset.gateway and opened.first_at < reset.reset_at
),
ended as (
    select
        *,
        case
            when stop_at <= coalesce(reset_at, stop_at) then 'stop'
            when reset_at <= coalesce(expires_at, sign_at + silence) then 'reset'
            when expires_at between sign_at and heard_at then 'lease end'
            when sign_at + silence < heard_at and coalesce(expires_at, sign_at) <= sign_at
                then 'silence'
        end as ended_by,
    from bounded
)
select
    *,
    case ended_by when 'stop' then stop_at when 'reset' then reset_at
        when 'lease end' then expires_at else sign_at end as last_at,
from ended
