-- title: the ports and protocols a session can be told by, and the family each belongs to
--
-- Port 0 stands for a protocol that has no ports. A `strong` port is a VPN's own; on a `weak` one
-- other services are as common, so that it never speaks alone; `capsule` is plain encapsulation.
-- WARP (UDP 2408) speaks WireGuard and counts as that family.
select *
from (
    values
        (17, 500, 'ipsec', 'strong'),
        (17, 4500, 'ipsec', 'strong'),
        (50, 0, 'ipsec', 'strong'),
        (51, 0, 'ipsec', 'strong'),
        (17, 51820, 'wireguard', 'strong'),
        (17, 2408, 'wireguard', 'strong'),
        (17, 1194, 'openvpn', 'strong'),
        (6, 1194, 'openvpn', 'strong'),
        (17, 1701, 'l2tp', 'strong'),
        (6, 1723, 'pptp', 'strong'),
        (17, 41641, 'mesh', 'strong'),
        (17, 9993, 'mesh', 'strong'),
        (17, 655, 'mesh', 'strong'),
        (17, 1195, 'openvpn', 'weak'),
        (17, 1196, 'openvpn', 'weak'),
        (17, 1197, 'openvpn', 'weak'),
        (17, 1198, 'openvpn', 'weak'),
        (17, 51821, 'wireguard', 'weak'),
        (6, 992, 'softether', 'weak'),
        (6, 5555, 'softether', 'weak'),
        (17, 5555, 'softether', 'weak'),
        (6, 8388, 'proxy', 'weak'),
        (17, 8388, 'proxy', 'weak'),
        (6, 9001, 'tor', 'weak'),
        (6, 10443, 'sslvpn', 'weak'),
        (17, 10443, 'sslvpn', 'weak'),
        (17, 4501, 'sslvpn', 'weak'),
        (47, 0, 'other:gre/0', 'capsule'),
        (4, 0, 'other:ipip/0', 'capsule'),
        (41, 0, 'other:6in4/0', 'capsule'),
        (17, 3544, 'other:udp/3544', 'capsule'),
        (17, 2152, 'other:udp/2152', 'capsule'),
        (17, 5247, 'other:udp/5247', 'capsule'),
        (17, 4789, 'other:udp/4789', 'capsule')
) as known(protocol, port, family, role)
