-- title: connections by day, to judge no more nights at once than memory allows
select event_date, count(*) as connections
from connection_us
group by event_date
