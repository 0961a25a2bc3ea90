"""Which records are kept beside others, and of which family: by port, service, list and gateway."""

import pytest

from tests.planting.pairs import judged_pairs
from tests.planting.rows import listed, spoke
from tracker.settings import Settings

SERVERS = listed("198.51.100.0/28", "vpn", "servers", confidence="dedicated")
LINES = [listed("100.64.0.0/16", "local", "lines"), SERVERS]
EVERY = Settings(judge={"scored": {"possible": -70}})  # even weak evidence makes a row
TCP, UDP = 6, 17
DPI = {"app_basis": "dpi"}
COUNTERS = ("bytes_out", "bytes_in", "packets_out", "packets_in")

# The ports of shared/detections.md: those of VPNs alone, those they share, plain encapsulation.
OWN = {
    "ipsec": [(UDP, 500), (UDP, 4500), (50, None), (51, None)],
    "wireguard": [(UDP, 51820), (UDP, 2408)],
    "openvpn": [(UDP, 1194), (TCP, 1194)],
    "l2tp": [(UDP, 1701)],
    "pptp": [(TCP, 1723)],
    "mesh": [(UDP, 41641), (UDP, 9993), (UDP, 655)],
    "other:gre/0": [(47, None)],
    "other:ipip/0": [(4, None)],
    "other:6in4/0": [(41, None)],
    **{f"other:udp/{port}": [(UDP, port)] for port in (3544, 2152, 5247, 4789)},
}
WEAK = {
    "openvpn": [(UDP, port) for port in (1195, 1196, 1197, 1198)],
    "wireguard": [(UDP, 51821)],
    "softether": [(TCP, 992), (TCP, 5555), (UDP, 5555)],
    "proxy": [(TCP, 8388), (UDP, 8388)],
    "tor": [(TCP, 9001)],
    "sslvpn": [(TCP, 10443), (UDP, 10443), (UDP, 4501)],
}
PORTS = {(*one, role): family
         for role, told in (("own", OWN), ("weak", WEAK)) for family, ports in told.items()
         for one in ports}  # fmt: skip


def families(app):
    """The families under each of PORTS of a record that inspection calls `app`."""
    cases = {
        (protocol, port, role): lambda pair, protocol=protocol, port=port: [
            spoke("10:00", **pair, protocol=protocol, dport=port, app=app, **DPI,
                  sport=port and 40000)
        ]
        for protocol, port, role in PORTS
    }  # fmt: skip
    found = judged_pairs(cases, entries=LINES, settings=EVERY)
    return {case: [row["family"] for row in rows] for case, rows in found.items()}


def test_each_port_of_a_vpn_names_its_family():
    assert families("vpn") == {case: [family] for case, family in PORTS.items()}


def test_a_label_names_the_family_but_where_the_port_is_a_vpns_own():
    assert families("tinc") == {
        case: [family if case[2] == "own" else "mesh"] for case, family in PORTS.items()
    }


# Remotes that are no single host, and hosts beside them.
REMOTES = {
    "0.0.0.9": False,
    "1.0.0.9": True,
    "169.253.0.1": True,
    "169.254.0.1": False,
    "223.255.255.1": True,
    "224.0.0.251": False,
    "240.0.0.1": False,
    "::": False,
    "::1": True,
    "2001:db8::e000:1": True,
    "2001:db8::a9fe:1": True,
    "fe7f::1": True,
    "fe80::1": False,
    "fe90::1": False,
    "fea0::1": False,
    "feb0::1": False,
    "fec0::1": True,
    "feff::1": True,
    "ff02::fb": False,
}


def test_only_a_remote_that_is_a_host_is_a_tunnels_end():
    cases = {
        remote: lambda pair, remote=remote: [spoke("10:00", **pair | {"dst": remote})]
        for remote in REMOTES
    }
    found = judged_pairs(cases, entries=LINES)
    assert {remote: bool(rows) for remote, rows in found.items()} == REMOTES


