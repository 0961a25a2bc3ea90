-- title: by how many contradictions a gateway's clock gains or loses at each offset, in minutes
-- param most = 840: minutes; clocks are at most fourteen hours apart, which is the largest zone
-- param reach_us = 50400000000: the same in microseconds
--
-- A vacancy is contradicted at every offset that lays it over a connection: each pair of both adds
-- one orphan at the first such offset and takes one away behind the last. `exposed` counts in the
-- same way the vacancies that lie, so moved, where there are connections at all.
with
-- The gateways by number: there are a million pairs and more.
span as (
    select
        vacant.judged, vacant.gateway,
        row_number() over (order by vacant.judged, vacant.gateway) as clock,
        min(active.started_us) as first_us, max(active.started_us) as last_us,
    from vacant
    join active on vacant.probe = active.probe
    group by vacant.judged, vacant.gateway
),
lying as (
    select
        span.clock, span.first_us as begin_us, span.last_us as end_us,
        vacant.probe, vacant.first_us, vacant.last_us,
    from vacant
    join span on vacant.judged = span.judged and vacant.gateway = span.gateway
),
pair as (
    select
        lying.clock,
        greatest((active.started_us - lying.last_us + $reach_us) // $minute_us - $most + 1, -$most)
        as low,
        least(
            (active.over_us - lying.first_us + $reach_us + $minute_us - 1) // $minute_us
                - $most - 1,
            $most
        ) as high,
    from lying
    join active
        on lying.probe = active.probe
        and active.started_us <= lying.last_us + $reach_us
        and active.over_us >= lying.first_us - $reach_us
),
shown as (
    select
        clock,
        greatest(
            (greatest(begin_us - first_us, -$reach_us) + $reach_us + $minute_us - 1)
                // $minute_us - $most,
            -$most
        ) as low,
        least((least(end_us - last_us, $reach_us) + $reach_us) // $minute_us - $most, $most)
        as high,
    from lying
    where end_us - last_us >= -$reach_us and begin_us - first_us <= $reach_us
),
step as (
    select clock, low as minute, count(*) as orphans, 0 as exposed
    from pair where low <= high group by clock, low
    union all
    select clock, high + 1, -count(*), 0 from pair where low <= high group by clock, high
    union all
    select clock, low, 0, 1 from shown where low <= high
    union all
    select clock, high + 1, 0, -1 from shown where low <= high
    union all
    -- Where offsets begin and end that the guard makes harmless, a stretch must not run on.
    select span.clock, harmless.minute, 0, 0
    from span
    cross join (
        select -($guard_us // $minute_us) as minute
        union all select $guard_us // $minute_us + 1
        union all select -$most
    ) as harmless
),
summed as (
    select clock, minute, sum(orphans) as orphans, sum(exposed) as exposed
    from step group by clock, minute
)
select span.judged, span.gateway, summed.minute, summed.orphans, summed.exposed
from summed
join span on summed.clock = span.clock
