-- title: the login events that say who holds an address
-- kept: no
--
-- Who sits at a machine or administers a gateway (`system`) is not whose line it is, and a
-- translation lends ports.
select *
from entry
where event in ('start', 'interim', 'stop') and kind not in ('cgnat', 'system')
