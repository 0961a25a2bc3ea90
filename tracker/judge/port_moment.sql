-- title: the moments at which an address and port was used, for whoever knows whom it was lent to
-- kept: no
--
-- A record without ports, as of ESP, asks for port -1, which is lent with a whole address alone.
select
    judged, subject_key, coalesce(subject_port, -1) as subject_port, protocol, started_us, over_us,
from oriented
