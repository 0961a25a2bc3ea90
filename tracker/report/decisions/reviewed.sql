-- title: how the reviews leave each session
--
-- It is dismissed, confirmed, corrected, reopened or proposed; sessions that no decision takes in
-- have no row. A dismissal that holds goes before all else; then the latest decision counts, or is
-- proposed where it waits for somebody else to decide the same. A dismissal that new evidence ended
-- leaves the session reopened, and what is new is named.
with
latest as (
    select
        session_id,
        coalesce(
            max(place) filter (holds),
            max(place) filter (is_latest),
            max(place) filter (waits),
            max(place) filter (in_time)
        ) as place,
    from applied
    group by session_id
)
select
    session_id,
    case
        when holds then 'dismissed'
        when waits then 'proposed'
        when outcome = 'confirm' then 'confirmed'
        when outcome = 'correct' then 'corrected'
        else 'reopened'
    end as review,
    review_id,
    if(holds, null, new_evidence) as new_evidence,
from applied
semi join latest using (session_id, place)
