"""Whose side is the subject's, and who serves: by pools, then local networks, then the log's own direction."""

import pytest

from tests.planting.pairs import judged_pairs, turned
from tests.planting.rows import half, listed, spoke

LINES = [
    listed("100.64.0.0/17", "pool_static", "pools"),
    listed("100.64.0.0/16", "local", "lines"),
]
IN = {"initiator": "known"}
OUT, BACK = "outbound", "inbound"
ASKED = {"packets_out": 3, "bytes_out": 3 * 176}
DPI = {"app_basis": "dpi"}
EVENT = {"app": "openvpn", "app_basis": "event", "dport": 1194, "gateway": "vpn-1"}
EVENT |= dict.fromkeys(("bytes_out", "bytes_in", "packets_out", "packets_in"))

ANSWERED = {"app_basis": "event", "dport": 1194}


def knock(pair, answers=1, **more):
    """What a scanner outside sends to the line, and how often it was answered."""
    said = ASKED | {"packets_in": answers, "bytes_in": answers * 120}
    return [spoke("10:00", 3, **turned(pair), **said | more)]


# What is planted, and of each session: direction, family, the remote's port, packets out and in.
CASES = {
    "the line dials out": (lambda p: [spoke("10:00", **p)], [(OUT, "wireguard", 51820, 40, 50)]),
    "the line serves": (
        lambda p: [spoke("10:00", **turned(p))],
        [(BACK, "wireguard", 40000, 50, 40)],
    ),
    "the line serves, on a port below the client's": (
        lambda p: [spoke("10:00", **turned(p), sport=60000, dport=1194)],
        [(BACK, "openvpn", 60000, 50, 40)],
    ),
    "the lower port is the client's": (
        lambda p: [spoke("10:00", **p, sport=1194, dport=51820)],
        [(OUT, "wireguard", 51820, 40, 50)],
    ),
    "the lower port is a client's outside": (
        lambda p: [spoke("10:00", **turned(p), sport=1194, dport=51820)],
        [(BACK, "wireguard", 1194, 50, 40)],
    ),
    "the lower port is nobody's reason": (
        lambda p: [spoke("10:00", **turned(p), sport=443, dport=51820, initiator="unknown")],
        [],
    ),
    "the lower port is a VPN's, of the client": (
        lambda p: [spoke("10:00", **p, sport=1194, dport=27015, initiator=one)
                   for one in ("known", "guessed", "unknown")],
        [],
    ),
    "a server's answer that a log tells first": (
        lambda p: [spoke("10:00", **turned(p), sport=51820, dport=40000, initiator="unknown")],
        [("unknown", "wireguard", 51820, 50, 40)],
    ),
    "a guess of the log is overruled by whose line it is": (
        lambda p: [spoke("10:00", **turned(p), sport=51820, dport=40000, initiator="guessed")],
        [(BACK, "wireguard", 51820, 50, 40)],
    ),
    "halves of a server on the line": (
        lambda p: [
            half("10:00", **turned(p), sport=40000, dport=51820),
            half("10:00:01", **p, sport=51820, dport=40000),
        ],
        [(BACK, "wireguard", 40000, 40, 40)],
    ),
    "a knock that nobody answers": (lambda p: knock(p, 0), []),
    "a knock answered once": (knock, []),
    "a knock answered once, in bytes alone": (
        lambda p: knock(p, packets_out=None, packets_in=None, bytes_out=176, bytes_in=120), [],
    ),
    "a labelled knock that nobody answers": (lambda p: knock(p, 0, app="wireguard", **DPI), []),
    "a labelled knock answered once": (lambda p: knock(p, app="wireguard", **DPI), []),
    "a labelled knock answered once, on a port of nobody's": (
        lambda p: knock(p, dport=33333, app="openvpn", **DPI), [],
    ),
    "a labelled knock answered once, in bytes alone": (
        lambda p: knock(p, packets_out=None, packets_in=None, app="ipsec", dport=500, **DPI), [],
    ),
    "a reset that a server on the line answered once": (
        lambda p: knock(p, dport=1194, first_out=42, first_in=54), [],
    ),
    "a labelled opening answered once": (
        lambda p: knock(p, app="wireguard", **DPI, first_out=148, first_in=92), [],
    ),
    "a labelled client from outside that stays": (
        lambda p: [spoke("10:00", **turned(p), dport=33333, app="wireguard", **DPI)],
        [(BACK, "wireguard", 40000, 50, 40)],
    ),
    "an opening from outside that nobody answers": (
        lambda p: knock(p, 0, dport=33333, packets_out=9, bytes_out=9 * 176), [],
    ),
    "an opening of the line's that nobody answers": (
        lambda p: [
            spoke("10:00", **p, dport=33333, packets_out=9, bytes_out=9 * 176, packets_in=0,
                  bytes_in=0)
        ],
        [(OUT, "wireguard", 33333, 9, 0)],
    ),
    "who dials in at a gateway in a pool": (
        lambda p: [spoke("10:00", **turned(p), **EVENT)],
        [(OUT, "openvpn", 1194, None, None)],
    ),
    "what a gateway tells of something else than a tunnel": (
        lambda p: [spoke("10:00", **turned(p), **ANSWERED, app="http")],
        [(BACK, "openvpn", 40000, 50, 40)],
    ),
    "what a gateway tells of a tunnel that did not come up": (
        lambda p: [spoke("10:00", **turned(p), **ANSWERED, app="openvpn", state="refused")],
        [(BACK, "openvpn", 40000, 50, 40)],
    ),
}  # fmt: skip
DIALLED = {"who dials in at a gateway in a pool"}


@pytest.fixture(scope="module")
def found():
    return judged_pairs({name: made for name, (made, _) in CASES.items()}, entries=LINES)


@pytest.mark.parametrize("name", CASES)
def test_a_session_is_the_lines_whoever_opened_it(found, name):
    told = [
        (row["direction"], row["family"], row["remote_port"], row["packets_out"], row["packets_in"])
        for row in found[name]
    ]
    assert told == CASES[name][1]


@pytest.mark.parametrize("name", CASES)
def test_the_subject_is_the_line_but_where_somebody_dials_in(found, name):
    sides = {row["src_ip"].startswith("100.64.") for row in found[name]}
    assert sides <= {name not in DIALLED}


@pytest.mark.parametrize("name", CASES)
def test_what_was_opened_from_outside_is_flagged_like_any_other(found, name):
    flagged = {(row["direction"], row["verdict"]) for row in found[name] if row["tier"] == "likely"}
    assert flagged <= {(way, "unregistered") for way in (OUT, BACK, "unknown")}
