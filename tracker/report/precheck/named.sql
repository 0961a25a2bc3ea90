-- The addresses that the lists in force on the day have for a host; of a network its first.
select distinct first_key
from network
where host = $host
order by first_key
