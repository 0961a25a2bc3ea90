-- title: each moment of a subject's address: whose it was, how sure that is, and why not surer
-- kept: no
--
-- exact: one holder all the time, clear of every edge by the guard, whom nobody contests; the rest
-- is as it was weighed.
select
    assigned.judged,
    assigned.subject_key,
    asked.started_us,
    asked.over_us,
    'exact' as attribution,
    cast(null as varchar) as doubt,
    calm.holder,
    calm.station,
    calm.kind || ' ' || calm.opened_by || ' .. ' || calm.closed_by || ' on ' || calm.gateways
    as basis,
    calm.opened_us as stay_us,
from asked
join assigned on asked.address = assigned.address
join calm
    on asked.subject = calm.subject
    and calm.clear_us <= asked.started_us
    and calm.until_us >= asked.over_us
union all
select
    assigned.judged, assigned.subject_key, doubted.started_us, doubted.over_us, doubted.attribution,
    doubted.doubt, doubted.holder, doubted.station, doubted.basis, doubted.stay_us,
from doubted
join assigned on doubted.address = assigned.address
