-- title: the people of the groups that are of few
select number, persons
from part
where persons is not null
order by number
