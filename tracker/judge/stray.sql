-- title: evidence on what is no session, or more than once on one
--
-- An operator's own query may name sessions of another type than theirs.
select
    evidence.detection,
    cast(evidence.session as varchar) as session,
    count(*) as times,
    max(case when found.session is null then 1 else 0 end) as is_unknown,
from evidence
left join found on cast(evidence.session as varchar) = cast(found.session as varchar)
group by evidence.detection, cast(evidence.session as varchar)
having count(*) > 1 or max(case when found.session is null then 1 else 0 end) = 1
order by evidence.detection, session
