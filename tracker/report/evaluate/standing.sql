-- title: what a record is told of: each tunnel of the truth, and each session that is none of them
--
-- A tunnel has its best session, of `sessions` in all. Of any other class each session is a row,
-- once for every pair that it stands for, and so is each session that matches no flow of its hosts.
select
    "class", family, place, low_ip, high_ip, first_us, flows, sessions, line, outcome,
    session_id as stands,
from pair
where "class" = 'tunnel'
union all
select
    "class", family, place, low_ip, high_ip, pair.first_us, pair.flows, pair.sessions, pair.line,
    null, fitting.session_id,
from pair
join fitting using (place, low_ip, high_ip, "class", family)
where "class" <> 'tunnel'
union all
select
    null, null, null, stood.low_ip, stood.high_ip, stood.first_us, null, 1, min(truth.line), null,
    stood.session_id,
from stood
join truth using (low_ip, high_ip)
where stood."class" = 'unmatched'
group by stood.low_ip, stood.high_ip, stood.first_us, stood.session_id
