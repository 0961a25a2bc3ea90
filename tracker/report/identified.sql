-- The session of an id that was typed whole, and the night it lies in.
select session_id, night
from session
where session_id in ($upper, $lower)
order by session_id, night
