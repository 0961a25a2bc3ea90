-- title: records that may belong to a tunnel, by port, protocol, service, list or a gateway's word
--
-- Each night is judged from the records that start in it, the night before and the night after,
-- and from nothing else, so a record stands here once for every night it can speak for. Thus a
-- night judged alone and one judged among others have the same answer.
--
-- Each column is asked for on its own: by a port alone the engine passes over nearly all rows
-- without reading what is wide. A gateway that tells of a tunnel may not say its own address; its
-- name stands in the address's place then.
with
hit as (
    select *
    from usable
    where
        event_date between $first_date and $last_date
        and dst_port in (select port from known_port)
        and (protocol, dst_port) in (select protocol, port from known_port)
    union all
    select *
    from usable
    where
        event_date between $first_date and $last_date
        and src_port in (select port from known_port)
        and (protocol, src_port) in (select protocol, port from known_port)
        and not coalesce((protocol, dst_port) in (select protocol, port from known_port), false)
    union all
    select *
    from usable
    where
        event_date between $first_date and $last_date
        and line in (select line from speaking)
        and (source, line) in (select source, line from speaking)
        and not coalesce((protocol, src_port) in (select protocol, port from known_port), false)
        and not coalesce((protocol, dst_port) in (select protocol, port from known_port), false)
),
marked as (
    select
        *,
        coalesce(app_basis, '') = 'event' and state = 'established'
        and app in (
            select app from known_label where app_basis = 'event' and kind = 'tunnel'
        ) as is_event,
        coalesce(record, 'whole') = 'packet' as is_packet,
    from hit
)
select
    calendar.judged,
    calendar.away,
    marked.* exclude (dst_key),
    coalesce(marked.dst_key, 'gateway ' || marked.gateway) as dst_key,
    greatest(coalesce(marked.ended_us, marked.started_us), marked.started_us) as over_us,
    -- How far a record carries a chain: at most a day, and never into the night after next.
    least(
        greatest(coalesce(marked.ended_us, marked.started_us), marked.started_us),
        marked.started_us + $day_us,
        calendar.carry_us
    ) as reach_us,
from marked
join calendar on marked.started_us >= calendar.first_us and marked.started_us < calendar.end_us
where is_event and coalesce(marked.dst_key, gateway) is not null or marked.dst_key is not null
