from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.report.planted import HOLDER, NIGHT
from tracker.errors import UsageError
from tracker.report.sessions import Wanted, brief, flagged, sessions


def names(found) -> list[str]:
    return [one[:4] for one in found.rows.column("session_id").to_pylist()]


def test_sessions_stand_in_order_of_time_without_ties(judged):
    assert names(sessions(judged)) == ["sure", "calm", "weak", "tied", "late"]


def test_flagged_has_five_verdicts_alone_and_the_most_urgent_first(judged):
    assert names(flagged(judged)) == ["sure", "tied", "weak"]


def test_a_limit_says_how_many_it_left_out_and_counts_them_all(judged):
    found = flagged(judged, Wanted(limit=1))
    assert (names(found), found.more, found.verdicts) == (
        ["sure"],
        2,
        {"unregistered": 2, "expired": 1},
    )


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(since=NIGHT + timedelta(hours=2)), ["late"]),
        (Wanted(until=NIGHT), []),
        (Wanted(since=NIGHT, until=NIGHT + timedelta(hours=2)), ["sure", "calm", "weak", "tied"]),
        (Wanted(since=datetime(2026, 3, 15, 0, 0, 1, tzinfo=UTC)), []),
        (Wanted(verdict=("exempt", "expired")), ["calm", "weak"]),
        (Wanted(tier=("confirmed",)), ["sure"]),
        (Wanted(ip="::ffff:192.0.2.11"), ["weak"]),
        (Wanted(remote="2001:DB8:0:0::9"), ["sure"]),
        (Wanted(holder=HOLDER, registration="R-1"), ["late"]),
    ],
)
def test_each_filter_keeps_what_it_names(judged, wanted, expected):
    assert names(sessions(judged, wanted)) == expected


@pytest.mark.parametrize(
    "wanted", [Wanted(ip="192.0.2.010"), Wanted(remote="' or 1=1 --"), Wanted(holder="jonas")]
)
def test_what_is_no_address_and_no_pseudonym_is_refused(judged, wanted):
    with pytest.raises(UsageError):
        sessions(judged, wanted)


def test_a_hostile_registration_id_is_a_value_and_finds_nothing(judged):
    assert not sessions(judged, Wanted(registration="' or '1'='1")).rows.num_rows


def test_an_empty_lake_has_no_sessions(lake):
    assert sessions(lake).rows.num_rows == 0


def test_a_brief_row_says_that_its_id_is_cut(judged):
    shown = brief(flagged(judged).rows).to_pylist()[0]
    assert shown["session"] == "surexxxx…"
    assert shown["remote"] == "[2001:db8::9]:51820"
