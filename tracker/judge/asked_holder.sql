-- title: each session as attribution is asked by what its holder is known: at its first record
-- kept: no
--
-- A record without ports asks for port -1, as in port_moment.sql.
select
    scored.session, scored.judged, scored.subject_key, scored.inner_key, address.ip as inner_ip,
    coalesce(nullif(scored.src_port, 0), -1) as subject_port,
    coalesce(scored.protocol, 0) as protocol,
    scored.first_us,
    case when scored.attribution in ('exact', 'edge') then scored.holder end as holder,
    scored.station,
from scored
left join address on scored.pair = address.pair and address.side = 'inner'
