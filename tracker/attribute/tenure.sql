-- title: the login events that say who holds an address
-- kept: no
--
-- Who sits at a machine or administers a gateway (`system`) is not whose line it is, a translation
-- lends ports, and whoever has some ports of an address, as on a terminal server, holds not all.
select *
from entry
where
    event in ('start', 'interim', 'stop')
    and kind <> 'cgnat'
    and kind <> 'system'
    and port_first is null
    and port_last is null
