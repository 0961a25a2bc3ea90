-- title: the decisions that take in each session, in their order, and which of them count
--
-- A decision says nothing of a session that begins after its `until`, and a dismissal none of one
-- with new evidence. A decision that needs two people counts when two agree: when in the same turn,
-- with no other outcome between, somebody else decides the same; until then it `waits`, and its
-- turn is over when something else is decided. A dismissal that counts `holds` until something else
-- does. A further dismissal takes nothing from an earlier one. The scope is not asked: whatever
-- takes the session in counts. Of decisions recorded in one instant the dismissals come first, so
-- that in doubt a flag is shown.
with
ordered as (
    select
        review_id,
        coalesce(reviewers, 1) as reviewers,  -- older lakes asked for one
        lower(nfc_normalize(decided_by)) as person,
        row_number() over (order by recorded_at, outcome <> 'dismiss', review_id) as place,
    from review
),
placed as (
    select
        compared.* exclude (news),
        if(compared.outcome = 'dismiss', compared.news, null) as new_evidence,
        compared.in_time and (compared.outcome <> 'dismiss' or compared.news is null) as agrees,
        ordered.* exclude (review_id),
        compared.outcome is distinct from lag(compared.outcome) over (
            partition by compared.session_id, compared.in_time order by ordered.place
        ) as turns,
    from compared
    join ordered using (review_id)
),
turned as (
    select
        * exclude (turns),
        count_if(turns) over (partition by session_id, in_time order by place) as turn,
    from placed
),
agreed as (
    select
        turned.*,
        agrees
        and reviewers <= count(distinct person) filter (agrees) over same_turn as counts,
        turn = max(turn) over (partition by session_id, in_time) as is_last,
    from turned
    window same_turn as (partition by session_id, in_time, turn)
),
ended as (
    select session_id, max(place) as ended_at
    from agreed
    where counts and outcome <> 'dismiss'
    group by session_id
)
select
    agreed.* exclude (agrees, person, turn, is_last),
    agreed.counts and agreed.is_last as is_latest,
    agreed.agrees and not agreed.counts and agreed.is_last as waits,
    agreed.outcome = 'dismiss'
    and agreed.counts
    and agreed.place > coalesce(ended.ended_at, 0) as holds,
from agreed
left join ended using (session_id)
