"""A server that several subscribers speak to in the way of a VPN, and what else it serves."""

import datetime as dt

import pytest

from tests.planting.pairs import turned
from tests.planting.rows import DAY, at, judged, listed, spoke

SERVER = "203.0.113."
ENTRIES = [
    listed("100.64.0.0/16", "local", "lines"),
    listed("198.51.100.0/24", "vpn", "servers", confidence="dedicated"),
]
PAGE = {"protocol": 6, "dport": 443}
UNANSWERED = {"packets_in": 0, "bytes_in": 0}


def lines(number, times=5):
    """So many subscribers and one server, as `spoke` takes them."""
    return [
        {"src": f"100.64.{number}.{n}", "dst": f"{SERVER}{number}"} for n in range(1, times + 1)
    ]


def tunnels(ends, **more):
    return [spoke("10:00", **pair, **more) for pair in ends]


def page(number, when="11:00", **more):
    return spoke(when, **lines(number)[0] | PAGE | more)


# What is planted, and whether the server counts as shared.
CASES = {
    "five subscribers": (lambda n: tunnels(lines(n)), True),
    "four": (lambda n: tunnels(lines(n, 4)), False),
    "four, of whom one comes again": (
        lambda n: [*tunnels(lines(n, 4)), spoke("15:00", **lines(n)[0], sport=41000)], False,
    ),
    "five, of whom one comes again": (
        lambda n: [*tunnels(lines(n)), spoke("15:00", **lines(n)[0], sport=41000)], True,
    ),
    "four, and a fifth the night after": (
        lambda n: [*tunnels(lines(n, 4)), spoke(at("10:00", 1), **lines(n)[4])], False,
    ),
    "names beside it": (lambda n: [*tunnels(lines(n)), page(n, protocol=17, dport=53)], False),
    "a page of one packet": (
        lambda n: [*tunnels(lines(n)), page(n, packets_in=1, bytes_in=60)], False,
    ),
    "a page as the night begins": (lambda n: [*tunnels(lines(n)), page(n, "00:00")], False),
    "a page beside it": (lambda n: [*tunnels(lines(n)), page(n)], False),
    "a page that somebody else read": (
        lambda n: [*tunnels(lines(n)), page(n, src="192.0.2.77")], False,
    ),
    "a page that nobody got": (lambda n: [*tunnels(lines(n)), page(n, **UNANSWERED)], True),
    "a page in bytes alone": (
        lambda n: [*tunnels(lines(n)), page(n, packets_in=None, packets_out=None)], False,
    ),
    "a page the night before": (lambda n: [*tunnels(lines(n)), page(n, at("23:00", -1))], True),
    "a page the night after": (lambda n: [*tunnels(lines(n)), page(n, at("00:00", 1))], True),
    "the same port over TCP": (lambda n: [*tunnels(lines(n)), page(n, dport=51820)], False),
    "a label on a port of nobody's": (
        lambda n: tunnels(lines(n), dport=33333, app="wireguard", app_basis="dpi"), True,
    ),
    "an opening on a port of nobody's": (
        lambda n: tunnels(lines(n), dport=33333, first_out=148, first_in=92), True,
    ),
    "a list alone": (
        lambda n: tunnels([pair | {"dst": f"198.51.100.{n}"} for pair in lines(n)], dport=443), False,
    ),
    "a client outside of five servers": (
        lambda n: tunnels([turned(pair) for pair in lines(n)]), False,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def shared():
    """Of each case, by its number, what its sessions show of that evidence."""
    records = [row for number, (made, _) in enumerate(CASES.values()) for row in made(number)]
    found = {}
    for row in judged(records, entries=ENTRIES, dates=[DAY, DAY + dt.timedelta(days=1)]):
        told = [one["saw"] for one in row["evidence"] if one["detection"] == "shared_endpoint"]
        found.setdefault(int(row["src_ip"].split(".")[2]), []).append(told)
    return found


@pytest.mark.parametrize("name", CASES)
def test_five_subscribers_of_a_server_that_serves_nothing_else_support_each_other(shared, name):
    found = shared[[*CASES].index(name)]
    assert len(found) >= 4
    expected = ["5 subscribers, nothing else on the host"] if CASES[name][1] else []
    assert [told for told in found if told != expected] == []
