"""Two states of the register: what they judge differently, and why."""

from __future__ import annotations

import datetime as dt
from functools import cache
from itertools import chain

import pytest

from tests.planting.rows import DAY, POOL, address, at, beats, held, listed, spoke, tables, term
from tracker.comparing import compared
from tracker.engine.duckdb import DuckDB
from tracker.errors import UsageError
from tracker.judge.nights import night
from tracker.settings import Settings, zone_info

EARLY, LATE = (dt.datetime(2026, 3, day, tzinfo=dt.UTC) for day in (15, 30))
SINCE = dt.datetime(2026, 3, 20, tzinfo=dt.UTC)


def differing(connections, logins, terms=(), entries=(POOL,), states=(EARLY, LATE)):
    with DuckDB() as engine:
        for name, table in tables(connections, logins, terms, entries).items():
            engine.register(name, table)
        nights = [night(DAY, zone_info("UTC"))]
        return compared(engine, nights, Settings(), states).to_pylist()


def later(number=1, on=SINCE, **more):
    return term(number, recorded_at=on, registry_version=f"{on:%Y-%m-%d}", **more)


# Of each case the terms of who spoke, and how the two states differ.
BY_TERMS = [
    (
        [term(status="pending"), later()],
        ("pending", "registered", "late_approval", "status pending -> approved"),
    ),
    (
        [later(first_recorded_at=SINCE)],
        ("unregistered", "registered", "late_approval", "added"),
    ),
    (
        [term(remote=("host", "x.example")), later()],
        (
            "out_of_terms",
            "registered",
            "correction",
            "remote_kind host -> any; remote_value x.example -> none",
        ),
    ),
    (
        [term(valid_to=at("00:00")), later()],
        ("expired", "registered", "correction", "valid_to 2026-03-13 -> 2026-12-31"),
    ),
    (
        [term(), later(status="revoked")],
        ("registered", "registered", "correction", "status approved -> revoked"),
    ),
    (
        [later(on=EARLY), later(status="revoked")],
        ("registered", "revoked", "correction", "status approved -> revoked"),
    ),
]
# Between the two states these ones' remote was listed, too.
BY_A_LIST = [
    ([], "list_change"),
    ([term(status="suspended"), later(status="revoked")], "list_change"),
    ([later(on=EARLY, status="suspended"), later(status="revoked")], "correction, list_change"),
]
IN_NOTHING = [[], [term(), later(2, binding=("account", "egle"))]]
CASES = [terms for terms, _ in (*BY_TERMS, *BY_A_LIST)] + IN_NOTHING


def theirs(row, place):
    """A term as if it were of the case at this place: its registration and who it binds are its own."""
    number, who = row["registration_id"], row["binding_value"]
    return row | {"registration_id": f"{number}-{place}", "binding_value": f"{who}-{place}"}


@cache
def of_cases():
    """How each case differs, all judged in one night: of each its rows."""
    connections = [
        spoke("12:00", src=address(10 + place), dst=f"203.0.113.{place}")
        for place in range(len(CASES))
    ]
    logins = [held(f"jonas-{place}", ip=address(10 + place)) for place in range(len(CASES))]
    terms = [theirs(row, place) for place, several in enumerate(CASES) for row in several]
    licensed = [
        listed(f"203.0.113.{place}/32", "licensed_vpn", "providers", recorded_at=SINCE)
        for place in range(len(BY_TERMS), len(BY_TERMS) + len(BY_A_LIST))
    ]
    found = differing(connections, [*beats(), *chain(*logins)], terms, [POOL, *licensed])
    return [[row for row in found if row["src_ip"] == one["src_ip"]] for one in connections]


@pytest.mark.parametrize("place", range(len(BY_TERMS)))
def test_a_session_that_another_register_judges_differently_says_why(place):
    (row,) = of_cases()[place]
    *expected, what = BY_TERMS[place][1]
    assert [row["before"], row["after"], row["why"]] == expected
    assert row["what"] == f"R-1-{place}: {what}"


def test_a_list_that_came_in_between_is_told_apart_from_the_register():
    (row,) = of_cases()[len(BY_TERMS)]
    assert (row["before"], row["after"]) == ("unregistered", "registered_via_provider")
    assert (row["why"], row["what"]) == ("list_change", "providers 1")


@pytest.mark.parametrize("place", range(1, len(BY_A_LIST)))
def test_both_causes_are_named(place):
    (row,) = of_cases()[len(BY_TERMS) + place]
    assert row["why"] == BY_A_LIST[place][1]


@pytest.mark.parametrize("place", range(1, len(IN_NOTHING) + 1))
def test_changes_that_touch_no_session_differ_in_nothing(place):
    assert of_cases()[-place] == []


def test_the_same_state_twice_differs_in_nothing():
    logins = [*beats(), *held()]
    assert differing([spoke("12:00")], logins, [term(status="pending"), later()],
                     states=(LATE, LATE)) == []  # fmt: skip


def test_two_states_come_in_the_order_of_time():
    with pytest.raises(UsageError, match="later than the second"):
        differing([spoke("12:00")], held(), [term()], states=(LATE, EARLY))
