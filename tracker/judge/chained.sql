-- title: the records of each judged night, by chain
-- last reader of: segment
--
-- A segment that is still within reach when midnight comes draws in what follows in the next
-- night, as long as both together last at most a day; longer, they are cut at midnight. Each cut
-- is decided by the two nights beside it alone, so that every record belongs to exactly one
-- night, whichever night is judged and when.
with
span as (
    select pair, away, segment, min(started_us) as first_us, max(reach_us) as reach_us
    from segment
    where records > 1
    group by pair, away, segment
),
ending as (
    select pair, away, max(segment) as segment from span group by pair, away
),
reached as (
    select
        later.pair,
        later.away,
        later.segment,
        earlier.first_us as began_us,
        min(later.first_us) over (partition by later.pair, later.away) as cut_us,
        greatest(
            earlier.reach_us, max(later.reach_us) over (partition by later.pair, later.away)
        ) - earlier.first_us <= $day_us as is_short,
    from span as earlier
    join ending
        on earlier.pair = ending.pair
        and earlier.away = ending.away
        and earlier.segment = ending.segment
    join span as later
        on earlier.pair = later.pair
        and earlier.away + 1 = later.away
        and later.first_us <= earlier.reach_us + $gap_us
),
owned as (
    select
        span.pair,
        span.away,
        span.segment,
        span.away - case when coalesce(reached.is_short, false) then 1 else 0 end as owner,
        case when reached.segment is null then span.first_us
            when reached.is_short then reached.began_us
            else reached.cut_us
        end as chain_us,
    from span
    left join reached
        on span.pair = reached.pair
        and span.away = reached.away
        and span.segment = reached.segment
)
select
    segment.*,
    owned.chain_us,
    -- Whose holder is asked for.
    case inner_key when '' then subject_key else inner_key end as asked_key,
from segment
join owned
    on segment.pair = owned.pair
    and segment.away = owned.away
    and segment.segment = owned.segment
where owned.owner = 0
union all
select *, started_us, case inner_key when '' then subject_key else inner_key end
from segment
where records = 1 and away = 0
