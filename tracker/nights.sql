-- title: the nights with an id that begins so
select night
from noted
where begins >= $upper and begins < $after_upper
union
select night
from noted
where begins >= $lower and begins < $after_lower
