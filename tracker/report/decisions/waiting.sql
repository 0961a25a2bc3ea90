-- title: in how many sessions each decision waits for a second reviewer
select review_id, count(*) as waits
from applied
where waits
group by review_id
