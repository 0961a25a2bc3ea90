-- title: what each day costs to judge, so that no more is judged at once than memory allows
-- param entry_cost = 40: connections; each night holds the lists of its time, entry by entry
with
entry as (select count(*) as entries from endpoint_us)
select
    connection_us.event_date,
    count(*) + max(entry.entries) * $entry_cost as cost,
from connection_us
cross join entry
group by connection_us.event_date
