"""A day of everything that looks like a tunnel and is none, beside tunnels whose verdict is known."""

import datetime as dt
from random import Random

import pytest

from tests.planting.rows import address, at, half, judged, listed, spoke, term

SECOND = dt.timedelta(seconds=1)
FLAGS = {"unregistered", "out_of_terms", "expired", "suspended", "revoked"}
NET, SHARED, GATEWAY = "192.0.2.0/24", "198.51.100.1", "198.51.100.2"
ENTRIES = [
    listed(NET, "pool_static", "pools"),
    listed("198.51.100.0/28", "pool_static", "pools"),
    listed("2001:db8:1::/48", "pool_static", "pools"),
    listed("203.0.113.240/28", "epdg", "epdg"),
    listed("203.0.113.224/28", "hosting", "hosting"),
]
WIREGUARD, OPENVPN = {"dport": 51820}, {"dport": 1194}
TCP = {"protocol": 6}
PROBE = {"packets_out": 1, "packets_in": 0, "bytes_out": 176, "bytes_in": 0}
NO_PORTS = {"sport": None, "dport": None}
DPI = {"app_basis": "dpi"}


def remote(number):
    return f"203.0.113.{number}"


def counted(out, back, size=501):
    return {
        "packets_out": out,
        "packets_in": back,
        "bytes_out": out * size,
        "bytes_in": back * size,
    }


def reply(record, after=0.04):
    """The half of the other direction, a little later."""
    turned = {"src": record["dst_ip"], "dst": record["src_ip"], "protocol": record["protocol"]}
    turned |= {"sport": record["dst_port"], "dport": record["src_port"]}
    return half(record["started_at"] + after * SECOND, 600, **turned)


def shredded(src, pieces=100, **more):
    return [
        spoke(at("14:00") + n * 30 * SECOND, 30, src=src, **counted(1, 1), **more)
        for n in range(pieces)
    ]


def collisions(src):
    """A client's own ports, chosen by chance or by a translation, as a VPN's are."""
    ports = (500, 655, 1194, 1701, 1723, 2408, 4500, 8388, 9001, 9993, 41641, 51820)
    for n, port in enumerate(ports):
        for protocol in (6, 17):
            for initiator in ("known", "guessed", "unknown"):
                told = {"src": src, "sport": port, "dport": 443, "protocol": protocol}
                yield spoke("10:00", dst=remote(1 + n), initiator=initiator, **told)
        there = half("11:00", src=src, dst=remote(20 + n), sport=port, dport=27015)
        again = there | {"started_at": at("11:30:01"), "ended_at": at("11:40")}
        yield from (there, reply(there), reply(there, 1800), again)  # the server is first again


def fanned(src, dport, **more):
    others = [spoke("12:00", src=src, dst=remote(100 + n), dport=6881 + n) for n in range(9)]
    return [*others, spoke("12:01", src=src, dport=dport, **more)]


