-- title: the first signs of each id in the nights of a month, in order, and its night
select left(session_id, $signs) as begins, night
from of_month
order by begins
