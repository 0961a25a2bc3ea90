-- title: by detection, how many reviewed sessions were confirmed and how many dismissed
--
-- Reads session, applied and reviewed. Counted are the sessions that somebody decided on, each by
-- how the reviews leave it, not those that a wider scope takes in unseen. A dismissal says that the
-- flag was wrong, which need not be the detection's fault: the share of confirmed is a lower bound.
with
looked_at as (select session_id from applied where is_own group by session_id),
fired as (
    select session_id, unnest(evidence, recursive := true)
    from session
    semi join looked_at using (session_id)
)
select
    fired.detection,
    count(distinct session_id) filter (reviewed.review = 'confirmed') as confirmed,
    count(distinct session_id) filter (reviewed.review = 'dismissed') as dismissed,
from fired
join reviewed using (session_id)
where fired."group" not in ('class', 'penalty')
group by fired.detection
having confirmed + dismissed > 0
order by fired.detection
