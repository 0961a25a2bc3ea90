-- title: what the record comes to by the register and the lists as they were shown
--
-- A holder may have had another circuit when it was judged, which the record does not tell: what
-- comes to the recorded answer goes first, else what knows most of him.
select
    verdict.session, cast(scored.score as double) / 10 as score, scored.tier, verdict.verdict,
    verdict.reason, verdict.registration_id,
    verdict.verdict = one.verdict
    and verdict.reason is not distinct from one.reason
    and verdict.registration_id is not distinct from one.registration_id
    and scored.tier = one.tier
    and abs(cast(scored.score as double) / 10 - one.score) < 0.01 as same,
from verdict
join scored on verdict.session = scored.session
cross join one
where $chosen is null or verdict.session = $chosen
order by same desc, verdict.session
limit 1
