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
from tests.planting.verdicts import CLEAR, LOGINS, day, told

NEAR = [spoke("00:00:30", 300)]
WEAK = [spoke("12:00", dport=3544)]
ENDED = {"valid_to": day((3, 10))}
CASES = [
    ("no term", [], ("unregistered", "no_term", None)),
    ("active", [term()], ("registered", "active_term", "R-1")),
    ("somebody else's", [term(binding=("account", "egle"))], ("unregistered", "no_term", None)),
    (
        "a static line",
        [term(binding=("cidr", "192.0.2.8/29"))],
        ("registered", "active_term", "R-1"),
    ),
    (
        "the line beside it",
        [term(binding=("cidr", "192.0.2.0/29"))],
        ("unregistered", "no_term", None),
    ),
    (
        "that remote",
        [term(remote=("cidr", "203.0.113.0/24"))],
        ("registered", "active_term", "R-1"),
    ),
    ("that host", [term(remote=("host", "VPN.example"))], ("registered", "active_term", "R-1")),
    ("that provider", [term(remote=("provider", "bigvpn"))], ("registered", "active_term", "R-1")),
    (
        "another remote",
        [term(remote=("cidr", "198.51.100.0/24"))],
        ("out_of_terms", "other_remote", "R-1"),
    ),
    ("another host", [term(remote=("host", "x.example"))], ("out_of_terms", "other_remote", "R-1")),
    ("family", [term(protocol="WireGuard")], ("registered", "active_term", "R-1")),
    ("protocol's name", [term(protocol="udp")], ("registered", "active_term", "R-1")),
    ("protocol's number", [term(protocol="17")], ("registered", "active_term", "R-1")),
    ("another protocol", [term(protocol="openvpn")], ("out_of_terms", "other_protocol", "R-1")),
    ("port", [term(port="51820")], ("registered", "active_term", "R-1")),
    ("ports", [term(port="51000-52000")], ("registered", "active_term", "R-1")),
    ("another port", [term(port="1194")], ("out_of_terms", "other_port", "R-1")),
    ("suspended", [term(status="suspended")], ("suspended", "term_suspended", "R-1")),
    ("revoked", [term(status="revoked")], ("revoked", "term_revoked", "R-1")),
    ("rejected", [term(status="rejected")], ("unregistered", "refused_terms", None)),
    ("withdrawn", [term(status="withdrawn")], ("unregistered", "refused_terms", None)),
    ("expired", [term(**ENDED)], ("expired", "term_expired", "R-1")),
    ("in grace", [term(**ENDED, grace_days=5)], ("grace", "within_grace", "R-1")),
    ("after grace", [term(**ENDED, grace_days=4)], ("expired", "term_expired", "R-1")),
    ("not begun", [term(valid_from=day((3, 20)))], ("pending", "not_begun", "R-1")),
    ("undecided", [term(status="pending")], ("pending", "undecided", "R-1")),
    (
        "asked for afterwards",
        [term(status="pending", first_recorded_at=day((3, 15)), valid_from=day((3, 15)))],
        ("unregistered", "no_term", None),
    ),
    (
        "closed by a snapshot",
        [term(), term(state="closed", recorded_at=day((2, 1)))],
        ("unregistered", "no_term", None),
    ),
    (
        "suspended elsewhere",
        [term(status="suspended", remote=("host", "x.example"))],
        ("unregistered", "no_term", None),
    ),
]


