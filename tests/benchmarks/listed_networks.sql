-- title: a list of $networks networks of VPN providers, one in three with a host's name
select
    printf('%d.%d.%d.%d/27', 60 + n // 65536, n // 256 % 256, n % 256, n % 8 * 32) as cidr,
    'vpn' as category,
    'provider-' || n % 50 as provider,
    if(n % 3 = 0, 'vpn' || n % 5000 || '.example', null) as host,
from range($networks) as t(n)
order by n
