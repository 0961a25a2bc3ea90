-- title: the moments that are asked for, by the numbers of their address and its subject
-- kept: many
select assigned.subject, assigned.address, moment.started_us, moment.over_us
from moment
join assigned on moment.judged = assigned.judged and moment.subject_key = assigned.subject_key
