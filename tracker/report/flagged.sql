-- The flagged sessions asked for, what needs attention first; dismissed ones only with $dismissed.
select
    wanted.*,
    reviewed.* exclude (session_id),
    (run_id, night) in (select (run_id, night) from gap) as provisional,
from wanted
left join reviewed using (session_id)
where
    list_contains(cast($flagged as varchar[]), verdict)
    and ($dismissed or review is distinct from 'dismissed')
order by
    case tier when 'confirmed' then 1 when 'likely' then 2 else 3 end,
    score desc,
    first_at,
    session_id
