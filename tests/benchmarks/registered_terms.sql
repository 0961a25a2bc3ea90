-- title: a register of $terms terms of all kinds, three to a registrant
select
    printf('R-%06d', n) as registration_id,
    printf('C-%06d', n // 3) as registrant_id,
    ['company', 'freelancer', 'bank', 'call_centre'][1 + n % 4] as category,
    case when n % 10 < 3 then 'cidr' when n % 10 < 8 then 'account' when n % 10 = 8 then 'circuit'
        else 'msisdn' end as binding_kind,
    case
        when n % 10 < 3 then printf('%d.%d.%d.0/28', 20 + n // 65536, n // 256 % 256, n % 256)
        when n % 10 < 8 then 'user' || n || '@isp.example'
        when n % 10 = 8 then 'circuit-' || n
        else printf('+370 6%07d', n)
    end as binding_value,
    ['any', 'any', 'cidr', 'cidr', 'host', 'provider'][1 + n % 6] as remote_kind,
    case n % 6
        when 2 then printf('%d.%d.%d.0/24', 100 + n % 60, n % 251, n % 241)
        when 3 then printf('%d.%d.%d.0/24', 160 + n % 60, n % 251, n % 241)
        when 4 then 'vpn' || n % 5000 || '.example'
        when 5 then 'provider-' || n % 50
    end as remote_value,
    ['', 'wireguard', 'openvpn', 'ipsec', 'udp'][1 + n % 5] as protocol,
    ['', '', '', '51820'][1 + n % 4] as port,
    printf('2026-%02d-01', 1 + n % 3) as valid_from,
    printf('2026-%02d-15', 3 + n % 9) as valid_to,
    if(n < $changed, 'suspended', 'approved') as status,
    '14' as grace_days,
    printf('A-%d', n) as authority_ref,
from range($terms) as t(n)
order by n
