-- title: the sessions at one endpoint
select *
from session
where remote_ip = $remote and family = $family
