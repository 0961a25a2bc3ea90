-- title: how many of the flagged sessions asked for are dismissed
select count(*) as count
from wanted
join reviewed using (session_id)
where review = 'dismissed' and list_contains(cast($flagged as varchar[]), verdict)
