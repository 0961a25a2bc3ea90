-- rows: whether a term of this id was known at $known_at (null: now), and the ids most like it
-- param most = 5: more of them would be read by nobody
with known as (
    select distinct registration_id
    from registration
    where recorded_at <= $known_at or $known_at is null
)
select registration_id
from known
order by
    registration_id = $registration desc,
    jaro_winkler_similarity(lower(registration_id), lower($registration)) desc,
    registration_id
limit $most
