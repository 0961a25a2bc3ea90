-- How many of the listed sessions have which verdict, the most frequent first.
select
    verdict as name,
    count(*) as count,
from listed
group by verdict
order by count desc, name
