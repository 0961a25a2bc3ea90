-- title: hours of a night with far fewer records than that hour had in the nights before
-- param nights = 3: of those before in which the gateway told anything; a median of fewer is none
-- param share = 0.1: of the median; what people do changes by less, what a lost file takes by more
-- param least = 100: records; where an hour has fewer as a rule, chance alone may leave a tenth
with
counted as (
    select
        span.judged,
        span.away,
        kind,
        gateway,
        (bucket.first_us - span.first_us) // $hour_us as hour,
        sum(records) as records,
    from bucket
    inner join span on bucket.first_us >= span.first_us and bucket.first_us < span.end_us
    group by all
),
grid as (
    select distinct judged, away, kind, gateway, unnest(range(24)) as hour
    from counted
    where away > 0
),
usual as (
    select judged, kind, gateway, hour, median(coalesce(records, 0)) as usual
    from grid
    left join counted using (judged, away, kind, gateway, hour)
    group by judged, kind, gateway, hour
    having count(*) >= $nights and usual >= $least
),
dropped as (
    select
        usual.*,
        coalesce(counted.records, 0) as records,
        span.first_us + usual.hour * $hour_us as from_us,
    from usual
    inner join span on span.judged = usual.judged and span.away = 0
    left join counted
        on
            counted.judged = usual.judged
            and counted.away = 0
            and counted.kind = usual.kind
            and counted.gateway = usual.gateway
            and counted.hour = usual.hour
    where
        coalesce(counted.records, 0) < $share * usual.usual
        and span.first_us + (usual.hour + 1) * $hour_us <= span.end_us
),
untold as (
    select
        *,
        hour - row_number() over (partition by judged, kind, gateway order by hour) as turn,
    from dropped
    where
        not exists (
            select 1 from silent
            where
                silent.judged = dropped.judged
                and silent.kind = dropped.kind
                and silent.gateway = dropped.gateway
                and silent.from_us < dropped.from_us + $hour_us
                and silent.to_us > dropped.from_us
        )
)
select
    judged, kind, gateway, 'drop' as missing, min(from_us) as from_us,
    max(from_us) + $hour_us as to_us, cast(sum(records) as bigint) as records,
    cast(sum(usual) as bigint) as usual,
from untold
group by judged, kind, gateway, turn
