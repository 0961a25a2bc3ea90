-- title: oriented records with the inner address behind a shared one, where a translation tells it
select
    oriented.*,
    coalesce(behind.inner_key, '') as inner_key,
    coalesce(behind.grade, '') as translated,
    behind.via,
from oriented
left join behind
    on oriented.judged = behind.judged
    and oriented.subject_key = behind.subject_key
    and coalesce(nullif(oriented.subject_port, 0), -1) = behind.subject_port
    and oriented.protocol = behind.protocol
    and oriented.started_us = behind.started_us
    and oriented.over_us = behind.over_us
