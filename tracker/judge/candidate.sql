-- title: records that may belong to a tunnel, by port, protocol, service, list or a gateway's word
--
-- Each night is judged from the records that start in it, the night before and the night after,
-- and from nothing else, so a record stands here once for every night it can speak for. Thus a
-- night judged alone and one judged among others have the same answer.
--
-- The log's own key of a connection is asked for where a record is only a part of one: of all
-- others that widest column need not be read. A gateway that tells of a tunnel may not say its own
-- address; its name stands in the address's place then.
with
spared as (
    select * exclude (connection_key), cast(null as varchar) as connection_key
    from connection_us
    where coalesce(record, 'whole') not in ('open', 'interim', 'close')
    union all
    select * exclude (connection_key), connection_key
    from connection_us
    where record in ('open', 'interim', 'close')
),
hit as (
    select
        *,
        coalesce(app_basis, '') = 'event' and state = 'established'
        and app in (
            select app from known_label where app_basis = 'event' and kind = 'tunnel'
        ) as is_event,
        coalesce(record, 'whole') = 'packet' as is_packet,
    from spared
    where
        event_date between $first_date and $last_date
        and (
            protocol in (select protocol from known_port where port = 0)
            or (protocol, src_port) in (select protocol, port from known_port)
            or (protocol, dst_port) in (select protocol, port from known_port)
            or (src_key, dst_key, protocol, dst_port) in (
                select client_key, server_key, protocol, port from service
            )
            or (dst_key, src_key, protocol, src_port) in (
                select client_key, server_key, protocol, port from service
            )
            or src_key in (select address_key from listed_end)
            or dst_key in (select address_key from listed_end)
            or app_basis = 'event'
        )
        and started_us is not null
        and src_key is not null
        and coalesce(action, 'allowed') <> 'denied'
)
select
    calendar.judged,
    calendar.away,
    hit.* exclude (dst_key),
    coalesce(hit.dst_key, 'gateway ' || hit.gateway) as dst_key,
    greatest(coalesce(hit.ended_us, hit.started_us), hit.started_us) as over_us,
    -- How far a record carries a chain: at most a day, and never into the night after next.
    least(
        greatest(coalesce(hit.ended_us, hit.started_us), hit.started_us),
        hit.started_us + $day_us,
        calendar.carry_us
    ) as reach_us,
from hit
join calendar on hit.started_us >= calendar.first_us and hit.started_us < calendar.end_us
where is_event and coalesce(hit.dst_key, gateway) is not null or hit.dst_key is not null
