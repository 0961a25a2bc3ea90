-- title: what was missing of a night when a run judged it
select run_id, unnest(gaps, recursive := true)
from run
