-- title: what labels of connections mean, without the signs inside them
--
-- `tunnel` names a VPN's own protocol or a program that does nothing else; `provider` a company
-- that sells VPNs, whose website has the same name; `relay` a service that hides who asks, and is
-- no VPN of the subject's; `call` speech and pictures, whose lengths look like a VPN's; `carried`
-- what any service may be wrapped in, which contradicts no VPN. What stands in no row is another
-- service. Inspection takes too much for Cisco's client (of 32 such labels 28 were wrong).
select *
from (
    values
        ('openvpn', 'tunnel', 'openvpn'), ('ovpn', 'tunnel', 'openvpn'),
        ('openvpntcp', 'tunnel', 'openvpn'), ('openvpnudp', 'tunnel', 'openvpn'),
        ('wireguard', 'tunnel', 'wireguard'), ('amneziawg', 'tunnel', 'wireguard'),
        ('ipsec', 'tunnel', 'ipsec'), ('ike', 'tunnel', 'ipsec'), ('ikev1', 'tunnel', 'ipsec'),
        ('ikev2', 'tunnel', 'ipsec'), ('isakmp', 'tunnel', 'ipsec'),
        ('ipsecesp', 'tunnel', 'ipsec'), ('ipsecespudp', 'tunnel', 'ipsec'),
        ('ipsecudp', 'tunnel', 'ipsec'), ('ipsecah', 'tunnel', 'ipsec'),
        ('sitetosite', 'tunnel', 'ipsec'), ('l2tp', 'tunnel', 'l2tp'), ('pptp', 'tunnel', 'pptp'),
        ('tailscale', 'tunnel', 'mesh'), ('zerotier', 'tunnel', 'mesh'),
        ('tinc', 'tunnel', 'mesh'), ('softether', 'tunnel', 'softether'),
        ('sslvpn', 'tunnel', 'sslvpn'), ('sstp', 'tunnel', 'sslvpn'),
        ('anyconnect', 'tunnel', 'sslvpn'), ('openconnect', 'tunnel', 'sslvpn'),
        ('globalprotect', 'tunnel', 'sslvpn'), ('forticlient', 'tunnel', 'sslvpn'),
        ('checkpointvpn', 'tunnel', ''), ('vpn', 'tunnel', ''),
        ('tor', 'tunnel', 'tor'), ('psiphon', 'tunnel', 'proxy'),
        ('ultrasurf', 'tunnel', 'proxy'), ('operavpn', 'tunnel', 'proxy'),
        ('lantern', 'tunnel', 'proxy'), ('shadowsocks', 'tunnel', 'proxy'),
        ('vmess', 'tunnel', 'proxy'), ('v2ray', 'tunnel', 'proxy'), ('trojan', 'tunnel', 'proxy'),
        ('nordvpn', 'provider', ''), ('protonvpn', 'provider', ''), ('surfshark', 'provider', ''),
        ('privateinternetaccess', 'provider', ''), ('tunnelbear', 'provider', ''),
        ('windscribe', 'provider', ''), ('mullvad', 'provider', ''), ('expressvpn', 'provider', ''),
        ('cyberghost', 'provider', ''), ('purevpn', 'provider', ''), ('ipvanish', 'provider', ''),
        ('hidemyass', 'provider', ''), ('vyprvpn', 'provider', ''), ('cactusvpn', 'provider', ''),
        ('ivpn', 'provider', ''), ('airvpn', 'provider', ''), ('hotspotshield', 'provider', ''),
        ('cloudflarewarp', 'relay', 'wireguard'), ('warp', 'relay', 'wireguard'),
        ('privaterelay', 'relay', ''), ('icloudprivaterelay', 'relay', ''),
        ('stun', 'call', ''), ('turn', 'call', ''), ('rtp', 'call', ''), ('rtcp', 'call', ''),
        ('srtp', 'call', ''),
        ('tls', 'carried', ''), ('ssl', 'carried', ''), ('dtls', 'carried', ''),
        ('securesocketlayerprotocol', 'carried', ''), ('udp', 'carried', ''),
        ('tcp', 'carried', ''), ('gre', 'carried', ''), ('unknown', 'carried', ''),
        ('unknowntcp', 'carried', ''), ('unknownudp', 'carried', ''),
        ('generaludp', 'carried', ''), ('generaltcp', 'carried', ''),
        ('incomplete', 'carried', ''), ('insufficientdata', 'carried', ''),
        ('notapplicable', 'carried', ''), ('failed', 'carried', ''), ('ciscovpn', 'carried', '')
) as known(label, kind, family)
