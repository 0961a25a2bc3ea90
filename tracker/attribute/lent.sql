-- title: from when until when the ports of a shared address were lent to which inner address
--
-- param resend_us = 600000000: a record is sent again, or out of order, within ten minutes
--
-- The events of one block or port, in turn: it is lent from an allocation, or a sign of it, to the
-- next event there, or for some time where none comes. A release of somebody else right after an
-- allocation came late. Later, it says that he had it at some time since, and both claim it. Where
-- the allocation is lost, the length that a release tells says when it was.
with
-- Whoever has it before an event, as text behind the instant at which he last showed himself.
preceded as (
    select
        *,
        max(
            case when event <> 'stop' then lpad(cast(at_us as varchar), 20, '0') || inner_key end
        ) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last
            order by at_us, turn, inner_key
            rows between unbounded preceding and 1 preceding
        ) as before,
    from lending
),
had as (
    select
        *,
        substr(before, 21, 32) as before_key,
        cast(substr(before, 1, 20) as bigint) as shown_us,
    from preceded
),
turned as (
    select
        *,
        lag(at_us) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last
            order by at_us, turn, inner_key
        ) as before_us,
        lead(at_us) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last
            order by at_us, turn, inner_key
        ) as next_us,
        lead(event) over (
            partition by judged, ip_key, gateway, protocol, port_first, port_last
            order by at_us, turn, inner_key
        ) as next,
    from had
    where
        event <> 'stop'
        or coalesce(before_key, inner_key) = inner_key
        or at_us > shown_us + $resend_us
)
select
    judged, ip_key, gateway, protocol, port_first, port_last, inner_key,
    at_us as opened_us,
    case event when 'start' then 'start' else 'first sign' end as opened_by,
    least(coalesce(next_us, $never_us), at_us + $silence_us) as closed_us,
    case when coalesce(next_us, $never_us) > at_us + $silence_us then 'silence'
        when next = 'stop' then 'stop' else 'next start' end as closed_by,
from turned
where event <> 'stop'
union all
select
    judged, ip_key, gateway, protocol, port_first, port_last, inner_key,
    greatest(at_us - lasted_us, coalesce(before_us, at_us - lasted_us)), 'session time',
    at_us, 'stop',
from turned
where event = 'stop' and before_key is null and lasted_us > 0
union all
select
    judged, ip_key, gateway, protocol, port_first, port_last, inner_key, shown_us, 'some time',
    at_us, 'stop',
from turned
where event = 'stop' and before_key <> inner_key
