-- title: the sessions that one decision takes in, counted by night
--
-- `stays` are those that it does not dismiss, for evidence that the session decided on lacks;
-- `waits` those for which somebody else has to decide the same before it counts.
select
    wanted.night,
    count(*) as sessions,
    count(*) filter (list_contains(cast($flagged as varchar[]), wanted.verdict)) as flagged,
    count(applied.new_evidence) as stays,
    count(*) filter (applied.waits) as waits,
from applied
join wanted using (session_id)
where applied.in_time and applied.review_id = $review_id
group by wanted.night
order by wanted.night
