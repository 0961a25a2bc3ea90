-- title: the flagged ones of the sessions asked for at whose endpoints something was decided
--
-- Decisions on any other session change nothing that is counted here.
with
endpoint as (select distinct family, remote_ip from review)
select asked.*
from asked
semi join endpoint
    on asked.family = endpoint.family
    and asked.remote_ip is not distinct from endpoint.remote_ip
where list_contains(cast($flagged as varchar[]), verdict)
