-- title: the sessions that are asked about, as if their evidence had been weighed
select
    session, judged, subject_key, remote_key, port as remote_port, family, holder, station,
    first_us, last_us, tier, attribution, doubt,
    case when left(family, 6) = 'other:' then 0 else 1 end as teams,
from question
