-- title: the session as its records were summed up, before its evidence was weighed
-- kept: no
select * exclude (tier, port), port as remote_port
from question
