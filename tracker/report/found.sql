-- Sessions whose id begins with what was typed.
select *
from session
where starts_with(lower(session_id), $begins)
order by session_id, night
