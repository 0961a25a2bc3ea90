-- The sessions asked for: night by night, each in order of time.
select
    wanted.*,
    reviewed.* exclude (session_id),
    (run_id, night) in (select (run_id, night) from gap) as provisional,
from wanted
left join reviewed using (session_id)
order by night, first_at, src_ip, remote_ip, session_id
