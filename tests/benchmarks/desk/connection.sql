-- title: the lines as rows of `connection`: all of them, or of one session in ten the first
select
    make_timestamptz(started_us) as started_at,
    make_timestamptz(started_us + over_us) as ended_at,
    'utc' as time_basis, src_ip, src_key, src_port, dst_ip, dst_key, dst_port, protocol,
    packets * 400 as bytes_out, packets * 700 as bytes_in, packets as packets_out,
    packets * 11 // 10 as packets_in, 'total' as counters, 'whole' as record,
    printf('C%x', hash(source, line)) as connection_key, 'established' as state, gateway,
    'known' as initiator, source, line,
    cast(make_timestamptz(started_us) at time zone 'UTC' as date) as event_date,
from record
where $whole or i % 10 = 0
order by source, line
