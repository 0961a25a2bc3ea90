-- title: from when until when the ports of a shared address were lent to which inner address
--
-- A block or port is lent from an allocation, or a sign of it, to its release; where that is lost,
-- to the next allocation there, or for some time. Where a release has no allocation, its length
-- tells since when; else it was at some time since what was told before. Two that claim a port at
-- once are left to be weighed.
with
ordered as (
    select
        *,
        lag(event) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last, inner_key
            order by at_us, turn, coalesce(lasted_us, 0) desc
        ) as own_before,
        lag(at_us) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last, inner_key
            order by at_us, turn, coalesce(lasted_us, 0) desc
        ) as own_before_us,
        lead(event) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last, inner_key
            order by at_us, turn, coalesce(lasted_us, 0) desc
        ) as own_next,
        lead(at_us) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last, inner_key
            order by at_us, turn, coalesce(lasted_us, 0) desc
        ) as own_next_us,
        sum(case event when 'start' then 1 when 'stop' then -1 else 0 end) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last, inner_key
            order by at_us, turn, coalesce(lasted_us, 0) desc
            rows between unbounded preceding and current row
        ) as open_still,
        lag(at_us) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last
            order by at_us, turn, inner_key
        ) as before_us,
    from lending
),
marked as (
    select
        *,
        event = 'stop'
        and (
            own_before is null
            or own_before = 'stop' and (open_still >= 0 or at_us > own_before_us + $resend_us)
        ) as is_alone,
    from ordered
),
followed as (
    select
        marked.*,
        at_us + coalesce(stated_gateway.silence_us, $silence_us) as silent_us,
        min(case when event <> 'stop' or is_alone then at_us end) over (
            partition by judged, ip_key, marked.gateway, protocol, port_first, port_last
            order by at_us
            range between 1 following and unbounded following
        ) as next_us,
    from marked
    left join stated_gateway on marked.gateway = stated_gateway.gateway
)
select
    judged, ip_key, gateway, protocol, port_first, port_last, inner_key,
    at_us as opened_us,
    case event when 'start' then 'start' else 'first sign' end as opened_by,
    case when own_next = 'stop' then own_next_us
        else least(coalesce(next_us, $never_us), silent_us) end as closed_us,
    case when own_next = 'stop' then 'stop'
        when coalesce(next_us, $never_us) > silent_us then 'silence'
        else 'next start' end as closed_by,
from followed
where event <> 'stop'
union all
select
    judged, ip_key, gateway, protocol, port_first, port_last, inner_key,
    case when lasted_us > 0 then at_us - lasted_us else before_us end,
    case when lasted_us > 0 then 'session time' else 'some time' end,
    at_us,
    'stop',
from followed
where is_alone and (lasted_us > 0 or before_us is not null)
