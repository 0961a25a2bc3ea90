-- title: candidates whose counters can be summed
-- last reader of: candidate
--
-- A log may tell one connection in several records under one key. Of totals the last one counts;
-- of counters since the last record, all do. The others stay as lines that were looked at. Where a
-- connection of more than a day is told in records that each begin on their own, it is cut at
-- midnights: then each night's last total counts, less what the nights before had come to.
-- `conversation` is the connection that a part belongs to; null where a record is a whole one.
with
told as (
    select
        drawn.*,
        origin.origin,
        coalesce(record, 'whole') in ('open', 'interim', 'close')
        and connection_key is not null as is_part,
        packets_in is null and bytes_in is null
        and coalesce(packets_out, bytes_out) is not null as is_half,
    from drawn
    join origin on drawn.source = origin.source
),
lasting as (
    select
        *,
        case when max(over_us) over conversation - min(started_us) over conversation > $day_us
            then away else 0 end as part,
        max(case when counters = 'total' then 1 else 0 end) over conversation as has_total,
    from told where is_part
    window conversation as (
        partition by judged, gateway, connection_key, protocol, src_key, src_port, dst_key,
            dst_port
    )
),
ranked as (
    select
        *,
        row_number() over (
            partition by judged, gateway, connection_key, protocol, src_key, src_port, dst_key,
                dst_port, part
            order by case when counters = 'total' then 0 else 1 end, over_us desc,
                coalesce(packets_out, 0) + coalesce(packets_in, 0) desc,
                coalesce(bytes_out, 0) + coalesce(bytes_in, 0) desc, origin desc, line desc
        ) as place,
        max(case when counters = 'total' then bytes_out end) over earlier as before_bytes_out,
        max(case when counters = 'total' then bytes_in end) over earlier as before_bytes_in,
        max(case when counters = 'total' then packets_out end) over earlier as before_packets_out,
        max(case when counters = 'total' then packets_in end) over earlier as before_packets_in,
    from lasting
    window earlier as (
        partition by judged, gateway, connection_key, protocol, src_key, src_port, dst_key,
            dst_port
        order by part range between unbounded preceding and 1 preceding
    )
),
kept as (
    select
        *,
        coalesce(counters, 'total') <> 'none' and (has_total = 0 or place = 1) as counts,
        -- A counter that is smaller than before has begun anew.
        case when bytes_out < before_bytes_out or bytes_in < before_bytes_in
                or packets_out < before_packets_out or packets_in < before_packets_in then 0
            else 1 end as grown,
    from ranked
)
select
    judged, away, started_us, over_us, reach_us, src_key, src_port, dst_key, dst_port,
    protocol, bytes_out, bytes_in, packets_out, packets_in, gateway, initiator, origin, line,
    is_half, app, app_basis, first_out, first_in, sampling, is_event, is_packet,
    cast(null as varchar) as conversation,
from told where not is_part
union all
select
    judged, away, started_us, over_us, reach_us, src_key, src_port, dst_key, dst_port,
    protocol,
    case when counts then bytes_out - grown * coalesce(before_bytes_out, 0) end,
    case when counts then bytes_in - grown * coalesce(before_bytes_in, 0) end,
    case when counts then packets_out - grown * coalesce(before_packets_out, 0) end,
    case when counts then packets_in - grown * coalesce(before_packets_in, 0) end,
    gateway, initiator, origin, line, is_half, app, app_basis, first_out, first_in, sampling,
    is_event, is_packet, coalesce(gateway, '') || ':' || connection_key,
from kept
