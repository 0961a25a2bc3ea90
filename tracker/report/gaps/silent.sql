-- title: silences of a night in which the gateway told something at the same hours before
-- param nights = 3: of those before; one that tells more seldom says little by its silence
-- param margin = 0.25: of a silence at either end; who falls silent daily does so on no minute
--
-- Looked at is a night from its begin as far as any gateway has told anything. A silence counts
-- from the length that judging takes for uncovered ($coverage_us).
with
own as (select * from span where away = 0),
teller as (select distinct kind, gateway from bucket),
point as (
    select own.judged, kind, gateway, bucket.first_us, bucket.last_us
    from bucket
    inner join own on bucket.first_us >= own.first_us and bucket.first_us < own.end_us
    union all
    select judged, kind, gateway, first_us, first_us from own cross join teller
    union all
    select judged, kind, gateway, end_us, end_us from own cross join teller
),
silence as (
    select
        judged,
        kind,
        gateway,
        lag(last_us) over in_turn as from_us,
        first_us as to_us,
        count(*) over (partition by judged, kind, gateway) = 2 as is_whole,
        (to_us - from_us) * $margin as margin_us,
    from point
    window in_turn as (partition by judged, kind, gateway order by first_us, last_us)
    qualify to_us - from_us >= $coverage_us
)
select
    silence.judged,
    silence.kind,
    silence.gateway,
    if(silence.is_whole, 'silent', 'hours') as missing,
    silence.from_us,
    silence.to_us,
    cast(0 as bigint) as records,
    cast(sum(bucket.records) / count(distinct span.away) as bigint) as usual,
from silence
inner join own using (judged)
inner join span on span.judged = silence.judged and span.away > 0
inner join bucket
    on
        bucket.kind = silence.kind
        and bucket.gateway = silence.gateway
        and bucket.first_us - span.first_us > silence.from_us - own.first_us + margin_us
        and bucket.first_us - span.first_us < silence.to_us - own.first_us - margin_us
group by all
having count(distinct span.away) >= $nights
