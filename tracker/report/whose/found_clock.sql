-- title: how the run that judged the session found each gateway's clock to go, as judging has it
--
-- Gauging the clocks again would read every connection of three days.
with
told as (
    select unnest(clocks, recursive := true)
    from run
    semi join one using (run_id)
)
select
    told.night as judged, told.gateway, told.changes, told.active_minutes, told.orphans,
    told.best_minutes,
    cast(case told.finding when 'refused' then 2 when 'doubtful' then 1 else 0 end as integer)
    as grade,
    told.finding,
from told
join one on told.night = one.night
