-- title: oriented records with the inner address behind a shared one, where a translation tells it
-- last reader of: once
select
    once.*,
    coalesce(behind.inner_key, '') as inner_key,
    coalesce(behind.grade, '') as translated,
    behind.via,
from once
left join behind
    on once.judged = behind.judged
    and once.subject_key = behind.subject_key
    and coalesce(nullif(once.subject_port, 0), -1) = behind.subject_port
    and once.protocol = behind.protocol
    and once.started_us = behind.started_us
    and once.over_us = behind.over_us
