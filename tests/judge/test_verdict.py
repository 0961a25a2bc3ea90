from pathlib import Path

import pytest

from tests.planting.rows import (
    DAY,
    POOL,
    REMOTE,
    SUBSCRIBER,
    at,
    beats,
    held,
    judged,
    listed,
    one,
    spoke,
    term,
)
from tests.planting.verdicts import CLEAR, LOGINS, day, decided, each_apart

NEAR = [spoke("00:00:30", 300)]
WEAK = [spoke("12:00", dport=3544)]
ENDED = {"valid_to": day((3, 10))}
NO_TERM = ("unregistered", "no_term", None)
ACTIVE = ("registered", "active_term", "R-1")
EXPIRED = ("expired", "term_expired", "R-1")


@pytest.fixture(scope="module")
def night():
    """The session of each case of the tables below, by its name."""
    at_a_named_host = {
        name: {"terms": terms, "entries": [POOL, VPN]} for name, (terms, _) in REGISTER.items()
    }
    others = {
        name: case for table in (ORDER, LISTS, EDGE, SUBJECTS) for name, (case, _) in table.items()
    }
    return each_apart(at_a_named_host | others)


VPN = listed("203.0.113.5/32", "vpn", host="vpn.example", provider="BigVPN")
REGISTER = {
    "no term": ([], NO_TERM),
    "active": ([term()], ACTIVE),
    "somebody else's": ([term(binding=("account", "egle"))], NO_TERM),
    "a static line": ([term(binding=("cidr", "192.0.2.8/29"))], ACTIVE),
    "the line beside it": ([term(binding=("cidr", "192.0.2.0/29"))], NO_TERM),
    "that remote": ([term(remote=("cidr", "203.0.113.0/24"))], ACTIVE),
    "that host": ([term(remote=("host", "VPN.example"))], ACTIVE),
    "that provider": ([term(remote=("provider", "bigvpn"))], ACTIVE),
    "another remote": (
        [term(remote=("cidr", "198.51.100.0/24"))],
        ("out_of_terms", "other_remote", "R-1"),
    ),
    "another host": (
        [term(remote=("host", "x.example"))],
        ("out_of_terms", "other_remote", "R-1"),
    ),
    "family": ([term(protocol="WireGuard")], ACTIVE),
    "protocol's name": ([term(protocol="udp")], ACTIVE),
    "protocol's number": ([term(protocol="17")], ACTIVE),
    "another protocol": ([term(protocol="openvpn")], ("out_of_terms", "other_protocol", "R-1")),
    "port": ([term(port="51820")], ACTIVE),
    "ports": ([term(port="51000-52000")], ACTIVE),
    "another port": ([term(port="1194")], ("out_of_terms", "other_port", "R-1")),
    "suspended": ([term(status="suspended")], ("suspended", "term_suspended", "R-1")),
    "revoked": ([term(status="revoked")], ("revoked", "term_revoked", "R-1")),
    "rejected": ([term(status="rejected")], ("unregistered", "refused_terms", None)),
    "withdrawn": ([term(status="withdrawn")], ("unregistered", "refused_terms", None)),
    "expired": ([term(**ENDED)], EXPIRED),
    "in grace": ([term(**ENDED, grace_days=5)], ("grace", "within_grace", "R-1")),
    "after grace": ([term(**ENDED, grace_days=4)], EXPIRED),
    "not begun": ([term(valid_from=day((3, 20)))], ("pending", "not_begun", "R-1")),
    "undecided": ([term(status="pending")], ("pending", "undecided", "R-1")),
    "asked for afterwards": (
        [term(status="pending", first_recorded_at=day((3, 15)), valid_from=day((3, 15)))],
        NO_TERM,
    ),
    "closed by a snapshot": ([term(), term(state="closed", recorded_at=day((2, 1)))], NO_TERM),
    "suspended elsewhere": (
        [term(status="suspended", remote=("host", "x.example"))],
        NO_TERM,
    ),
}


@pytest.mark.parametrize("name", REGISTER)
def test_the_register_decides(name, night):
    assert decided(night[name]) == REGISTER[name][1]


WORSE = [term(1, status="revoked"), term(2, remote=("host", "x.example"))]
GOOD = [term(3), term(5, valid_from=day((2, 1))), term(4, valid_from=day((2, 1)))]
LICENSED = [POOL, listed("203.0.113.0/24", "licensed_vpn")]
PROVIDERS = ("registered_via_provider", "licensed_provider", None)
EARLY = listed("203.0.113.0/24", "licensed_vpn", "providers")
LATE = listed("198.51.100.0/24", "licensed_vpn", "providers", version="2", as_of=at("15:00"))
ORDER = {
    "the mildest term decides": ({"terms": WORSE}, ("out_of_terms", "other_remote", "R-2")),
    "then the latest, then the smallest id": (
        {"terms": WORSE + GOOD},
        ("registered", "active_term", "R-4"),
    ),
    "a term holds from its begin, the session's last instant": (
        {"terms": [term(valid_from=at("12:10"))]},
        ACTIVE,
    ),
    "not before it": (
        {"terms": [term(valid_from=at("12:11"))]},
        ("pending", "not_begun", "R-1"),
    ),
    "a term does not hold at its end": ({"terms": [term(valid_to=at("12:00"))]}, EXPIRED),
    "but before it": ({"terms": [term(valid_to=at("12:01"))]}, ACTIVE),
    "a circuit in the register meets the station of a named user": (
        {
            "logins": [*beats(), *held(station="circuit-7")],
            "terms": [term(binding=("circuit", "circuit-7"))],
        },
        ACTIVE,
    ),
    "a registered term goes before the provider's licence": (
        {"terms": [term()], "entries": LICENSED},
        ACTIVE,
    ),
    "and that before grace": (
        {"terms": [term(**ENDED, grace_days=9)], "entries": LICENSED},
        PROVIDERS,
    ),
    "a licensed provider needs no holder": ({"logins": [], "entries": LICENSED}, PROVIDERS),
    "nor does an encapsulation": (
        {"connections": WEAK, "logins": []},
        ("exempt", "encapsulation", None),
    ),
    "a list that changes in the afternoon accuses nobody of the morning": (
        {"entries": [POOL, EARLY, LATE]},
        PROVIDERS,
    ),
    "one that changed on the day before does": (
        {"entries": [POOL, EARLY, LATE | {"as_of": at("15:00", -1)}]},
        NO_TERM,
    ),
}


