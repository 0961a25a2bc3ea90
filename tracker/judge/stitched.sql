-- title: candidates with the opener as src, one-way records put beside their other halves
-- param stitch_us = 60000000: halves of one conversation overlap or follow within a minute
--
-- Who sent first that night opened all conversations of the same ends: a server may be first after
-- a silence. Of two at once the record that stands first counts. Halves stay rows of their own.
with
half as (
    select
        *,
        src_key || '/' || coalesce(cast(src_port as varchar), '') as src_end,
        dst_key || '/' || coalesce(cast(dst_port as varchar), '') as dst_end,
    from settled
    where is_half
),
paired as (
    select *, least(src_end, dst_end) as low_end, greatest(src_end, dst_end) as high_end
    from half
),
marked as (
    select
        *,
        first_value(src_end) over (
            partition by judged, away, protocol, low_end, high_end order by started_us, origin, line
        ) as night_opener,
        max(over_us) over (
            partition by judged, protocol, low_end, high_end order by started_us, origin, line
            rows between unbounded preceding and 1 preceding
        ) as before_us,
    from paired
),
counted as (
    select
        *,
        sum(case when started_us <= before_us + $stitch_us then 0 else 1 end) over (
            partition by judged, protocol, low_end, high_end
            order by started_us, origin, line
            rows between unbounded preceding and current row
        ) as episode,
    from marked
),
opened as (
    select
        *,
        first_value(night_opener) over (
            partition by judged, protocol, low_end, high_end, episode
            order by started_us, origin, line
        ) as opener,
        min(src_end) over (partition by judged, protocol, low_end, high_end, episode) as one_end,
        max(src_end) over (partition by judged, protocol, low_end, high_end, episode) as other_end,
    from counted
),
turned as (
    select
        *,
        opener <> src_end as is_reply,
        case when one_end = other_end then initiator else 'known' end as told_by,
        low_end || high_end || cast(protocol as varchar) || ':'
            || cast(episode as varchar) as talk,
    from opened
)
select
    judged, away, started_us, over_us, reach_us, src_key, src_port, dst_key, dst_port,
    protocol, bytes_out, bytes_in, packets_out, packets_in, gateway, initiator, origin, line,
    conversation, app, app_basis, first_out, first_in, sampling, is_event, is_packet,
from settled
where not is_half
union all
select
    judged, away, started_us, over_us, reach_us, src_key, src_port, dst_key, dst_port,
    protocol, bytes_out, null, packets_out, null, gateway, told_by, origin, line, talk,
    app, app_basis, first_out, first_in, sampling, is_event, is_packet,
from turned
where not is_reply
union all
select
    judged, away, started_us, over_us, reach_us, dst_key, dst_port, src_key, src_port,
    protocol, null, bytes_out, null, packets_out, gateway, told_by, origin, line, talk,
    app, app_basis, first_in, first_out, sampling, is_event, is_packet,
from turned
where is_reply
