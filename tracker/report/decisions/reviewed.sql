-- title: how the reviews leave each session: dismissed, confirmed, corrected or reopened
--
-- Sessions that no decision takes in have no row. A dismissal that holds goes before all else; then
-- the latest decision counts. A dismissal that new evidence ended leaves the session reopened, and
-- what is new is named.
with
latest as (
    select
        session_id,
        coalesce(
            max(place) filter (holds),
            max(place) filter (in_time)
        ) as place,
    from applied
    group by session_id
)
select
    session_id,
    case
        when holds then 'dismissed'
        when outcome = 'confirm' then 'confirmed'
        when outcome = 'correct' then 'corrected'
        else 'reopened'
    end as review,
    review_id,
    if(holds, null, new_evidence) as new_evidence,
from applied
semi join latest using (session_id, place)
