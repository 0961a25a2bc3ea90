-- title: of each class and family the pairs of the truth and the tiers they came out at
--
-- A tunnel's family is what the truth calls it; of any other class it is what its session was
-- taken for, so that a family's false sessions are told beside it. `likely_per_100000` are false
-- sessions at likely or better in as many flows of ordinary traffic, `confirmed_per_100000` those
-- at confirmed.
with
named as (
    select
        *,
        if("class" = 'tunnel', coalesce(nullif(family, ''), 'not told'), taken_for) as told_as,
    from pair
),
counted as (
    select
        "class",
        if(grouping(told_as) = 1, 'all', told_as) as family,
        grouping(told_as) = 1 as is_total,
        if("class" = 'tunnel' or grouping(told_as) = 1, count(*), null) as pairs,
        if("class" = 'tunnel' or grouping(told_as) = 1, sum(flows), null) as flows,
        count(*) filter (rank = 3) as confirmed,
        count(*) filter (rank = 2) as likely,
        count(*) filter (rank = 1) as possible,
        count(*) filter (outcome = 'spared') as spared,
        if("class" = 'tunnel', count(*) filter (outcome = 'missed'), null) as missed,
        if("class" = 'tunnel', null, count(*) filter (outcome = 'false')) as "false",
    from named
    group by grouping sets (("class", told_as), ("class"))
    having grouping(told_as) = 1 or told_as is not null
),
rated as (
    select
        "class",
        if(grouping(family) = 1, 'all', family) as family,
        grouping(family) = 1 as is_total,
        count(*) filter (rank >= 2) as likely_sessions,
        count(*) filter (rank = 3) as confirmed_sessions,
    from stood
    group by grouping sets (("class", family), ("class"))
),
every as (select "class", sum(flows) as flows from pair where "class" = 'ordinary' group by "class")
select
    counted."class",
    counted.family,
    cast(counted.pairs as bigint) as pairs,
    confirmed, likely, possible, spared, missed, "false",
    cast(counted.flows as bigint) as flows,
    round(100000.0 * coalesce(likely_sessions, 0) / every.flows, 1) as likely_per_100000,
    round(100000.0 * coalesce(confirmed_sessions, 0) / every.flows, 1) as confirmed_per_100000,
from counted
left join every using ("class")
left join rated using ("class", family, is_total)
order by list_position($classes, counted."class"), counted.is_total, counted.family
