-- title: the decisions asked for, the oldest first
--
-- $begins is how an id begins: of the session decided on, or of one that a decision takes in.
--
-- `waits` says in how many sessions one waits for somebody else to decide the same.
select review.*, coalesce(waiting.waits, 0) as waits
from review
left join waiting using (review_id)
where
    ($since is null or recorded_at >= cast($since as timestamptz))
    and ($until is null or recorded_at < cast($until as timestamptz))
    and ($outcomes is null or list_contains(cast($outcomes as varchar[]), outcome))
    and ($scopes is null or list_contains(cast($scopes as varchar[]), scope))
    and ($remote is null or remote_ip = $remote)
    and ($holder is null or holder = $holder)
    and (not $waiting or waits > 0)
    and (
        $begins is null
        or starts_with(lower(session_id), $begins)
        or review_id in (select review_id from covered)
    )
order by recorded_at, review_id
