-- title: the decisions that take in each session, in their order, and which dismissals hold
--
-- A dismissal holds for a session that begins before its `until` and has no new evidence, until
-- something other than a dismissal is decided. A further dismissal takes nothing from an earlier
-- one. The scope is not asked: whatever takes the session in counts. Of decisions recorded in one
-- instant the dismissals come first, so that in doubt a flag is shown.
with
ordered as (
    select
        review_id,
        row_number() over (order by recorded_at, outcome <> 'dismiss', review_id) as place,
    from review
),
placed as (
    select
        compared.* exclude (news),
        if(compared.outcome = 'dismiss', compared.news, null) as new_evidence,
        ordered.place,
    from compared
    join ordered using (review_id)
),
ended as (
    select session_id, max(place) as ended_at
    from placed
    where outcome <> 'dismiss'
    group by session_id
)
select
    placed.*,
    placed.outcome = 'dismiss'
    and placed.in_time
    and placed.new_evidence is null
    and placed.place > coalesce(ended.ended_at, 0) as holds,
from placed
left join ended using (session_id)
