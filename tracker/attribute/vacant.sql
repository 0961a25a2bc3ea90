-- title: when what is audited had no holder, up to half an hour before a start and after a stop
-- param near_us = 1800000000: longer says no more of the clock than what lies next to the change
--
-- Where one holder follows the other at once, the vacancy is an instant, and a connection across it
-- is what must not be. `changes` is 1 where another holder had gone before.
with
own as (
    select
        *,
        max(closed_us) over (
            partition by probe
            order by opened_us, closed_us, is_own, holder
            rows between unbounded preceding and 1 preceding
        ) as before_us,
        lag(holder) over (
            partition by probe order by opened_us, closed_us, is_own, holder
        ) as before,
        lead(opened_us) over (
            partition by probe order by opened_us, closed_us, is_own, holder
        ) as after_us,
    from taken
)
select
    judged, gateway, probe,
    greatest(coalesce(before_us, 0), opened_us - $near_us) as first_us,
    opened_us as last_us,
    case when before <> holder then 1 else 0 end as changes,
from own
where
    is_own
    and opened_by = 'start'
    -- One holder's sessions may touch.
    and (before <> holder or not is_renewed and coalesce(before_us, 0) < opened_us)
    and opened_us between since_us and until_us
    and coalesce(before_us, 0) <= opened_us
union all
select
    judged, gateway, probe,
    closed_us,
    least(coalesce(after_us, $never_us), closed_us + $near_us),
    0,
from own
where
    is_own
    and closed_by = 'stop'
    and closed_us between since_us and until_us
    and coalesce(after_us, $never_us) >= closed_us
