-- title: how far the logins of each gateway cover the times of the connections
-- param least = 8: quarters of an hour; the ends of a log often lie that near to its last login
--
-- Counted in quarters of an hour in which a connection starts. A night is bare where so many of
-- them lie outside the gateway's logins, or all that it has.
with
quarter as (
    select
        epoch_us(coalesce(started_at, ended_at, logged_at)) // 900000000 as quarter,
        min(coalesce(started_at, ended_at, logged_at)) as first_at,
        max(coalesce(started_at, ended_at, logged_at)) as last_at,
    from connection
    where event_date >= $since and coalesce(started_at, ended_at, logged_at) is not null
    group by epoch_us(coalesce(started_at, ended_at, logged_at)) // 900000000
),
placed as (
    select quarter.*, night.date as night
    from quarter
    join night on epoch_us(quarter.first_at) between night.first_us and night.end_us - 1
),
gateway as (select distinct gateway from stretch where kind = 'login'),
looked as (
    select
        gateway.gateway,
        placed.night,
        placed.quarter,
        count(stretch.stretch) > 0 as is_covered,
    from gateway
    cross join placed
    left join stretch
        on stretch.kind = 'login'
        and stretch.gateway is not distinct from gateway.gateway
        and stretch.first_at <= placed.first_at
        and stretch.last_at >= placed.last_at
    group by gateway.gateway, placed.night, placed.quarter
),
nightly as (
    select
        gateway,
        count(*) as quarters,
        count(*) filter (not is_covered) as bare,
        bare >= least($least, quarters) as is_bare,
    from looked
    group by gateway, night
),
counted as (
    select
        gateway,
        count(*) as nights,
        count(*) filter (is_bare) as bare_nights,
        sum(quarters) as quarters,
        sum(bare) as bare,
    from nightly
    group by gateway
)
select
    50 as place,
    'coverage' as part,
    coalesce(gateway, 'logins without a gateway') as name,
    case when bare = quarters then 'missing' when bare_nights > 0 then 'doubtful'
        else 'ok' end as state,
    case
        when bare_nights = 0 then format('its logins cover the {} nights with connections', nights)
        else format('its logins leave {:.1f} of {:.1f} hours of connections bare, in {} of {} '
            || 'nights: nobody is named then', bare / 4, quarters / 4, bare_nights, nights)
    end as told,
    '`tracker status` tells the gaps; bring the missing logins in' as todo,
from counted
