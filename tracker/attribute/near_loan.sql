-- title: the loans near each outward moment, found by address, port and hour
-- param ports = 64: blocks are mostly some hundred ports; a shelf holds a few of them, or one port
-- param last_port = 65535: who has all up to it has the address, and what has no ports
-- param wide = 4096: a range of more ports stands on a shelf of its own, not on so many
--
-- A busy address has tens of thousands of loans a day; only those of one shelf and hour meet, in
-- the first hour that both have.
with
placed as (
    select
        outward.*, hour.hour, outward.started_us // $hour_us as first_hour,
        outward.subject_port // $ports as shelf,
    from outward
    join hour
        on outward.judged = hour.judged
        and hour.hour >= outward.started_us // $hour_us
        and hour.hour <= outward.over_us // $hour_us
),
asked as (
    select * from placed where subject_port >= 0
    union all
    select * exclude (shelf), -1 as shelf from placed
),
shelf as (select distinct subject_port // $ports as shelf from outward),
slot as (select distinct port_first, port_last from loan),
shelved as (
    select port_first, port_last, -1 as shelf from slot where port_last - port_first >= $wide
    union all
    select port_first, port_last, port_first // $ports
    from slot
    where port_first // $ports = port_last // $ports
    union all
    select slot.port_first, slot.port_last, shelf.shelf
    from slot
    join shelf
        on shelf.shelf >= slot.port_first // $ports and shelf.shelf <= slot.port_last // $ports
    where
        slot.port_first // $ports < slot.port_last // $ports
        and slot.port_last - slot.port_first < $wide
),
offered as (
    select
        loan.*, shelved.shelf, hour.hour,
        (loan.opened_us - $guard_us) // $hour_us as first_hour,
    from loan
    join shelved on loan.port_first = shelved.port_first and loan.port_last = shelved.port_last
    join hour
        on loan.judged = hour.judged
        and hour.hour >= (loan.opened_us - $guard_us) // $hour_us
        and hour.hour <= (loan.closed_us + $guard_us) // $hour_us
)
select
    asked.judged, asked.subject_key, asked.subject_port, asked.protocol, asked.started_us,
    asked.over_us, offered.inner_key, offered.gateway, offered.port_first, offered.port_last,
    offered.opened_us, offered.closed_us, offered.opened_by, offered.closed_by,
from asked
join offered
    on asked.judged = offered.judged
    and asked.subject_key = offered.ip_key
    and asked.shelf = offered.shelf
    and asked.hour = offered.hour
    and asked.hour = greatest(asked.first_hour, offered.first_hour)
    and asked.subject_port >= case when offered.port_last - offered.port_first = $last_port then -1
        else offered.port_first end
    and asked.subject_port <= offered.port_last
    and (offered.protocol = -1 or offered.protocol = asked.protocol)
    and offered.opened_us <= asked.over_us + $guard_us
    and offered.closed_us >= asked.started_us - $guard_us
