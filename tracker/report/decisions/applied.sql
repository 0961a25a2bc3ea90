-- title: the decisions that take in each session, in their order, and which dismissals hold
--
-- A dismissal holds for a session that begins before its `until` and has no new evidence, until
-- something other than a dismissal is decided. A further dismissal takes nothing from an earlier
-- one. The scope is not asked: whatever takes the session in counts. Of decisions recorded in one
-- instant the dismissals come first, so that in doubt a flag is shown.
with
ordered as (
    select
        * exclude (news),
        if(outcome = 'dismiss', news, null) as new_evidence,
        row_number() over (
            partition by session_id order by recorded_at, outcome <> 'dismiss', review_id
        ) as place,
    from compared
),
ended as (
    select
        *,
        max(if(outcome <> 'dismiss', place, 0)) over (partition by session_id) as ended_at,
    from ordered
)
select
    * exclude (ended_at),
    outcome = 'dismiss' and in_time and new_evidence is null and place > ended_at as holds,
from ended
