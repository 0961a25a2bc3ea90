-- title: each gateway's clock: how many changes tell of it, which offset fits, and what follows
--
-- One machine that gives out addresses and translates has one clock: the worse finding counts.
with
ranked as (
    select
        told.*,
        row_number() over (
            partition by judged, gateway order by grade desc, changes desc, orphans, best_minutes
        ) as place,
    from (select * from gauged union all select * from lender) as told
)
select
    judged, gateway, changes, active_minutes, orphans, best_minutes, grade, finding,
from ranked
where place = 1
