-- title: the addresses asked for in each judged night, and those of the audit of clocks, numbered
-- kept: many
with
known as (
    select judged, subject_key from moment
    union
    select judged, subject_key from audited
)
select row_number() over (order by judged, subject_key) as address, judged, subject_key
from known
