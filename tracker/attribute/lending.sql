-- title: what translations tell of the ports of the shared addresses that are asked for, each once
--
-- Where one of two messages tells no protocol, a release ends what it may mean.
with
asked as (
    select outward.judged, outward.subject_key, calendar.since_us, calendar.until_us
    from (select distinct judged, subject_key from outward) as outward
    join calendar on outward.judged = calendar.judged
    where calendar.away = 0
),
spoken as (
    select distinct asked.judged, letting.* exclude (event_date)
    from letting
    join asked
        on letting.ip_key = asked.subject_key
        and letting.at_us >= asked.since_us
        and letting.at_us < asked.until_us
    where letting.event_date between $login_date and $last_date
),
begun as (
    select distinct judged, ip_key, gateway, inner_key, protocol, port_first, port_last
    from spoken
    where event <> 'stop'
)
select * from spoken
union
select
    spoken.judged, spoken.gateway, spoken.ip_key, spoken.inner_key, spoken.event, spoken.at_us,
    spoken.lasted_us, begun.protocol, spoken.port_first, spoken.port_last, spoken.turn,
from spoken
join begun
    on spoken.judged = begun.judged
    and spoken.ip_key = begun.ip_key
    and spoken.gateway = begun.gateway
    and spoken.inner_key = begun.inner_key
    and spoken.port_first = begun.port_first
    and spoken.port_last = begun.port_last
    and spoken.protocol <> begun.protocol
where spoken.event = 'stop' and least(spoken.protocol, begun.protocol) = -1
