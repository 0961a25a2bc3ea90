-- title: the sessions of one night, as chance draws them: whose, where to, when, and what was found
with
tossed as (
    select
        i,
        cast(hash(i, $day) % 20000 as integer) as n,
        hash(i, $day, 1) % 1000 as chance,
        cast(hash(i, $day, 2) % 82800000000 as bigint) as late_us,
        60000000 + cast(hash(i, $day, 3) % 3400000000 as bigint) as long_us,
        cast(60000 * pow(hash(i, $day, 4) % 1000000 / 1e6, 3) as integer) as spot,
        1 + cast(hash(i, $day, 5) % 3 as integer) as connections,
        cast(hash(i, $day, 6) % 4 as integer) as kind,
        40 + cast(hash(i, $day, 7) % 9000 as bigint) as packets,
    from range($sessions) as t(i)
),
placed as (
    select
        *,
        (n + $day * 37) % 20000 as place,
        case
            when chance < 35 then 'unregistered' when chance < 40 then 'out_of_terms'
            when chance < 45 then 'expired' when chance < 48 then 'suspended'
            when chance < 50 then 'revoked' when chance < 480 then 'inconclusive'
            when chance < 730 then 'registered' when chance < 810 then 'registered_via_provider'
            when chance < 890 then 'exempt' when chance < 970 then 'unattributable'
            when chance < 985 then 'grace' else 'pending'
        end as verdict,
        case
            when chance between 50 and 479 then 'possible' when chance % 10 < 3 then 'confirmed'
            else 'likely'
        end as tier,
        ['wireguard', 'openvpn', 'ipsec', 'wireguard'][1 + kind] as family,
        [51820, 1194, 4500, 51821][1 + kind] as remote_port,
    from tossed
)
select
    *,
    $begin_us + late_us as first_us,
    printf('100.%d.%d.%d', 64 + place // 65536, place // 256 % 256, place % 256) as src_ip,
    printf('%024x%08x', 65535, 1681915904 + place) as src_key,
    printf('185.%d.%d.%d', 100 + spot // 65536, spot // 256 % 256, spot % 256) as remote_ip,
    printf('%024x%08x', 65535, 3110338560 + spot) as remote_key,
    if(verdict in ('unattributable', 'exempt'), null, md5('subscriber ' || n)) as holder,
    'edge-' || (1 + place % 4) as gateway,
    left(sha256('connections ' || $day || ' ' || place % 4), 16) as source,
from placed
