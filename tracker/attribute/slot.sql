-- title: the ports of shared addresses by which each translation's clock is checked
-- param slots = 600: so many blocks, or single ports, show a clock that is off by minutes
-- param most = 8: what is lent and given back more often than that tells no more; a digit
-- param events = 3000: in each night; of busy ports fewer are enough
with
changed as (
    select
        calendar.judged, gateway, ip_key, protocol, port_first, port_last, count(*) as events,
    from letting
    join calendar on letting.at_us >= calendar.first_us and letting.at_us < calendar.end_us
    where letting.event_date between $audit_date and $last_date and event in ('start', 'stop')
    group by calendar.judged, gateway, ip_key, protocol, port_first, port_last
),
ranked as (
    select
        *,
        row_number() over (
            partition by judged, gateway
            order by cast(9 - least(events, $most) as varchar)
                || md5(
                    ip_key || ':' || cast(port_first as varchar) || '-'
                    || cast(port_last as varchar) || '/' || cast(protocol as varchar)
                )
        ) as place,
    from changed
),
summed as (
    select
        *,
        sum(events) over (
            partition by judged, gateway order by place
            rows between unbounded preceding and current row
        ) - events as before,
    from ranked
    where place <= $slots
)
select judged, gateway, ip_key, protocol, port_first, port_last
from summed
where before < $events
