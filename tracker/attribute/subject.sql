-- title: the addresses asked for in each judged night, numbered, with its logins' span
with
known as (
    select judged, subject_key from moment
    union
    select judged, subject_key from audited
)
select
    row_number() over (order by known.judged, known.subject_key) as subject,
    known.judged,
    known.subject_key,
    calendar.since_us,
    calendar.until_us,
    calendar.first_us,
from known
join calendar on known.judged = calendar.judged
where calendar.away = 0
