-- title: the sessions at one endpoint
select *
from session
where remote_ip is not distinct from $remote and family = $family
