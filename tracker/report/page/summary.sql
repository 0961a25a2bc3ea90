-- title: the whole window in one row
--
-- A subscriber is a holder, or the address where the address itself is the subject; whoever may not
-- be named is none.
with
told as (
    select
        *,
        case
            when holder is not null then holder
            when attribution = 'address' then src_ip
        end as subscriber,
    from counted
),
provisional as (
    select distinct counted.night
    from counted
    join gap on counted.run_id = gap.run_id and counted.night = gap.night
)
select
    count(*) as sessions,
    count(distinct night) as nights,
    min(night) as first_night,
    max(night) as last_night,
    count(distinct subscriber) as subscribers,
    count(*) filter (is_flagged) as flagged,
    count(distinct subscriber) filter (is_flagged) as flagged_subscribers,
    count(*) filter (is_dismissed) as dismissed,
    count(*) filter (list_contains(cast($allowed as varchar[]), verdict)) as allowed,
    count(*) filter (verdict = 'unattributable') as unattributable,
    count(*) filter (verdict = 'inconclusive') as inconclusive,
    (select count(*) from provisional) as provisional,
from told
