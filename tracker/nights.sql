-- title: the nights that rows of files of ids tell
select distinct cast(try(strptime(decode("row"[$signs + 1:]), '%Y-%m-%d')) as date) as night
from noted
