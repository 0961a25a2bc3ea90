-- title: what was known to be missing of the nights in the window when they were judged
with
judged as (select distinct run_id, night from counted)
select
    gap.night,
    coalesce(gap.gateway, 'no gateway') as gateway,
    gap.kind,
    gap.missing,
    gap.from_at,
    gap.to_at,
    gap.records,
    gap.usual,
from gap
semi join judged using (run_id, night)
order by night, gateway, kind, from_at
