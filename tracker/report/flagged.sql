-- The flagged sessions asked for, what needs attention first.
select *
from wanted
where list_contains(cast($flagged as varchar[]), verdict)
order by
    case tier when 'confirmed' then 1 when 'likely' then 2 else 3 end,
    score desc,
    first_at,
    session_id
