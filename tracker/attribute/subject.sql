-- title: the addresses asked for in each judged night, numbered, with its logins' span
with
asked as (select distinct judged, subject_key from moment)
select
    row_number() over (order by asked.judged, asked.subject_key) as subject,
    asked.judged,
    asked.subject_key,
    calendar.since_us,
    calendar.until_us,
    calendar.first_us,
from asked
join calendar on asked.judged = calendar.judged
where calendar.away = 0
