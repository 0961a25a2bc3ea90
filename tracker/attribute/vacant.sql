-- title: when an address had no holder, for up to half an hour before a start and after a stop
-- param near_us = 1800000000: longer says no more of the clock than what lies next to the change
--
-- Where one holder follows the other at once, the vacancy is an instant, and a connection across it
-- is what must not be. `changes` is 1 where another holder had gone before.
with
own as (
    select
        holding.judged, holding.subject, holding.gateway, holding.holder, opened_us, opened_by,
        closed_us, closed_by, kind,
        max(closed_us) over (
            partition by holding.subject
            order by opened_us, closed_us, gateway
            rows between unbounded preceding and 1 preceding
        ) as before_us,
        lag(holder) over (
            partition by holding.subject order by opened_us, closed_us, gateway
        ) as before,
        lead(opened_us) over (
            partition by holding.subject order by opened_us, closed_us, gateway
        ) as after_us,
    from holding
    join (select distinct subject from probed) as probed on holding.subject = probed.subject
    where held = 128
),
bound as (
    select own.*, probed.first_us as since_us, probed.end_us as until_us
    from own
    join probed on own.subject = probed.subject and own.gateway = probed.gateway
)
select
    judged, gateway, subject,
    greatest(coalesce(before_us, 0), opened_us - $near_us) as first_us,
    opened_us as last_us,
    case when before <> holder then 1 else 0 end as changes,
from bound
where
    opened_by = 'start'
    -- A lease that is renewed looks like one that begins, and one holder's sessions may touch.
    and (before <> holder or kind <> 'dhcp' and coalesce(before_us, 0) < opened_us)
    and opened_us between since_us and until_us
    and coalesce(before_us, 0) <= opened_us
union all
select
    judged, gateway, subject,
    closed_us,
    least(coalesce(after_us, $never_us), closed_us + $near_us),
    0,
from bound
where
    closed_by = 'stop'
    and closed_us between since_us and until_us
    and coalesce(after_us, $never_us) >= closed_us
