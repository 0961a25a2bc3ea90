-- title: $connections tunnels of a minute at most from the busy address, each within one block's time
with
drawn as (
    select
        i,
        cast(hash(i) % 126 as bigint) as block,
        cast(hash(i + 1000003) % 159 as bigint) as turn,
        cast(hash(i + 2000003) % 512 as bigint) as port,
        cast(hash(i + 3000017) % 2000 as bigint) as server,
        cast(hash(i + 4000037) % 300000000 as bigint) as late_us,
        cast(hash(i + 5000011) % 60000000 as bigint) as lasted_us,
    from range($connections) as t(i)
),
placed as (
    select
        *,
        (1773446400 + turn * 543 + cast(hash(block * 1000 + turn) % 60 as bigint)) * 1000000
        + late_us as began_us,
    from drawn
)
select
    make_timestamptz(began_us) as started_at,
    make_timestamptz(began_us + lasted_us) as ended_at,
    cast(null as timestamptz) as logged_at,
    '198.51.100.7' as src_ip,
    printf('%024x%08x', 65535, 3325256711) as src_key,
    cast(1024 + block * 512 + port as integer) as src_port,
    printf('198.18.%d.%d', server // 250, 1 + server % 250) as dst_ip,
    printf('%024x%08x', 65535, 3323068416 + (server // 250) * 256 + 1 + server % 250)
    as dst_key,
    51820 as dst_port,
    17 as protocol,
    20000 as bytes_out, 30000 as bytes_in, 40 as packets_out, 50 as packets_in,
    'total' as counters, 'whole' as record, cast(null as varchar) as connection_key,
    cast(null as varchar) as action, 'edge-1' as gateway, 'known' as initiator,
    'a' as source,
    i + 1 as line,
    cast(make_timestamptz(began_us) at time zone 'UTC' as date) as event_date,
from placed
