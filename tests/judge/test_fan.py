"""To how many remotes a client's local UDP port spoke, and which clients only scan: whom it concerns."""

import pytest

from tests.planting.pairs import judged_pairs, turned
from tests.planting.rows import at, beats, held, judged, key, listed, logged, spoke
from tracker.settings import Settings

LINES = [listed("100.64.0.0/16", "local", "lines")]
EVERY = Settings(judge={"scored": {"possible": -70}})  # even weak evidence makes a row
TCP = {"protocol": 6}
SILENT = {"packets_in": 0, "bytes_in": 0}


def others(pair, count=7, when="11:00", **more):
    """As many remotes more to which the line spoke."""
    return [
        spoke(when, **pair | {"dst": f"198.18.0.{n + 1}", "dport": 6881} | more)
        for n in range(count)
    ]


def called(pair, **more):
    """A client outside that speaks to seven more lines of ours."""
    ends = [turned(pair) | {"dst": f"100.64.9.{n + 1}"} for n in range(7)]
    return [spoke("11:00", **one, **{"dport": 6881} | more) for one in ends]


def tunnel(pair, **more):
    return spoke("10:00", **pair | more)


# What else is planted beside a WireGuard tunnel, and whether it speaks against it.
FANS = {
    "seven more remotes": (others, True),
    "six more remotes": (lambda p: others(p, 6), False),
    "one remote's seven ports": (
        lambda p: [spoke("11:00", **p | {"dst": "198.18.0.1", "dport": 6881 + n}) for n in range(7)],
        False,
    ),
    "over TCP": (lambda p: others(p, **TCP), False),
    "from another port": (lambda p: others(p, sport=40001), False),
    "the night before": (lambda p: others(p, when=at("23:59:59", -1)), False),
    "as the night begins": (lambda p: others(p, when="00:00"), True),
    "the night after": (lambda p: others(p, when=at("00:00", 1)), False),
}  # fmt: skip


@pytest.fixture(scope="module")
def fanned():
    cases = {name: lambda p, made=made: [tunnel(p), *made(p)] for name, (made, _) in FANS.items()}
    cases["a client outside"] = lambda p: [tunnel(turned(p)), *called(p)]
    cases["a client outside, from another port"] = lambda p: [
        tunnel(turned(p)), *called(p, sport=40001),
    ]  # fmt: skip
    rows = judged_pairs(cases, entries=LINES, settings=EVERY)
    return {
        name: [one["detection"] for row in found for one in row["evidence"]]
        for name, found in rows.items()
    }


@pytest.mark.parametrize("name", FANS)
def test_a_local_udp_port_to_eight_remotes_in_one_night_speaks_against_a_tunnel(fanned, name):
    assert "wireguard_port" in fanned[name]
    assert ("fan_out" in fanned[name]) == FANS[name][1]


def test_it_is_the_clients_port_that_counts_wherever_the_client_is(fanned):
    assert "fan_out" in fanned["a client outside"]
    assert "fan_out" not in fanned["a client outside, from another port"]


def scan(pair, count=10, **more):
    """As many servers of which none answers."""
    ends = [pair | {"dst": f"198.18.1.{n + 1}", "sport": 50000 + n} for n in range(count)]
    return [spoke("11:00", 9, **one | SILENT | more) for one in ends]


# What is planted beside a tunnel of the same client, and whether that is taken for its scan.
SCANS = {
    "ten of WireGuard": (scan, True),
    "nine of WireGuard": (lambda p: scan(p, 9), True),  # with the tunnel's: one in ten answers
    "eight of WireGuard": (lambda p: scan(p, 8), False),
    "ten on another port": (lambda p: scan(p, dport=1194), False),
    "ten over TCP": (lambda p: scan(p, **TCP), False),
    "ten tries of one server": (
        lambda p: [row | {"dst_ip": one["dst_ip"], "dst_key": one["dst_key"]}
                   for one in scan(p)[:1] for row in scan(p)], False,
    ),
    "the night before": (
        lambda p: [row | {"started_at": at("11:00", -1), "ended_at": at("11:01", -1),
                          "event_date": at("11:00", -1).date()} for row in scan(p)], False,
    ),
    "ten whose answer is told in bytes alone": (
        lambda p: scan(p, packets_in=None, packets_out=None, bytes_in=900), False,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def scanned():
    cases = {name: lambda p, made=made: [tunnel(p), *made(p)] for name, (made, _) in SCANS.items()}
    cases["ESP"] = lambda p: [
        spoke(when, **p | ends, protocol=50, sport=None, dport=None, **more)
        for when, ends, more in [("10:00", {}, {})]
        + [("11:00", {"dst": f"198.18.1.{n}"}, SILENT) for n in range(1, 20)]
    ]  # fmt: skip
    cases["over TCP"] = lambda p: [tunnel(p, dport=1194, **TCP), *scan(p, dport=1194, **TCP)]
    cases["answered when tried again"] = lambda p: [
        tunnel(p), *scan(p), *scan(p, started_at=at("11:10"), packets_in=9, bytes_in=900),
    ]  # fmt: skip
    for name, count in (("few from outside", 8), ("from outside", 9)):
        cases[name] = lambda p, count=count: [
            tunnel(turned(p)),
            *(
                spoke(
                    "11:00", 9, **turned(p) | {"dst": f"100.64.9.{n}", "sport": 50000 + n} | SILENT
                )
                for n in range(count)
            ),
        ]
    servers = {name: f"203.0.113.{number + 1}" for number, name in enumerate(cases)}
    found = judged_pairs(cases, entries=LINES)
    return {
        name: [row for row in rows if servers[name] in (row["remote_ip"], row["src_ip"])]
        for name, rows in found.items()
    }


@pytest.mark.parametrize("name", SCANS)
def test_a_scan_is_many_servers_on_one_port_and_protocol_in_one_night(scanned, name):
    assert bool(scanned[name]) != SCANS[name][1]


def test_what_has_no_ports_is_no_scan_and_a_client_outside_may_scan(scanned):
    assert scanned["ESP"]
    assert scanned["few from outside"]
    assert scanned["from outside"] == []


def test_over_tcp_it_is_one_too_and_a_server_that_answers_once_has_answered(scanned):
    assert scanned["over TCP"] == []
    assert scanned["answered when tried again"]


INNER, NEXT, SHARED = "100.66.0.10", "100.66.0.11", "192.0.2.7"


def lent(event, when, inner):
    """One event of a block of ports of a shared address."""
    block = {"port_first": 39000, "port_last": 40511, "inner_ip": inner, "inner_key": key(inner)}
    told = {"kind": "cgnat", "session_key": None, "gateway": "cgnat-1"}
    return logged(event, when, None, SHARED, **block | told)


@pytest.mark.parametrize(("when", "fans"), [("12:01", True), ("15:00", False)])
def test_a_port_of_a_shared_address_is_its_subscribers_only_while_it_served_him(when, fans):
    pools = [listed(f"{net}/24", "pool_cgnat") for net in ("192.0.2.0", "100.66.0.0")]
    logins = [*beats(), *held("jonas", ip=INNER), *held("egle", ip=NEXT)]
    for since, until, inner in (("08:00", "13:00", INNER), ("14:00", "20:00", NEXT)):
        logins += [lent("allocate", since, inner), lent("release", until, inner)]
    ends = {"src": SHARED, "dst": "203.0.113.5"}
    records = [spoke("12:00", **ends), *others(ends, when=when)]
    (session,) = judged(records, logins, entries=pools, settings=EVERY)
    assert session["holder"] == "jonas"
    assert any(one["detection"] == "fan_out" for one in session["evidence"]) == fans
