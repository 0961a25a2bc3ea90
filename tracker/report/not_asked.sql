-- Detections that could not be asked of the session: no record of it tells a column they need.
--
-- `needing` names each detection and its columns.
with
untold as (
    select 'first_out' as lacking from record having count(first_out) = 0
    union all
    select 'first_in' from record having count(first_in) = 0
    union all
    select 'packets_out' from record having count(packets_out) = 0
    union all
    select 'app' from record having count(app) = 0
    union all
    select 'app_confidence' from record having count(app_confidence) = 0
)
select detection, string_agg(lacking, ', ' order by lacking) as lacking
from needing
join untold on needing.needs = untold.lacking
group by detection
order by lacking, detection