LISTED = {
    "UDP": (lambda p: [spoke("10:00", **p, dport=47000)], True),
    "TCP": (lambda p: [spoke("10:00", **p, dport=443, protocol=TCP)], True),
    "an echo": (lambda p: [spoke("10:00", **p, sport=8, dport=0, protocol=1)], False),
    "SCTP": (lambda p: [spoke("10:00", **p, dport=5000, protocol=132)], False),
}


def test_a_list_speaks_for_a_vpn_over_tcp_and_udp_alone():
    """Who pings a provider's server to see how far it is uses no VPN."""
    cases = {
        name: lambda pair, made=made: made(pair | {"dst": "198.51.100.7"})
        for name, (made, _) in LISTED.items()
    }
    found = judged_pairs(cases, entries=LINES)
    assert {name: [row["tier"] for row in rows] for name, rows in found.items()} == {
        name: ["likely"] * flagged for name, (_, flagged) in LISTED.items()
    }


@pytest.fixture(scope="module")
def twins():
    """TLS and DTLS to one server: by port, and whether inspection names both."""

    def made(pair, port, udp, tcp):
        return [
            spoke("10:00", **pair, dport=port, protocol=TCP, app=tcp, **DPI),
            spoke("10:00:05", **pair, dport=port, app=udp, app_basis=udp and "dpi"),
        ]

    cases = {
        (port, udp, tcp): lambda pair, port=port, udp=udp, tcp=tcp: made(pair, port, udp, tcp)
        for port in (443, 4433, 4434, 8443, 10443)
        for udp, tcp in (("dtls", None), (None, "tls"), ("quic", "tls"))
    }
    found = judged_pairs(cases, entries=LINES, settings=EVERY)
    return {
        case: [row["connections"] for row in rows if any(
            told["detection"] == "tls_dtls_twin" for told in row["evidence"])]
        for case, rows in found.items()
    }  # fmt: skip


def test_tls_and_dtls_of_one_server_and_port_are_one_session(twins):
    assert {case for case, found in twins.items() if found == [2]} == {
        *((port, "dtls", None) for port in (443, 4433, 8443, 10443)),
        *((port, None, "tls") for port in (4433, 8443, 10443)),
    }


def test_of_other_ports_and_of_quic_nothing_says_that_they_are(twins):
    assert {case for case, found in twins.items() if not found} == {
        *((4434, *told) for told in (("dtls", None), (None, "tls"))),
        (443, None, "tls"),
        *((port, "quic", "tls") for port in (443, 4433, 4434, 8443, 10443)),
    }


def test_a_clients_own_port_makes_no_service_of_its_servers_443():
    """HTTP/3 from port 8443, by chance: what else goes to that server is not looked at for it."""
    place = {"dst": "203.0.113.9", "dport": 443}
    bundle = [
        (lambda pair, n=n: spoke("10:00", **pair | place, sport=40000 + n, protocol=TCP))
        for n in range(30)
    ]
    cases = {
        port: lambda pair, port=port: [
            spoke("10:00", **pair | place, sport=port), *(one(pair) for one in bundle)
        ]
        for port in (8443, 40000)
    }  # fmt: skip
    entries = [*LINES, listed("203.0.113.0/24", "hosting", "rented")]
    found = judged_pairs(cases, entries=entries, settings=EVERY)
    assert {port: len(rows) for port, rows in found.items()} == {8443: 0, 40000: 0}


def test_a_gateways_word_names_the_family_and_only_where_it_has_none_the_port():
    nothing = dict.fromkeys(COUNTERS)
    told = {(app, port): "openvpn" for app in ("openvpn", "vpn") for port in (1194,)}
    told |= {("openvpn", 51820): "openvpn", ("openvpn", 33333): "openvpn"}
    told |= {("vpn", 51820): "wireguard", ("vpn", 33333): "other:ip/0"}
    cases = {
        case: lambda pair, case=case: [
            spoke("10:00", **pair, app=case[0], app_basis="event", dport=case[1], **nothing)
        ]
        for case in told
    }
    found = judged_pairs(cases, entries=LINES)
    assert {case: [row["family"] for row in rows] for case, rows in found.items()} == {
        case: [family] for case, family in told.items()
    }
