-- title: the versions of lists that came in between two states
select distinct list, version
from endpoint
where recorded_at > $early and recorded_at <= $late
order by list, version
