-- rows: the versions that an import appends to terms known before, below what these said
select known_terms.*
from known_terms
semi join planned_terms using (registration_id)
union all by name
select planned_terms.*
from planned_terms
semi join known_terms using (registration_id)
