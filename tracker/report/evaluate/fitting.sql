-- title: of each pair that counts the sessions that stand for it
--
-- A session that stands for a tunnel is none of its hosts' other traffic.
select distinct
    met.place,
    met.low_ip,
    met.high_ip,
    met."class",
    met.family,
    stood.session_id,
    stood.rank,
    stood.score,
    stood.family as taken_for,
from met
join stood on met.session_id = stood.session_id and met."class" = stood."class"
where met.counts