DECOYS = {
    "ports of clients": collisions,
    "a scan that nobody answers": lambda src: [
        spoke("10:00", 0, src=src, dst=remote(n), sport=40_000 + n, **OPENVPN, **PROBE)
        for n in range(1, 30)
    ],
    "a scan that one in ten answers": lambda src: [
        spoke(
            "10:00",
            9,
            src=src,
            dst=remote(n),
            sport=40_000 + n,
            **WIREGUARD,
            **counted(6, 6 * (n < 3)),
        )
        for n in range(1, 30)
    ],
    "a scan from outside, answered once": lambda src: [
        spoke("10:00", 0, src=remote(7), dst=src, dport=port, **counted(1, 1))
        for port in (500, 1194, 1701, 4500, 51820)
    ],
    "a knock from outside that nobody answers": lambda src: [
        spoke("10:00", 60, src=remote(8), dst=src, **WIREGUARD, **counted(9, 0, 176))
    ],
    "one packet": lambda src: [
        spoke("10:00", 0, src=src, dst=remote(9), **WIREGUARD, **PROBE),
        spoke("10:00", 0, src=src, dst=remote(10), **OPENVPN, **counted(1, 1)),
        spoke("10:00", 0, src=src, dst=remote(11), dport=1723, **TCP, **counted(3, 2, 48)),
        spoke("10:00", 0, src=src, dst=remote(12), **WIREGUARD, sampling=1000, **counted(1, 1)),
    ],
    "one packet that two exporters and two files tell": lambda src: [
        spoke("10:00", 9, src=src, gateway=gateway, source=one * 16, **counted(2, 1))
        for gateway in ("edge-1", "edge-2")
        for one in "ac"
    ],
    "calls over Wi-Fi": lambda src: (
        [
            spoke("10:00", src=src, dst=remote(n), dport=port, sport=port + 10_000)
            for n in (241, 242, 250)
            for port in (500, 4500)
        ]
        + [spoke("10:00", src=src, dst=remote(243), protocol=50, **NO_PORTS)]
    ),
    "QUIC": lambda src: [
        spoke("10:00", 4000, src=src, dst=remote(n), dport=443, app=app, **DPI)
        for n, app in ((30, "quic"), (31, "quic.youtube"), (32, None))
    ],
    "STUN and a call": lambda src: [
        spoke("10:00", 4000, src=src, dst=remote(33), dport=3478, **counted(4000, 4000, 500)),
        spoke("10:00", 4000, src=src, dst=remote(34), dport=19305, **counted(4000, 4000, 500)),
        spoke("10:00", src=src, dst=remote(35), dport=51821, app="stun", **DPI, **counted(99, 99)),
    ],
    "a game with many peers": lambda src: fanned(src, 51820),
    "a file-sharing peer on 1194": lambda src: fanned(src, 1194),
    "a file-sharing peer on 1194, labelled": lambda src: [
        spoke("12:01", src=src, dst=remote(40), app="bittorrent", **DPI, **OPENVPN)
    ],
    "the same, cut in pieces": lambda src: shredded(
        src, dst=remote(41), app="bittorrent", **DPI, **OPENVPN
    ),
    "names and time on odd lengths": lambda src: [
        spoke("10:00", src=src, dst=remote(42), dport=53, **counted(40, 40, 500)),
        spoke("10:00", src=src, dst=remote(42), dport=123, **counted(40, 40, 176)),
        spoke("10:00", src=src, dst=remote(42), dport=53, first_out=42, first_in=54),
        spoke("10:00", src=src, dst=remote(43), dport=853, **TCP),
    ],
    "websites on odd ports": lambda src: [
        spoke("10:00", src=src, dst=remote(44 + n), dport=port, app=app, **DPI, **TCP)
        for n, port in enumerate((443, 8443, 10443, 5555, 992, 9001, 8388))
        for app in ("tls", "http", None)
    ],
    "a provider's website": lambda src: [
        spoke("10:00", src=src, dst=remote(52), dport=443, app="tls.nordvpn", **DPI, **TCP),
        spoke("10:00", src=src, dst=remote(53), dport=53, app="dns.nordvpn", **DPI),
    ],
    "labels that repeat the port": lambda src: [
        spoke("10:00", src=src, dst=remote(54), dport=port, app=app, app_basis="port", **TCP)
        for port, app in ((8009, "ciscovpn"), (500, "ipsec"), (8008, "openvpn"))
    ],
    "encapsulation": lambda src: [
        *(spoke("10:00", src=src, dst=remote(55), dport=n) for n in (3544, 2152, 4789, 5247)),
        *(spoke("10:00", src=src, dst=remote(56), protocol=n, **NO_PORTS) for n in (4, 41, 47)),
    ],
    "AH on the link, and groups": lambda src: [
        spoke("10:00", src="fe80::1", dst="fe80::2", protocol=51, **NO_PORTS),
        spoke("10:00", src=src, dst="169.254.0.2", protocol=51, **NO_PORTS),
        spoke("10:00", src=src, dst="224.0.0.5", protocol=51, **NO_PORTS),
        spoke("10:00", src="2001:db8:1::9", dst="ff02::5", protocol=51, **NO_PORTS),
        spoke("10:00", src=src, dst="239.255.255.250", dport=51820),
        spoke("10:00", src=src, dst="255.255.255.255", dport=9993),
        half("10:00", src=src, dst=remote(57), protocol=51, **NO_PORTS),
    ],
    "TCP that only shakes hands": lambda src: [
        spoke("10:00", src=src, dst=remote(58), dport=port, **TCP, **counted(9, 9, 52))
        for port in (1194, 1723, 992)
    ],
    "what was denied": lambda src: [
        spoke("10:00", src=src, dst=remote(59), action="denied", **WIREGUARD)
    ],
    "an opening that nobody answers": lambda src: [
        spoke("10:00", 90, src=src, dst=remote(60), dport=33333, **counted(18, 0, 176))
    ],
    "WARP": lambda src: [spoke("10:00", src=src, dst="162.159.193.5", dport=2408)],
}


def tunnel(src, number, **more):
    return spoke("10:00", 3600, src=src, dst=remote(number), **more)


def halves(src):
    there = half("10:00", src=src, dst=remote(75), **WIREGUARD)
    return [there, reply(there)]


