-- title: addresses that somebody declared to be one subject: static pools, own networks, bindings
-- kept: no
--
-- What the authority refused, or its registrant took back, has declared nothing; nor has a binding
-- in a pool whose addresses change hands that night.
select judged, address_key as subject_key
from placed
where category in ('pool_static', 'local')
union
select calendar.judged, bound.subject_key
from bound
join term on bound.entry = term.entry
cross join calendar
left join placed
    on calendar.judged = placed.judged
    and bound.subject_key = placed.address_key
    and placed.category in ('pool_dynamic', 'pool_cgnat')
where
    calendar.away = 0
    and placed.address_key is null
    and term.basis = 'now'
    and term.status not in ('rejected', 'withdrawn')
