-- The sessions asked for, in order of time.
select *
from wanted
order by first_at, src_ip, remote_ip, session_id
