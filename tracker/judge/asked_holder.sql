-- title: each session as attribution is asked by what its holder is known: at its first record
-- kept: no
--
-- A record without ports asks for port -1, as in port_moment.sql.
select
    session, judged, subject_key, inner_key, inner_ip,
    coalesce(nullif(src_port, 0), -1) as subject_port,
    coalesce(protocol, 0) as protocol,
    first_us,
    case when attribution in ('exact', 'edge') then holder end as holder,
    station,
from scored
