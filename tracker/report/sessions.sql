-- The sessions asked for, in order of time.
select
    wanted.*,
    reviewed.* exclude (session_id),
    (run_id, night) in (select (run_id, night) from gap) as provisional,
from wanted
left join reviewed using (session_id)
order by first_at, src_ip, remote_ip, session_id
