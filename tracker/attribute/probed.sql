-- title: the audited addresses by their number, with the time that connections are looked at
select
    assigned.subject, audited.judged, audited.gateway, audited.subject_key,
    span.first_us,
    span.end_us,
from audited
join assigned on audited.judged = assigned.judged and audited.subject_key = assigned.subject_key
join (
    select judged, min(first_us) as first_us, max(end_us) as end_us from calendar group by judged
) as span on audited.judged = span.judged
