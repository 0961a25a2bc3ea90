-- title: $sessions tunnels of a minute: to a term's own remote, a listed network, or anywhere
with
drawn as (
    select
        i,
        cast(hash(i) % 130000 as bigint) as n,
        cast(hash(i + 1000003) % 4 as integer) as way,
        cast(hash(i + 2000003) % 60000 as bigint) as listed,
        cast(hash(i + 3000017) % 65536 as bigint) as anywhere,
        cast(hash(i + 4000037) % 86000000000 as bigint) as late_us,
        [51820, 1194, 4500][1 + cast(hash(i + 5000011) % 3 as integer)] as port,
    from range($sessions) as t(i)
),
placed as (
    select
        drawn.*,
        ip,
        ip_key,
        case
            when way = 0 and remote is not null then remote + 1
            when way <= 1 then 1006632960 + (listed // 65536 << 24) + listed % 65536 * 256
                + listed % 8 * 32 + 1
            else 3323068416 + anywhere
        end as remote,
        1773446400000000 + late_us as began_us,
    from drawn
    inner join subjects using (n)
)
select
    make_timestamptz(began_us) as started_at,
    make_timestamptz(began_us + 60000000) as ended_at,
    cast(null as timestamptz) as logged_at,
    ip as src_ip,
    ip_key as src_key,
    cast(20000 + i % 40000 as integer) as src_port,
    printf('%d.%d.%d.%d', remote >> 24, remote >> 16 & 255, remote >> 8 & 255, remote & 255)
    as dst_ip,
    printf('%024x%08x', 65535, remote) as dst_key,
    port as dst_port,
    17 as protocol,
    20000 as bytes_out, 30000 as bytes_in, 40 as packets_out, 50 as packets_in,
    'total' as counters, 'whole' as record, cast(null as varchar) as connection_key,
    cast(null as varchar) as action, 'edge-1' as gateway, 'known' as initiator,
    'a' as source,
    i + 1 as line,
    cast(make_timestamptz(began_us) at time zone 'UTC' as date) as event_date,
from placed
