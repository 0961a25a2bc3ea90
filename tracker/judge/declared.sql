-- title: addresses that somebody declared to be one subject: static pools, own networks, bindings
--
-- What the authority refused, or its registrant took back, has declared nothing.
select judged, address_key as subject_key
from placed
where category in ('pool_static', 'local')
union
select calendar.judged, bound.subject_key
from bound
join term on bound.entry = term.entry
cross join calendar
where
    calendar.away = 0
    and term.basis = 'now'
    and term.status not in ('rejected', 'withdrawn')