@pytest.mark.parametrize(
    ("terms", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_register_decides(terms, expected):
    entries = [POOL, listed("203.0.113.5/32", "vpn", host="vpn.example", provider="BigVPN")]
    assert told(terms=terms, entries=entries) == expected


def test_the_mildest_term_decides_then_the_latest_then_the_smallest_id():
    revoked, other = term(1, status="revoked"), term(2, remote=("host", "x.example"))
    old, new, twin = term(3), term(5, valid_from=day((2, 1))), term(4, valid_from=day((2, 1)))
    assert told(terms=[revoked, other])[2] == "R-2"
    assert told(terms=[revoked, other, old, new, twin])[2] == "R-4"


def test_a_term_holds_from_its_begin_and_until_before_its_end():
    assert told(terms=[term(valid_from=at("12:10"))])[0] == "registered"  # the last instant
    assert told(terms=[term(valid_from=at("12:11"))])[0] == "pending"
    assert told(terms=[term(valid_to=at("12:00"))])[0] == "expired"
    assert told(terms=[term(valid_to=at("12:01"))])[0] == "registered"


def test_a_circuit_in_the_register_meets_the_station_of_a_named_user():
    logins = [*beats(), *held(station="circuit-7")]
    assert told(logins=logins, terms=[term(binding=("circuit", "circuit-7"))])[0] == "registered"


@pytest.mark.parametrize(
    ("entry", "connections", "expected"),
    [
        (("203.0.113.0/24", "epdg"), [spoke("12:00", dport=4500)], ("exempt", "carrier")),
        (("203.0.113.0/24", "epdg"), CLEAR, ("unregistered", "no_term")),
        (("203.0.113.5/32", "infrastructure"), CLEAR, ("exempt", "infrastructure")),
        (
            ("203.0.113.0/24", "licensed_vpn"),
            CLEAR,
            ("registered_via_provider", "licensed_provider"),
        ),
        (("203.0.113.0/24", "relay"), CLEAR, ("inconclusive", "privacy_relay")),
        (("203.0.113.6/32", "relay"), CLEAR, ("unregistered", "no_term")),
    ],
)
def test_the_lists_decide_before_anybody_is_accused(entry, connections, expected):
    assert told(connections, entries=[POOL, listed(*entry)])[:2] == expected


def test_exempt_licensed_and_encapsulated_need_no_holder():
    licensed = [POOL, listed("203.0.113.0/24", "licensed_vpn")]
    assert told(logins=[], entries=licensed)[0] == "registered_via_provider"
    assert told(WEAK, logins=[])[:2] == ("exempt", "encapsulation")


def test_a_registered_term_goes_before_the_providers_licence_and_that_before_grace():
    licensed = [POOL, listed("203.0.113.0/24", "licensed_vpn")]
    assert told(terms=[term()], entries=licensed)[0] == "registered"
    assert (
        told(terms=[term(**ENDED, grace_days=9)], entries=licensed)[0] == "registered_via_provider"
    )


@pytest.mark.parametrize(
    "terms", [[], [term(status="revoked")], [term(status="suspended")], [term(**ENDED)]]
)
def test_near_an_edge_nobody_is_flagged(terms):
    assert told(NEAR, terms=terms) == ("unattributable", "edge", None)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        ([term()], "registered"),
        ([term(**ENDED, grace_days=9)], "grace"),
        ([term(status="pending")], "pending"),
    ],
)
def test_near_an_edge_what_is_mild_still_stands(terms, expected):
    assert told(NEAR, terms=terms)[0] == expected


@pytest.mark.parametrize("category", ["pool_static", "local"])
def test_a_declared_address_is_a_subject_of_its_own(category):
    session = one(CLEAR, entries=[listed("192.0.2.0/24", category)])
    assert (session["verdict"], session["attribution"], session["holder"]) == (
        "unregistered",
        "address",
        None,
    )


@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_a_cidr_that_was_refused_declares_no_subject(status):
    session = one(CLEAR, [], [term(binding=("cidr", "192.0.2.8/29"), status=status)])
    assert (session["verdict"], session["attribution"]) == ("unattributable", "unknown")


def test_a_cidr_binding_makes_the_address_a_subject():
    session = one(CLEAR, [], [term(binding=("cidr", f"{SUBSCRIBER}/32"))], ())
    assert (session["verdict"], session["attribution"]) == ("registered", "address")


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


def test_a_list_that_changes_in_the_afternoon_accuses_nobody_of_the_morning():
    early = listed("203.0.113.0/24", "licensed_vpn", "providers")
    late = listed("198.51.100.0/24", "licensed_vpn", "providers", version="2", as_of=at("15:00"))
    expected = ("registered_via_provider", "licensed_provider", None)
    assert told(entries=[POOL, early, late]) == expected
    gone = listed(
        "198.51.100.0/24", "licensed_vpn", "providers", version="2", as_of=at("15:00", -1)
    )
    assert told(entries=[POOL, early, gone])[0] == "unregistered"


def test_a_binding_in_a_pool_whose_addresses_change_hands_declares_no_subject():
    ended = [term(binding=("cidr", "192.0.2.8/29"), **ENDED)]
    assert told(logins=beats(), terms=ended)[0] == "unattributable"
    elsewhere = [listed("192.0.2.0/24", "pool_static", "pools")]
    assert told(logins=beats(), terms=ended, entries=elsewhere)[0] == "expired"
