-- title: all findings, what costs most first and what is well last
select part, name, state, told, case when state <> 'ok' then todo end as todo
from finding
order by state = 'ok', place, part, name, told
