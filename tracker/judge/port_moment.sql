-- title: the moments at which an address and port was used, for whoever knows whom it was lent to
-- kept: no
--
-- A record without ports, as of ESP, asks for port -1, which is lent with a whole address alone;
-- some logs write 0 where there are none.
select
    judged, subject_key, coalesce(nullif(subject_port, 0), -1) as subject_port, protocol,
    started_us, over_us,
from oriented
