-- title: the quarters of an hour in which connections start, between two dates
--
-- Every zone's midnight lies on a quarter of an hour.
select distinct epoch_us(started_at) // 900000000 * 900000000 as quarter_us
from connection
where event_date between $first and $last and started_at is not null
order by quarter_us
