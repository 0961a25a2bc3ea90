-- title: candidates with the opener as src, one-way records put beside their other halves
-- last reader of: settled
-- param stitch_us = 60000000: halves of one conversation overlap or follow within a minute
-- param cut_us = 1800000000: an exporter cuts what lasts at least so often
--
-- Whoever sent first between the same two ends and ports opened all that follows: after a silence,
-- or where an exporter cuts, a server may be first as well. Nobody is known to have opened what may
-- be older than the first night, or what both began at once; of these who sent to a VPN's port from
-- an ordinary one comes first. Halves stay rows of their own, so that a long one can be split.
with
half as (
    select
        *,
        src_key || '/' || coalesce(cast(src_port as varchar), '') as src_end,
        dst_key || '/' || coalesce(cast(dst_port as varchar), '') as dst_end,
        case when src_port >= 1024
            and (protocol, dst_port) in (select protocol, port from known_port) then 1 else 2
        end as aim,
    from settled where is_half
),
paired as (
    select *, least(src_end, dst_end) as low_end, greatest(src_end, dst_end) as high_end from half
),
marked as (
    select
        *,
        max(over_us) over (
            partition by judged, protocol, low_end, high_end
            order by started_us, origin, line
            rows between unbounded preceding and 1 preceding
        ) as before_us,
        first_value(src_end) over (
            partition by judged, protocol, low_end, high_end
            order by started_us, aim, src_end, origin, line
            rows between unbounded preceding and unbounded following
        ) as opener,
        min(case when src_end = low_end then started_us end) over ends as low_us,
        min(case when src_end = high_end then started_us end) over ends as high_us,
    from paired
    window ends as (partition by judged, protocol, low_end, high_end)
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
turned as (
    select
        counted.*,
        opener <> src_end as is_reply,
        case when low_us <> high_us and least(low_us, high_us) >= first_us + $cut_us then 'known'
            else initiator end as told_by,
        concat(low_end, high_end, cast(protocol as varchar), ':', cast(episode as varchar)) as talk,
    from counted
    join (select judged, min(first_us) as first_us from calendar group by judged) as seen
        on counted.judged = seen.judged
)
select
    judged, away, started_us, over_us, reach_us, src_key, src_port, dst_key, dst_port,
    protocol, bytes_out, bytes_in, packets_out, packets_in, gateway, initiator, origin, line,
    conversation, app, app_basis, first_out, first_in, sampling, is_event, is_packet,
from settled where not is_half
union all
select
    judged, away, started_us, over_us, reach_us, src_key, src_port, dst_key, dst_port,
    protocol, bytes_out, null, packets_out, null, gateway, told_by, origin, line, talk,
    app, app_basis, first_out, first_in, sampling, is_event, is_packet,
from turned where not is_reply
union all
select
    judged, away, started_us, over_us, reach_us, dst_key, dst_port, src_key, src_port,
    protocol, null, bytes_out, null, packets_out, gateway, told_by, origin, line, talk,
    app, app_basis, first_in, first_out, sampling, is_event, is_packet,
from turned where is_reply
