"""What else a line did, before and while a session of its lasted: only a line of one subscriber is asked."""

import datetime as dt

import pytest

from tests.planting.pairs import judged_pairs, turned
from tests.planting.rows import at, judged, listed, spoke

ENTRIES = [
    listed("100.64.0.0/24", "local", "lines"),
    listed("100.64.1.0/24", "pool_dynamic", "pools"),
    listed("100.64.2.0/24", "local", "lines"),
    listed("100.64.2.0/24", "pool_cgnat", "pools"),
    listed("203.0.113.0/24", "hosting", "hosting"),
]
SECOND = dt.timedelta(seconds=1)
PAGE = {"protocol": 6, "dport": 443}
NOON = at("12:00")


def tunnel(pair, seconds=1800, **more):
    return spoke(NOON, seconds, **pair | more)


def pages(pair, count, first, step=60, **more):
    """So many pages of other hosts, one after the other from then on."""
    return [
        spoke(first + n * step * SECOND, 30, src=pair["src"], dst=f"198.18.0.{n + 1}",
              sport=50000 + n, **PAGE | more)
        for n in range(count)
    ]  # fmt: skip


def before(pair, count=20, **more):
    return pages(pair, count, at("11:30"), **more)


def several(pair, count):
    """So many tunnels at once, to servers of their own, after a busy hour."""
    servers = [{"dst": f"203.0.114.{n}", "sport": 41000 + n} for n in range(1, count)]
    return [*before(pair, 100, step=10), *(tunnel(pair, **one) for one in [{}, *servers])]


# What is planted on a line, and of how many sessions it is said that the line fell silent.
CASES = {
    "silent": (lambda p: [*before(p), tunnel(p)], 1),
    "one second too short": (lambda p: [*before(p), tunnel(p, 1799)], 0),
    "a page more than a tenth": (lambda p: [*before(p), tunnel(p), *pages(p, 1, NOON)], 0),
    "one page before too few": (lambda p: [*before(p, 19), tunnel(p)], 0),
    "one of them an hour and a second before": (
        lambda p: [*before(p, 19), *pages(p, 1, at("10:59:59")), tunnel(p)], 0,
    ),
    "one of them an hour before": (
        lambda p: [*before(p, 19), *pages(p, 1, at("11:00")), tunnel(p)], 1,
    ),
    "pages of the server itself before": (
        lambda p: [*(one | {"dst_ip": t["dst_ip"], "dst_key": t["dst_key"]}
                     for t in [tunnel(p)] for one in before(p)), tunnel(p)], 0,
    ),
    "pages of the server itself meanwhile": (
        lambda p: [*before(p), tunnel(p), *(spoke(NOON, 60, **p | PAGE) for _ in range(5))], 1,
    ),
    "pages when it is over": (lambda p: [*before(p), tunnel(p), *pages(p, 9, at("12:30"))], 1),
    "calls from outside before": (
        lambda p: [*(spoke("11:30", **turned(p | {"dst": f"198.18.0.{n + 1}"}), dport=80)
                     for n in range(30)), tunnel(p)], 0,
    ),
    "three such sessions": (lambda p: several(p, 3), 3),
    "four such sessions": (lambda p: several(p, 4), 0),
}  # fmt: skip


def silent(sessions):
    return sum(one["detection"] == "eclipse" for session in sessions for one in session["evidence"])


@pytest.fixture(scope="module")
def found():
    made = {name: one for name, (one, _) in CASES.items()}
    return judged_pairs(made, entries=ENTRIES)


@pytest.mark.parametrize("name", CASES)
def test_a_line_that_falls_silent_but_for_a_long_session_supports_it(found, name):
    assert found[name]
    assert silent(found[name]) == CASES[name][1]


def test_it_is_asked_only_of_a_line_that_is_one_subscribers():
    """Nobody knows whose else a dynamic address was before, and behind a shared one others are busy."""
    lines = {"100.64.0.1": 1, "100.64.1.1": 0, "100.64.2.1": 0}
    pairs = [{"src": line, "dst": "203.0.113.5"} for line in lines]
    records = [row for pair in pairs for row in (*before(pair), tunnel(pair))]
    found = judged(records, entries=ENTRIES)
    assert {row["src_ip"]: silent([row]) for row in found} == lines


def bundle(pair, count=20, size=2001, **more):
    """TLS that inspection calls a VPN's, in so many connections of a minute."""
    told = {"app": "vpn", "app_basis": "dpi", "bytes_in": size, "bytes_out": size}
    told |= {"packets_out": 3, "packets_in": 3}
    return [
        spoke(NOON, 60, **pair | PAGE | told | {"sport": 42000 + n} | more) for n in range(count)
    ]


def bundles(cases):
    found = judged_pairs(cases, entries=ENTRIES)
    return {
        name: sum(one["detection"] == "tls_bundle" for row in rows for one in row["evidence"])
        for name, rows in found.items()
    }


def test_of_a_bundle_of_connections_it_counts_what_the_line_moved_beside_it():
    moved = {"bytes_out": 4446, "bytes_in": 4447}  # with the bundle's 80,040: nine tenths and less
    beside = {
        "nothing": lambda _: [],
        "a tenth": lambda p: pages(p, 1, NOON, **moved),
        "more": lambda p: pages(p, 1, NOON, **moved | {"bytes_in": 4448}),
        "much, but before": lambda p: before(p, 9),
        "much, but of that server": lambda p: [spoke(NOON, 30, **p | PAGE | {"dport": 80})],
    }
    told = bundles(
        {
            **{name: lambda p, made=made: [*bundle(p), *made(p)] for name, made in beside.items()},
            "nineteen": lambda p: bundle(p, 19),
        }
    )
    assert told == dict.fromkeys(beside, 1) | {"more": 0, "nineteen": 0}
