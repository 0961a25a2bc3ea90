-- title: the rows of a truth file, each value as what it means; null where it means nothing
--
-- Ports count where the protocol has some (TCP, UDP, SCTP) or none is told: what logs write in
-- their place for others, such as ICMP's types, is no port. The two ends of a row stand in the
-- order of their addresses, so that it does not matter who was written first.
with
valued as (
    select
        sheet_rows.*,
        one.ip as one_ip,
        other.ip as other_ip,
        protocol_number(sheet_rows.protocol, contains(one.ip, ':')) as number,
        offset_time(sheet_rows.started_at) as started_us,
        offset_time(sheet_rows.ended_at) as ended_us,
    from sheet_rows
    left join truth_address as one on sheet_rows.src_ip = one.written
    left join truth_address as other on sheet_rows.dst_ip = other.written
),
ported as (
    select
        *,
        if(coalesce(number, 6) in (6, 17, 132), try_cast(src_port as integer), null) as one_port,
        if(coalesce(number, 6) in (6, 17, 132), try_cast(dst_port as integer), null) as other_port,
    from valued
)
select
    line, "class", family, capture, src_ip, dst_ip, one_ip, other_ip,
    protocol, number, started_at, started_us, ended_at, ended_us,
    least(one_ip, other_ip) as low_ip,
    greatest(one_ip, other_ip) as high_ip,
    if(one_ip <= other_ip, one_port, other_port) as low_port,
    if(one_ip <= other_ip, other_port, one_port) as high_port,
    coalesce(scored, 'yes') = 'yes' and "class" <> 'ignore' as counts,
from ported
