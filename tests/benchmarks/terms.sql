-- title: a register of 10,000 terms: nine in ten by login, one in ten by the address of a static line
select
    printf('T-%05d', n) as registration_id,
    printf('R-%04d', n // 3) as registrant_id,
    ['company', 'freelancer', 'bank', 'call_centre'][1 + n % 4] as category,
    if(n % 10 = 0, 'cidr', 'account') as binding_kind,
    if(
        n % 10 = 0,
        printf('100.%d.%d.%d/32', 80 + (n * 19) // 65536, ((n * 19) // 256) % 256, (n * 19) % 256),
        'user' || (n * 59) || '@isp.example'
    ) as binding_value,
    'any' as remote_kind,
    '' as remote_value,
    ['', 'wireguard', 'openvpn', 'ipsec'][1 + n % 4] as protocol,
    '' as port,
    '2026-01-01' as valid_from,
    '2026-12-31' as valid_to,
    'approved' as status,
    '7' as grace_days,
    printf('A-%d', n) as authority_ref,
from range(10000) as t(n)
order by n
