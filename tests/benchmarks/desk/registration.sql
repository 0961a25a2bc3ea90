-- title: a register of $terms terms: most bind an account, some a static line
select
    printf('R-%06d', n) as registration_id,
    printf('C-%06d', n // 3) as registrant_id,
    ['company', 'freelancer', 'bank', 'call_centre'][1 + n % 4] as category,
    if(n % 10 < 8, 'account', 'cidr') as binding_kind,
    if(n % 10 < 8, md5('subscriber ' || n), printf('100.80.%d.%d/32', n // 256, n % 256))
    as binding_value,
    if(n % 10 < 8, null, printf('%024x%08x', 65535, 1682964480 + n)) as binding_first_key,
    binding_first_key as binding_last_key,
    'any' as remote_kind,
    ['wireguard', null, 'openvpn', null][1 + n % 4] as protocol,
    timestamptz '2025-01-01 00:00:00+00' as valid_from,
    if(n % 20 = 7, timestamptz '2026-02-01 00:00:00+00', null) as valid_to,
    ['approved', 'suspended', 'revoked'][if(n % 50 > 1, 1, 2 + n % 2)] as status,
    14 as grace_days,
    timestamptz '2025-06-01 06:00:00+00' as first_recorded_at,
    first_recorded_at as recorded_at,
    'open' as state,
    '2025-06-01 5d1a0f3c' as registry_version,
from range($terms) as t(n)
order by n
