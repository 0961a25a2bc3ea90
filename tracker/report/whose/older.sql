-- title: how many earlier records bear a key of the login sessions that were read
--
-- Where a gateway uses a key again, or a session is older than its start, what came before decides.
select count(*) as records
from login
where session_key in (select session_key from near_login where session_key is not null)
