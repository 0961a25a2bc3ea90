-- rows: invented terms, one of each kind of binding and each kind of remote
with examples as (
    select *
    from (
        values
        ('cidr', '198.51.100.16/28', 'cidr', '203.0.113.64/28', 'company', 'ipsec', null),
        ('cidr', '2001:db8:17::/48', 'any', null, 'education', null, null),
        ('account', 'ona@isp.example', 'host', 'vpn.office.example', 'other', 'openvpn', '1194'),
        ('circuit', 'pon-7/3', 'provider', 'Safelane', 'bank', 'wireguard', '51820-51829'),
        ('msisdn', '37060000007', 'any', null, 'mission', 'udp', '443'),
    ) as told (
        binding_kind, binding_value, remote_kind, remote_value, category, protocol, port
    )
)
select
    'R-000' || row_number() over () as registration_id,
    'C-000' || row_number() over () as registrant_id,
    category,
    binding_kind,
    binding_value,
    remote_kind,
    remote_value,
    protocol,
    port,
    '2026-01-01' as valid_from,
    '2026-12-31' as valid_to,
    'approved' as status,
    '14' as grace_days,
    'A-26/' || row_number() over () as authority_ref,
    cast(null as varchar) as moved_from,
from examples
order by registration_id
