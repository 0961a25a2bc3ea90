-- title: the clocks as they are told: one row for each night and gateway that could be checked
select
    judged as night, gateway, changes, active_minutes, orphans, best_minutes, finding,
from clock
order by judged, gateway
