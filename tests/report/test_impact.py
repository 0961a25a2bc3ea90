"""What each policy would have cut, counted as `sessions` and `flagged` count."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.report.deciding import decide
from tests.report.planted import HOLDER, NIGHT, rows, session, term
from tests.report.reckoned import BY_LOGIN, BY_NOBODY, TERMS, cell, laid
from tracker.lake import create_lake
from tracker.report.impact import POLICIES, Impact, by_policy, impact
from tracker.report.impact_words import told
from tracker.report.verdicts import FLAGGED

OTHER = "f" * 32


def cut(found, category):
    """The policies that cut something of a category, and whether that is lawful."""
    told = [r for r in found.rows.to_pylist() if r["category"] == category and r["lawful"] != "all"]
    return [r["policy"] for r in told], {r["lawful"] for r in told}


# What each policy cuts. The category of each session is the name of its case.

CASES = {
    "static": ({"verdict": "registered", "registration_id": "S"}, ["blanket_ban"], "lawful"),
    "static grace": ({"verdict": "grace", "registration_id": "S"}, ["blanket_ban"], "lawful"),
    "account": ({"verdict": "registered", "registration_id": "A"}, BY_LOGIN, "lawful"),
    "account grace": ({"verdict": "grace", "registration_id": "A"}, BY_LOGIN, "lawful"),
    "term unknown": ({"verdict": "registered", "registration_id": "gone"}, BY_LOGIN, "lawful"),
    "static pending": ({"verdict": "pending", "registration_id": "S"}, BY_NOBODY, "lawful"),
    "provider": ({"verdict": "registered_via_provider"}, ["blanket_ban"], "lawful"),
    "carrier": (
        {"verdict": "exempt", "reason": "carrier", "tier": "possible"},
        *(["blanket_ban"], "lawful"),
    ),
    "infrastructure": (
        {"verdict": "exempt", "reason": "infrastructure"},
        ["blanket_ban"],
        "lawful",
    ),
    "encapsulation": (
        {"verdict": "exempt", "reason": "encapsulation", "tier": "possible"},
        *(BY_LOGIN, "lawful"),
    ),
    "relay": ({"verdict": "inconclusive", "reason": "privacy_relay"}, BY_NOBODY, "undetermined"),
    "nobody": ({"verdict": "unattributable", "reason": "shared"}, BY_NOBODY, "undetermined"),
    "static flag": (
        {"verdict": "out_of_terms", "registration_id": "S"},
        *([*BY_NOBODY, "flagged"], "unlawful"),
    ),
    **{name: ({"verdict": name}, [*BY_NOBODY, "flagged"], "unlawful") for name in FLAGGED},
}
WEAK = {
    "weak": {"verdict": "inconclusive", "reason": "weak_evidence"},
    "weak registered": {"verdict": "registered", "registration_id": "S"},
    "weak service": {"verdict": "exempt", "reason": "infrastructure"},
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory) -> Impact:
    """A session of each case, in a category of its own."""
    lake = create_lake(tmp_path_factory.mktemp("cases") / "lake", "check")
    told = {name: columns for name, (columns, *_) in CASES.items()}
    told |= {name: {"tier": "possible"} | columns for name, columns in WEAK.items()}
    given = [
        session(f"{number:04}", **{"category": name, "registry_version": "v1"} | columns)
        for number, (name, columns) in enumerate(told.items())
    ]
    return laid(lake, *given, terms=TERMS)


@pytest.mark.parametrize("name", CASES)
def test_each_policy_cuts_what_it_cannot_tell_from_the_rest(cases, name):
    _, policies, lawful = CASES[name]
    assert cut(cases, name) == (policies, {lawful})


@pytest.mark.parametrize("name", WEAK)
def test_what_is_too_weak_is_cut_by_nothing_and_counted_apart(cases, name):
    assert cut(cases, name) == ([], set())
    assert cases.weaker == len(WEAK)


def test_each_policy_cuts_a_part_of_what_the_one_before_it_cuts(cases):
    totals = [cell(cases, policy)["sessions"] for policy in POLICIES]
    assert totals == sorted(totals, reverse=True)
    assert totals[0] == len(CASES)


def test_a_session_without_a_term_has_no_category(lake):
    found = laid(lake, session("one", "unregistered"))
    assert cell(found, "flagged", "none")["sessions"] == 1


# Which version of a term decided

LATER = datetime(2026, 4, 1, tzinfo=UTC)
VERSIONS = {
    "as it was": ({"registration_id": "R", "registry_version": "v1"}, BY_LOGIN),
    "as it became": ({"registration_id": "R", "registry_version": "v2"}, ["blanket_ban"]),
    "in no version": ({"registration_id": "R", "registry_version": None}, ["blanket_ban"]),
    "unchanged": ({"registration_id": "A", "registry_version": "v2"}, BY_LOGIN),
    "moved": (
        {"registration_id": "M", "registry_version": "v2", "reason": "moved_binding"},
        *([["blanket_ban"]]),
    ),
    "not moved": (
        {"registration_id": "M", "registry_version": "v2", "reason": "active_term"},
        BY_LOGIN,
    ),
}


def test_a_term_binds_as_it_stood_in_the_version_that_judged(lake):
    """One that counted by the binding its registrant had before binds by that one."""
    given = [
        session(f"{number:04}", "registered", category=name, **columns)
        for number, (name, (columns, _)) in enumerate(VERSIONS.items())
    ]
    later = {"recorded_at": LATER, "registry_version": "v2"}
    terms = (
        *(term("R"), term("A"), term("O", binding_kind="cidr")),
        *(term("R", binding_kind="cidr", **later), term("M", moved_from="O", **later)),
    )
    found = laid(lake, *given, terms=terms)
    assert {name: cut(found, name)[0] for name in VERSIONS} == {
        name: policies for name, (_, policies) in VERSIONS.items()
    }


# Whose sessions they are

NOBODY = {"verdict": "unattributable", "holder": None, "attribution": "unknown"}
PEOPLE = {
    "one holder": ([{}, {"src_ip": "192.0.2.99"}], (1, 0)),
    "two holders at one address": ([{}, {"holder": OTHER}], (2, 0)),
    "an address of its own": ([{"holder": None, "attribution": "address"}] * 2, (1, 0)),
    "addresses of nobody": ([NOBODY, NOBODY | {"src_ip": "192.0.2.99"}], (0, 2)),
    "a holder near a change": ([NOBODY | {"holder": HOLDER, "attribution": "edge"}], (0, 1)),
    "one network": (
        [NOBODY | {"src_ip": ip} for ip in ("2001:db8::1", "2001:db8:0:0:9::")],
        (0, 1),
    ),
    "two networks": ([NOBODY | {"src_ip": ip} for ip in ("2001:db8:0:1::", "2001:db8::1")], (0, 2)),
    "zeros within": ([NOBODY | {"src_ip": ip} for ip in ("::1:2:3:4:5:6", "0:0:1:2::9")], (0, 1)),
    "whole": ([NOBODY | {"src_ip": f"2001:db8:1:2:3:4:5:{n}"} for n in "67"], (0, 1)),
}


def test_subscribers_are_holders_or_addresses_that_are_the_subject(lake):
    """Who may not be named is an address, in IPv6 the network of one line; and no subscriber."""
    given = [
        session(f"{number:02}{n}", **{"verdict": "registered", "category": name} | columns)
        for number, (name, (several, _)) in enumerate(PEOPLE.items())
        for n, columns in enumerate(several)
    ]
    found = laid(lake, *given)
    counted = {name: cell(found, "blanket_ban", name) for name in PEOPLE}
    assert {name: (row["subscribers"], row["addresses"]) for name, row in counted.items()} == {
        name: people for name, (_, people) in PEOPLE.items()
    }


def test_subscribers_are_counted_once_in_each_cell(lake):
    """He who has lawful and unlawful use is one in the sum, and one in either."""
    found = laid(lake, session("one", "registered"), session("two", "expired", category="bank"))
    keys = [("all", "all"), ("all", "lawful"), ("all", "unlawful"), ("bank", "all")]
    assert [cell(found, "blanket_ban", *key)["subscribers"] for key in keys] == [1] * 4
    assert cell(found, "flagged")["subscribers"] == 1


def test_bytes_are_what_logs_tell_and_unknown_where_none_does(lake):
    mute = {"bytes_out": None, "bytes_in": None}
    half = session("two", "registered", category="bank", **mute | {"bytes_in": 7})
    given = [
        half,
        session("one", "registered", **mute),
        session("tri", "registered", category="bank"),
    ]
    found = laid(lake, *given)
    counted = [cell(found, "blanket_ban", name)["bytes"] for name in ("none", "bank", "all")]
    assert counted == [None, 352_007, 352_007]


def test_a_flag_at_a_gateway_that_does_not_tell_its_address_can_be_dismissed(lake):
    """A dismissed flag is not cut by flagging, and counted beside."""
    found = laid(lake, session("mute", "expired", remote_ip=None), session("calm", "expired"))
    assert (cell(found, "flagged")["sessions"], found.dismissed) == (2, 0)
    decide(lake, "mute")
    found = impact(lake)
    assert (cell(found, "flagged")["sessions"], found.dismissed) == (1, 1)
    assert cell(found, "blanket_ban", "all", "undetermined")["sessions"] == 1
    assert "All of it can be judged. An auditor has dismissed the flags of 1 session" in " ".join(
        told(found)
    )


# Which sessions are asked for


def test_a_time_takes_in_what_begins_from_its_first_instant_to_before_its_last(lake):
    """Whatever the zone of the nights: the date of a night is not asked, but the time."""
    tick = timedelta(microseconds=1)
    since, until = NIGHT - timedelta(hours=17), NIGHT + timedelta(hours=2)
    times = {"early": since - tick, "first": since, "last": until - tick, "late": until}
    for zone in ("Pacific/Kiritimati", "Etc/GMT+12"):
        given = [
            session(f"{name[:4]}{zone[0]}", "expired", first_at=at, last_at=at)
            | {"night": at.astimezone(ZoneInfo(zone)).date(), "category": f"{name} {zone}"}
            for name, at in times.items()
        ]
        lake.append("session", rows("session", *given))
        told = impact(lake, since, until).rows["category"].to_pylist()
        assert {one.split()[0] for one in told if one.endswith(zone)} == {"first", "last"}


def test_a_lake_without_sessions_has_nothing_cut(lake):
    found = impact(lake)
    assert {row["sessions"] for row in found.rows.to_pylist()} == {0}
    assert (found.nights, found.first_night, found.dismissed, found.weaker) == (0, None, 0, 0)
    assert told(found) == ["In the time asked for nothing was seen that is likely a VPN."]
    assert by_policy(found).num_rows == len(POLICIES)
