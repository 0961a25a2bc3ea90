-- title: by how many contradictions a gateway's clock gains or loses at each offset, in minutes
-- param most = 840: minutes; clocks are at most fourteen hours apart, which is the largest zone
-- param reach_us = 50400000000: the same in microseconds
--
-- A vacancy is contradicted at every offset that lays it over a connection: each pair of both adds
-- one orphan at the first such offset and takes one away behind the last. `exposed` counts in the
-- same way the vacancies that lie, so moved, where there are connections at all.
with
span as (
    select vacant.judged, vacant.gateway, min(active.started_us) as first_us,
        max(active.started_us) as last_us
    from vacant
    join active on vacant.probe = active.probe
    group by vacant.judged, vacant.gateway
),
pair as (
    select
        vacant.judged, vacant.gateway,
        greatest(
            (active.started_us - vacant.last_us + $reach_us) // $minute_us - $most + 1,
            -$most
        ) as low,
        least(
            (active.over_us - vacant.first_us + $reach_us + $minute_us - 1) // $minute_us
                - $most - 1,
            $most
        ) as high,
    from vacant
    join active
        on vacant.probe = active.probe
        and active.started_us <= vacant.last_us + $reach_us
        and active.over_us >= vacant.first_us - $reach_us
),
shown as (
    select
        vacant.judged, vacant.gateway,
        greatest(
            (greatest(span.first_us - vacant.first_us, -$reach_us)
                + $reach_us + $minute_us - 1) // $minute_us - $most,
            -$most
        ) as low,
        least(
            (least(span.last_us - vacant.last_us, $reach_us) + $reach_us)
                // $minute_us - $most,
            $most
        ) as high,
    from vacant
    join span on vacant.judged = span.judged and vacant.gateway = span.gateway
    where span.last_us - vacant.last_us >= -$reach_us
        and span.first_us - vacant.first_us <= $reach_us
),
step as (
    select judged, gateway, low as minute, 1 as orphans, 0 as exposed from pair where low <= high
    union all
    select judged, gateway, high + 1, -1, 0 from pair where low <= high
    union all
    select judged, gateway, low, 0, 1 from shown where low <= high
    union all
    select judged, gateway, high + 1, 0, -1 from shown where low <= high
    union all
    -- Where offsets begin and end that the guard makes harmless, a stretch must not run on.
    select span.judged, span.gateway, harmless.minute, 0, 0
    from span
    cross join (
        select -($guard_us // $minute_us) as minute
        union all
        select $guard_us // $minute_us + 1
        union all
        select -$most
    ) as harmless
)
select judged, gateway, minute, sum(orphans) as orphans, sum(exposed) as exposed
from step
group by judged, gateway, minute
