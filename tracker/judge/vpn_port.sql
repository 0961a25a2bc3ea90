-- title: the ports and protocols a session can be told by, and the family each belongs to
--
-- Port 0 stands for a protocol that has no ports. The families other:... are plain encapsulation.
-- WARP (UDP 2408) speaks WireGuard and counts as that family.
select *
from (
    values
        (17, 500, 'ipsec'),
        (17, 4500, 'ipsec'),
        (50, 0, 'ipsec'),
        (51, 0, 'ipsec'),
        (17, 51820, 'wireguard'),
        (17, 2408, 'wireguard'),
        (17, 1194, 'openvpn'),
        (6, 1194, 'openvpn'),
        (17, 1701, 'l2tp'),
        (6, 1723, 'pptp'),
        (17, 41641, 'mesh'),
        (17, 9993, 'mesh'),
        (17, 655, 'mesh'),
        (47, 0, 'other:gre/0'),
        (4, 0, 'other:ipip/0'),
        (41, 0, 'other:6in4/0'),
        (17, 3544, 'other:udp/3544'),
        (17, 2152, 'other:udp/2152'),
        (17, 5247, 'other:udp/5247'),
        (17, 4789, 'other:udp/4789')
) as known(protocol, port, family)
