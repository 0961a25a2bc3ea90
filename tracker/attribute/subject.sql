-- title: the subjects: addresses whose holders are sought, with the span of their night's logins
-- kept: many
select
    assigned.subject, assigned.judged, assigned.subject_key, calendar.since_us, calendar.until_us,
    calendar.first_us,
from assigned
join calendar on assigned.judged = calendar.judged
where assigned.address = assigned.subject and calendar.away = 0
