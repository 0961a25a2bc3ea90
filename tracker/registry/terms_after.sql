-- rows: the terms that are open when the versions of `planned_terms` are appended
select *
from known_terms
anti join planned_terms using (registration_id)
where state = 'open'
union all by name
select *
from planned_terms
where state = 'open'
