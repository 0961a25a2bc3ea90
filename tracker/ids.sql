-- title: the first signs of each id in the nights of a month with its night, in order
select rpad(left(session_id, $signs), $signs, ' ') || strftime(night, '%Y-%m-%d') as "row"
from of_month
order by "row"
