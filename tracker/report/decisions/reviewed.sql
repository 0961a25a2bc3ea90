-- title: how the reviews leave each session: dismissed, confirmed, corrected or reopened
--
-- Sessions that no decision takes in have no row. A dismissal that holds goes before all else; then
-- the latest decision counts. A dismissal that new evidence ended leaves the session reopened, and
-- what is new is named.
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
where in_time
qualify row_number() over (partition by session_id order by holds desc, place desc) = 1
