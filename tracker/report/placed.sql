-- The sessions in `place`, read from their nights alone.
select session.*
from session
semi join place using (night, session_id)
where session.night between $first_night and $last_night
order by session_id, night
