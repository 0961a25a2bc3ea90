-- title: the pools, and a list of 5,000 servers in a version for each month
select
    'pools' as list, '2025-06-01' as version, '100.64.0.0/10' as cidr,
    printf('%024x%08x', 65535, 1681915904) as first_key,
    printf('%024x%08x', 65535, 1681915904 + 4194303) as last_key,
    'pool_dynamic' as category, cast(null as varchar) as provider, 'shared' as confidence,
    cast(null as timestamptz) as as_of, timestamptz '2025-06-01 06:00:00+00' as recorded_at,
union all
select
    'epdg', '2025-06-01', '192.0.2.0/24', printf('%024x%08x', 65535, 3221225984),
    printf('%024x%08x', 65535, 3221226239), 'epdg', null, 'dedicated', null,
    timestamptz '2025-06-01 06:00:00+00',
union all
select
    'vpn', strftime(month, '%Y-%m'), printf('185.100.%d.%d/32', spot // 256, spot % 256),
    printf('%024x%08x', 65535, 3110338560 + spot), printf('%024x%08x', 65535, 3110338560 + spot),
    'vpn', 'provider-' || spot % 50, 'dedicated', month, month,
from
    generate_series(
        timestamptz '2025-07-01 00:00:00+00', timestamptz '2026-06-01 00:00:00+00', interval 1 month
    ) as m(month),
    range(5000) as t(spot)
