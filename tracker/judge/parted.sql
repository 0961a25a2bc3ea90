-- title: the chains' records by part: what one holder had for certain, and the rest by its doubt
--
-- Records that start at one instant share the worst finding among them, so that no two parts of
-- a chain begin together.
with
found as (
    select
        chained.*,
        case when attributed.attribution = 'unknown' and declared.subject_key is not null
            then 'address' else attributed.attribution end as attribution,
        case when attributed.attribution = 'unknown' and declared.subject_key is not null
            then null else attributed.doubt end as doubt,
        attributed.holder,
        attributed.station,
        attributed.basis,
        attributed.stay_us,
    from chained
    join attributed
        on chained.judged = attributed.judged
        and chained.subject_key = attributed.subject_key
        and chained.started_us = attributed.started_us
        and chained.over_us = attributed.over_us
    left join declared
        on chained.judged = declared.judged and chained.subject_key = declared.subject_key
),
ranked as (
    select
        *,
        case attribution when 'exact' then 0 when 'address' then 1 when 'edge' then 2
            when 'shared' then 3 else 4 end as doubts,
    from found
),
worst as (
    select
        *,
        max(doubts) over (
            partition by pair, chain_us, started_us
        ) as most_doubts,
    from ranked
),
settled_doubt as (
    select
        *,
        max(case when doubts = most_doubts then doubt end) over (
            partition by pair, chain_us, started_us
        ) as worst_doubt,
        doubts = most_doubts as is_worst,
    from worst
)
select
    judged, away, started_us, over_us, protocol, port, family, gateway, source, line, conversation,
    direction, subject_key, subject_ip, subject_port, remote_key, remote_ip, remote_port, bytes_out,
    bytes_in, packets_out, packets_in, client_key, client_port, chain_us,
    pair,
    case most_doubts when 0 then 'exact' when 1 then 'address' when 2 then 'edge'
        when 3 then 'shared' else 'unknown' end as attribution,
    worst_doubt as doubt,
    case when is_worst then holder end as holder,
    case when is_worst then station end as station,
    case when is_worst then basis end as basis,
    case when most_doubts = 0 then 'exact ' || cast(stay_us as varchar)
        when most_doubts = 2 then 'edge'
        when most_doubts = 3 then 'shared'
        when most_doubts = 4 then worst_doubt
        else 'address'
    end as part,
from settled_doubt
