-- title: the moments that are asked for, by the number of their address
-- kept: many
select subject.subject, moment.started_us, moment.over_us
from moment
join subject on moment.judged = subject.judged and moment.subject_key = subject.subject_key
