-- title: lengths of the first payload each way by which a VPN opens
--
-- WireGuard's initiation is 148 bytes, its response 92 and its cookie 64 (its paper, 5.4).
-- OpenVPN's server answers the client's reset with 12 bytes more; over TCP two bytes of length
-- stand before each. By which keys the control channel is guarded decides how long a reset is.
select *
from (
    values
        (17, 'wireguard', 148, 92),
        (17, 'wireguard', 148, 64),
        (17, 'openvpn', 14, 26),
        (17, 'openvpn', 42, 54),
        (17, 'openvpn', 54, 66),
        (17, 'openvpn', 86, 98),
        (6, 'openvpn', 16, 28),
        (6, 'openvpn', 44, 56),
        (6, 'openvpn', 56, 68),
        (6, 'openvpn', 88, 100)
) as known(protocol, family, client, server)
