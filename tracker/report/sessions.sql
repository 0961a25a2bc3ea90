-- The sessions asked for, in order of time.
select wanted.*, reviewed.* exclude (session_id)
from wanted
left join reviewed using (session_id)
order by first_at, src_ip, remote_ip, session_id
