-- rows: what an import does to each term it touches, by registrant
--
-- `history` has those that were known before: the others are many, and nothing is told of them.
select
    registrant_id,
    registration_id,
    if(change = 'reopened', 'added', change) as change,
    if(change = 'reopened', concat_ws('; ', 'was closed', what), what) as what,
    registrant_before,
from history
semi join planned_terms using (registration_id, recorded_at)
union all
select registrant_id, registration_id, 'added', null, null
from planned_terms
anti join known_terms using (registration_id)
order by registrant_id, registration_id
