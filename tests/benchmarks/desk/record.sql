-- title: the lines of a night's logs: the records of its sessions, and $others of other traffic
with
own as (
    select
        i, source, gateway, src_ip, src_key, 20000 + i % 40000 as src_port, remote_ip as dst_ip,
        remote_key as dst_key, remote_port as dst_port, 17 as protocol, packets,
        first_us + unnest(range(connections)) * (long_us // 3) as started_us, long_us // 3 as over_us,
    from drawn
),
other as (
    select
        cast(null as bigint) as i,
        left(sha256('connections ' || $day || ' ' || place % 4), 16) as source,
        'edge-' || (1 + place % 4) as gateway,
        printf('100.%d.%d.%d', 64 + place // 65536, place // 256 % 256, place % 256) as src_ip,
        printf('%024x%08x', 65535, 1681915904 + place) as src_key,
        20000 + j % 40000 as src_port,
        printf('93.%d.%d.%d', spot // 65536, spot // 256 % 256, spot % 256) as dst_ip,
        printf('%024x%08x', 65535, 1560281088 + spot) as dst_key,
        443 as dst_port, 6 as protocol, cast(hash(j, $day, 9) % 200 as bigint) as packets,
        $begin_us + cast(hash(j, $day, 8) % 86400000000 as bigint) as started_us,
        cast(hash(j, $day, 7) % 60000000 as bigint) as over_us,
    from (
        select
            j,
            cast(hash(j, $day, 10) % 20000 as integer) as place,
            cast(hash(j, $day, 11) % 1000000 as integer) as spot,
        from range($others) as t(j)
    )
)
select
    *,
    row_number() over (partition by source order by started_us, i, src_port) as line,
from (from own union all from other)
