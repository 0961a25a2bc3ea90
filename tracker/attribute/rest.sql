-- title: the moments that no calm stay covers, clear of its edges by the guard: they need weighing
select asked.*
from asked
left join calm
    on asked.subject = calm.subject
    and calm.clear_us <= asked.started_us
    and calm.until_us >= asked.over_us
where calm.subject is null