@pytest.mark.parametrize("name", ORDER)
def test_of_what_could_decide_one_does(name, night):
    assert decided(night[name]) == ORDER[name][1]


def at_server(cidr, category, connections=CLEAR):
    return {"connections": connections, "entries": [POOL, listed(cidr, category)]}


LISTS = {
    "a carrier's gateway": (
        at_server("203.0.113.0/24", "epdg", [spoke("12:00", dport=4500)]),
        ("exempt", "carrier", None),
    ),
    "a carrier's gateway on another port": (at_server("203.0.113.0/24", "epdg"), NO_TERM),
    "the operator's own": (
        at_server("203.0.113.5/32", "infrastructure"),
        ("exempt", "infrastructure", None),
    ),
    "a licensed provider": (at_server("203.0.113.0/24", "licensed_vpn"), PROVIDERS),
    "a relay": (
        at_server("203.0.113.0/24", "relay"),
        ("inconclusive", "privacy_relay", None),
    ),
    "the address beside a relay": (at_server("203.0.113.6/32", "relay"), NO_TERM),
}


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_decide_before_anybody_is_accused(name, night):
    assert decided(night[name]) == LISTS[name][1]


def near(*terms):
    return {"connections": NEAR, "terms": terms}


NOBODY = ("unattributable", "edge", None)
EDGE = {
    "near an edge nobody is flagged without a term": (near(), NOBODY),
    "nor by a revoked one": (near(term(status="revoked")), NOBODY),
    "nor by a suspended one": (near(term(status="suspended")), NOBODY),
    "nor by one that ended": (near(term(**ENDED)), NOBODY),
    "what is registered still stands": (near(term()), ACTIVE),
    "and what is in grace": (
        near(term(**ENDED, grace_days=9)),
        ("grace", "within_grace", "R-1"),
    ),
    "and what is pending": (near(term(status="pending")), ("pending", "undecided", "R-1")),
}


@pytest.mark.parametrize("name", EDGE)
def test_near_an_edge_what_is_mild_stands_and_nothing_else(name, night):
    assert decided(night[name]) == EDGE[name][1]


def static(category):
    return {"logins": [], "entries": [listed("192.0.2.0/24", category)]}


def bound(cidr, **more):
    return [term(binding=("cidr", cidr), **more)]


SUBJECTS = {
    "an address of a static pool is a subject of its own": (
        static("pool_static"),
        ("unregistered", "address"),
    ),
    "and one of a local network": (static("local"), ("unregistered", "address")),
    "a cidr that was rejected declares no subject": (
        {"logins": beats(), "terms": bound("192.0.2.8/29", status="rejected")},
        ("unattributable", "unknown"),
    ),
    "nor one that was withdrawn": (
        {"logins": beats(), "terms": bound("192.0.2.8/29", status="withdrawn")},
        ("unattributable", "unknown"),
    ),
    "a cidr binding makes the address a subject": (
        {"logins": [], "terms": bound(f"{SUBSCRIBER}/32"), "entries": []},
        ("registered", "address"),
    ),
    "a binding that ended, in a pool whose addresses change hands, declares none": (
        {"logins": beats(), "terms": bound("192.0.2.8/29", **ENDED)},
        ("unattributable", "unknown"),
    ),
    "elsewhere it does": (
        {"terms": bound("192.0.2.8/29", **ENDED), **static("pool_static"), "logins": beats()},
        ("expired", "address"),
    ),
}


@pytest.mark.parametrize("name", SUBJECTS)
def test_an_address_is_a_subject_where_it_is_declared_one(name, night):
    session = night[name]
    assert (decided(session)[0], session["attribution"]) == SUBJECTS[name][1]
    assert session["holder"] is None


def test_no_flag_without_a_likely_tier():
    folder = Path(__file__).parent / "weak"
    from tracker.judge.detections import read_detections

    session = one(CLEAR, LOGINS, detections=read_detections([folder]))
    assert (session["tier"], session["verdict"], session["reason"]) == (
        "possible",
        "inconclusive",
        "weak_evidence",
    )


def test_a_row_names_what_was_looked_at():
    session = one(CLEAR, LOGINS, [term()])
    assert session["registry_version"] == "2026-01-01"
    assert session["list_versions"] == ["pools 1"]
    assert (session["category"], session["gateway"], session["run_id"]) == (
        "company",
        "edge-1",
        "run-1",
    )


def test_the_rows_come_in_a_fixed_order_whatever_the_order_of_the_input_and_the_threads():
    records = [
        spoke("10:00", dst=f"203.0.113.{n % 50}", sport=20000 + n, dport=4500) for n in range(200)
    ]
    forth = judged(records, LOGINS, threads=1)
    assert forth == judged(records[::-1], LOGINS[::-1], threads=4)
    assert len(forth) == 50
    assert [row["session_id"] for row in forth] == sorted(row["session_id"] for row in forth)
    assert {row["night"] for row in forth} == {DAY}
    assert {row["remote_ip"] for row in forth} >= {REMOTE}
