-- title: the sessions that are asked about, as if their evidence had been weighed
select
    session, judged, subject_key, remote_key, port as remote_port, family, holder, station,
    first_us, last_us, tier, attribution, doubt,
    case when family in (select family from vpn_port where role = 'capsule')
        then 'encapsulation' else '' end as class,
from question