ENDED = {"valid_to": dt.datetime(2026, 3, 10, tzinfo=dt.UTC)}
# Tunnels: what is planted, the term for its line, and the verdict it must get.
TUNNELS = {
    "registered": (lambda src: [tunnel(src, 70, **WIREGUARD)], {}, "registered"),
    "expired": (lambda src: [tunnel(src, 71, **WIREGUARD)], ENDED, "expired"),
    "pending": (lambda src: [tunnel(src, 72, **OPENVPN)], {"status": "pending"}, "pending"),
    "another remote": (
        lambda src: [tunnel(src, 73, **OPENVPN)],
        {"remote": ("cidr", "198.51.100.0/24")},
        "out_of_terms",
    ),
    "suspended": (lambda src: [tunnel(src, 74, dport=4500)], {"status": "suspended"}, "suspended"),
    "halves": (halves, None, "unregistered"),
    "revoked": (
        lambda src: [tunnel(src, 76, protocol=50, **NO_PORTS)],
        {"status": "revoked"},
        "revoked",
    ),
    "shredded": (lambda src: shredded(src, dst=remote(77), **WIREGUARD), None, "unregistered"),
    "sampled": (
        lambda src: [tunnel(src, 78, sampling=1000, **WIREGUARD, **counted(3, 3))],
        None,
        "unregistered",
    ),
    "two exporters": (
        lambda src: [tunnel(src, 79, gateway=one, **OPENVPN) for one in ("edge-1", "edge-2")],
        None,
        "unregistered",
    ),
    "a label on a port of nobody's": (
        lambda src: [tunnel(src, 80, dport=33333, app="wireguard", **DPI)],
        None,
        "unregistered",
    ),
    "an opening on a port of nobody's": (
        lambda src: [tunnel(src, 81, dport=33334, first_out=148, first_in=92)],
        None,
        "unregistered",
    ),
    "opened from outside": (
        lambda src: [spoke("10:00", src=remote(82), dst=src, **WIREGUARD)],
        None,
        "unregistered",
    ),
    "a gateway's word": (
        lambda src: [
            spoke("10:00", src=src, dst=GATEWAY, app="openvpn", app_basis="event", **OPENVPN)
        ],
        None,
        "unregistered",
    ),
}


OWNERS = {name: address(10 + n) for n, name in enumerate([*DECOYS, *TUNNELS])}


def planted(luck=None):
    """The day's records and terms, in the order in which they stand here or shuffled."""
    records, terms = [], []
    for name, make in DECOYS.items():
        records += make(OWNERS[name])
    records += collisions(SHARED)  # behind a translation, where every port comes up
    for number, (name, (make, told, _)) in enumerate(TUNNELS.items()):
        records += make(OWNERS[name])
        if told is not None:
            terms.append(term(number, ("cidr", f"{OWNERS[name]}/32"), **told))
    records = [row | {"line": n} for n, row in enumerate(records)]
    if luck:
        luck.shuffle(records)
    return records, terms


@pytest.fixture(scope="module")
def sessions():
    records, terms = planted()
    return judged(records, terms=terms, entries=ENTRIES)


def of(sessions, name):
    return [row for row in sessions if row["src_ip"] == OWNERS[name]]


@pytest.mark.parametrize("name", DECOYS)
def test_a_decoy_is_neither_flagged_nor_taken_for_a_tunnel(sessions, name):
    told = [(row["family"], row["verdict"], row["reason"]) for row in of(sessions, name)]
    assert {verdict for _, verdict, _ in told} <= {"inconclusive", "exempt"}, told


@pytest.mark.parametrize("name", TUNNELS)
def test_a_tunnel_beside_them_has_its_verdict(sessions, name):
    assert [row["verdict"] for row in of(sessions, name)] == [TUNNELS[name][2]]


def test_nobody_else_is_flagged(sessions):
    known = {OWNERS[name] for name in TUNNELS}
    assert {row["src_ip"] for row in sessions if row["verdict"] in FLAGS} <= known
    assert SHARED not in {row["src_ip"] for row in sessions}


CLASSES = {
    "calls over Wi-Fi": {("exempt", "carrier")},
    "encapsulation": {("exempt", "encapsulation")},
    "a provider's website": {("inconclusive", "contact")},
    "an opening that nobody answers": {("inconclusive", "attempt")},
    "WARP": {("inconclusive", "privacy_relay")},
    "a scan that nobody answers": set(),
    "a scan that one in ten answers": set(),
    "a scan from outside, answered once": set(),
    "a knock from outside that nobody answers": set(),
    "ports of clients": set(),
    "one packet": set(),
    "one packet that two exporters and two files tell": set(),
    "AH on the link, and groups": set(),
    "labels that repeat the port": set(),
    "what was denied": set(),
}


@pytest.mark.parametrize("name", CLASSES)
def test_a_decoy_has_the_class_it_is_counted_under_or_no_row(sessions, name):
    assert {(row["verdict"], row["reason"]) for row in of(sessions, name)} == CLASSES[name]


@pytest.mark.parametrize("threads", [1, 8])
def test_the_same_rows_in_another_order_are_the_same_sessions(sessions, threads):
    records, terms = planted(Random(threads))  # noqa: S311  # planted, not secret
    assert judged(records, terms=terms, entries=ENTRIES, threads=threads) == sessions
