-- title: the login events by which translations lend ports of an address, and take them back
-- kept: no
--
-- Without ports the whole address is lent; protocol -1 stands for all.
select
    event_date, gateway, ip_key, inner_key, event, at_us, lasted_us,
    coalesce(protocol, -1) as protocol,
    coalesce(port_first, 0) as port_first,
    coalesce(port_last, port_first, 65535) as port_last,
    case event when 'start' then 1 when 'interim' then 2 else 3 end as turn,
from entry
where
    kind = 'cgnat'
    and event in ('start', 'interim', 'stop')
    and ip_key is not null
    and inner_key is not null
