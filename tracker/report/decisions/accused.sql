-- title: the flagged ones of the sessions asked for at whose endpoints something was decided
--
-- Decisions on any other session change nothing that is counted here. What was seen of them is
-- asked of few, and read apart.
with
endpoint as (select distinct family, remote_ip from review)
select
    asked.night, asked.session_id, asked.first_at, asked.last_at, asked.src_ip, asked.remote_ip,
    asked.family, asked.holder, asked.attribution, asked.tier, asked.verdict,
from asked
semi join endpoint
    on asked.family = endpoint.family
    and asked.remote_ip is not distinct from endpoint.remote_ip
where list_contains(cast($flagged as varchar[]), verdict)
