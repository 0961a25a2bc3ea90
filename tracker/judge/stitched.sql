-- title: candidates with the opener as src, one-way records put beside their other halves
-- param stitch_us = 60000000: halves of one conversation overlap or follow within a minute
--
-- Whoever sent first opened a conversation. Where two began at once, as in a log of whole seconds,
-- nobody is known to have: the order of records would make a client a server. Halves stay rows.
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
        max(over_us) over (
            partition by judged, protocol, low_end, high_end
            order by started_us, origin, line
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
        min(case when src_end = low_end then started_us end) over (
            partition by judged, protocol, low_end, high_end, episode
        ) as low_us,
        min(case when src_end = high_end then started_us end) over (
            partition by judged, protocol, low_end, high_end, episode
        ) as high_us,
    from counted
),
turned as (
    select
        *,
        case when high_us is null or low_us <= high_us then low_end else high_end end <> src_end
        as is_reply,
        case when low_us is null or high_us is null then initiator
            when low_us = high_us then 'unknown' else 'known' end as told_by,
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
