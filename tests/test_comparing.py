"""Two states of the register: what they judge differently, and why."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.planting.rows import DAY, POOL, at, beats, held, listed, spoke, tables, term
from tracker.comparing import compared
from tracker.engine.duckdb import DuckDB
from tracker.errors import UsageError
from tracker.judge.nights import night
from tracker.settings import Settings, zone_info

LOGINS = [*beats(), *held()]
EARLY, LATE = (dt.datetime(2026, 3, day, tzinfo=dt.UTC) for day in (15, 30))
SINCE = dt.datetime(2026, 3, 20, tzinfo=dt.UTC)


def differing(terms=(), entries=(POOL,), states=(EARLY, LATE)):
    with DuckDB() as engine:
        rows = tables([spoke("12:00")], LOGINS, terms, entries)
        for name, table in rows.items():
            engine.register(name, table)
        nights = [night(DAY, zone_info("UTC"))]
        return compared(engine, nights, Settings(), states).to_pylist()


def later(number=1, on=SINCE, **more):
    return term(number, recorded_at=on, registry_version=f"{on:%Y-%m-%d}", **more)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (
            [term(status="pending"), later()],
            ("pending", "registered", "late_approval", "R-1: status pending -> approved"),
        ),
        (
            [later(first_recorded_at=SINCE)],
            ("unregistered", "registered", "late_approval", "R-1: added"),
        ),
        (
            [term(remote=("host", "x.example")), later()],
            (
                "out_of_terms",
                "registered",
                "correction",
                "R-1: remote_kind host -> any; remote_value x.example -> none",
            ),
        ),
        (
            [term(valid_to=at("00:00")), later()],
            (
                "expired",
                "registered",
                "correction",
                "R-1: valid_to 2026-03-13 -> 2026-12-31",
            ),
        ),
        (
            [term(), later(status="revoked")],
            ("registered", "registered", "correction", "R-1: status approved -> revoked"),
        ),
        (
            [later(on=EARLY), later(status="revoked")],
            ("registered", "revoked", "correction", "R-1: status approved -> revoked"),
        ),
    ],
)
def test_a_session_that_another_register_judges_differently_says_why(terms, expected):
    (row,) = differing(terms)
    assert (row["before"], row["after"], row["why"], row["what"]) == expected


def test_a_list_that_came_in_between_is_told_apart_from_the_register():
    licensed = listed("203.0.113.0/24", "licensed_vpn", "providers", recorded_at=SINCE)
    (row,) = differing(entries=[POOL, licensed])
    assert (row["before"], row["after"]) == ("unregistered", "registered_via_provider")
    assert (row["why"], row["what"]) == ("list_change", "providers 1")


def test_both_causes_are_named():
    licensed = listed("203.0.113.0/24", "licensed_vpn", "providers", recorded_at=SINCE)
    (row,) = differing([term(status="suspended"), later(status="revoked")], [POOL, licensed])
    assert row["why"] == "list_change"
    (row,) = differing([later(on=EARLY, status="suspended"), later(status="revoked")],
                       [POOL, licensed])  # fmt: skip
    assert row["why"] == "correction, list_change"


def test_the_same_state_twice_and_changes_that_touch_no_session_differ_in_nothing():
    terms = [term(), later(2, binding=("account", "egle"))]
    assert differing(terms) == []
    assert differing([term(status="pending"), later()], states=(LATE, LATE)) == []


def test_two_states_come_in_the_order_of_time():
    with pytest.raises(UsageError, match="later than the second"):
        differing([term()], states=(LATE, EARLY))
