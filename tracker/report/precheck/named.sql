-- The addresses that the lists in force on the day have for a host.
select distinct first_key
from network
where host = $host and first_key = last_key
order by first_key
