"""However many sessions are listed, they are the same rows in the same order with the same totals."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.report.deciding import decide, fired
from tests.report.planted import NIGHT, RUN, rows, session
from tracker.lake import create_lake
from tracker.report import listing
from tracker.report.sessions import (
    Wanted,
    brief,
    flagged,
    listed_flags,
    listed_sessions,
    reviewed_in_brief,
    sessions,
)

DAY = timedelta(days=1)
GAP = {"night": date(2026, 3, 15), "kind": "logins", "missing": "silent"}


@pytest.fixture(scope="module")
def week(tmp_path_factory):
    """Seven nights of nine sessions, of which one lacks logs."""
    lake = create_lake(tmp_path_factory.mktemp("week") / "lake", "check")
    verdicts = ("unregistered", "registered", "expired")
    given = [
        session(
            f"s{away}{number}",
            verdicts[number % 3],
            night=(NIGHT + away * DAY).date(),
            first_at=NIGHT + away * DAY + timedelta(minutes=7 * number % 5),
            src_ip=f"192.0.2.{number}",
        )
        for away in range(7)
        for number in range(9)
    ]
    lake.append("session", rows("session", *given))
    lake.append("run", rows("run", {**RUN, "gaps": [GAP]}))
    return lake


@pytest.mark.parametrize("limit", [None, 0, 10, 63, 100])
@pytest.mark.parametrize(
    "wanted", [Wanted(), Wanted(verdict=("expired",)), Wanted(since=NIGHT + DAY)]
)
def test_many_sessions_are_listed_like_few(week, monkeypatch, wanted, limit):
    """A part has one night where a night has more than a part may have, and several where it has less."""
    whole = sessions(week, replace(wanted, limit=limit))
    for at_once in (4, 20):
        monkeypatch.setattr(listing, "_AT_ONCE", at_once)
        assert sessions(week, replace(wanted, limit=limit)) == whole


def test_totals_count_what_a_limit_leaves_out_and_what_lacks_logs(week):
    found = sessions(week, Wanted(limit=5))
    assert (found.rows.num_rows, found.more, found.provisional) == (5, 58, 9)
    assert found.verdicts == {"expired": 21, "registered": 21, "unregistered": 21}
    assert flagged(week, Wanted(limit=5)).more == 37


@pytest.mark.parametrize("hours", [-14, 0, 12, 48])
def test_a_session_is_found_by_its_time_however_far_its_night_is(lake, hours):
    """A night is a date of any zone, and a part of a session may begin a day after its night."""
    first = datetime(2026, 3, 14, tzinfo=UTC) + timedelta(hours=hours)
    lake.append("session", rows("session", session("far", "unregistered", first_at=first)))
    asked = Wanted(since=first, until=first + timedelta(microseconds=1))
    assert flagged(lake, asked).rows.num_rows == 1


@pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC)])
def test_the_first_and_the_last_day_there_are_can_be_asked_for(lake, at):
    assert sessions(lake, Wanted(since=at, until=at)).rows.num_rows == 0


@pytest.fixture(scope="module")  # nothing is written to it
def reviewed(tmp_path_factory, empty_lake):
    """Four nights of six sessions, of which decisions take in some and new evidence ends some of these."""
    lake = empty_lake(tmp_path_factory.mktemp("reviewed") / "lake", "check")
    more = [fired(), fired("listed_endpoint", "list")]
    given = [
        session(
            f"s{away}{number}",
            ("unregistered", "registered")[number % 2],
            night=(NIGHT + away * DAY).date(),
            first_at=NIGHT + away * DAY + timedelta(minutes=number),
            src_ip=f"192.0.2.{number}",
            remote_ip=f"203.0.113.{number}",
            **({"evidence": more} if away == number else {}),
        )
        for away in range(4)
        for number in range(6)
    ]
    lake.append("session", rows("session", *given))
    lake.append("run", rows("run", {**RUN, "gaps": [GAP]}))
    decide(lake, "s00x")  # the others at its remote are asked about
    decide(lake, "s12", scope="endpoint")
    decide(lake, "s04", scope="endpoint")
    decide(lake, "s23", "confirm")
    reviews = Counter(sessions(lake).rows["review"].to_pylist())
    assert reviews["reopened"] == 1
    assert reviews["dismissed"] > 2
    return lake


@pytest.mark.parametrize("limit", [None, 7])
@pytest.mark.parametrize("wanted", [Wanted(), Wanted(ip="192.0.2.3"), Wanted(since=NIGHT + DAY)])
def test_in_brief_the_same_sessions_are_told_in_the_same_order(
    reviewed, monkeypatch, wanted, limit
):
    """What was seen is read of those alone that decisions take in."""
    asked = replace(wanted, limit=limit)
    for whole, listed in ((sessions, listed_sessions), (flagged, listed_flags)):
        found = whole(reviewed, asked)
        for at_once in (150_000, 5):
            monkeypatch.setattr(listing, "_AT_ONCE", at_once)
            with listed(reviewed, asked, brief=True) as told:
                assert reviewed_in_brief(told.rows.read_all()) == brief(found.rows)
                assert (told.more, told.verdicts, told.provisional, told.dismissed) == (
                    *(found.more, found.verdicts),
                    *(found.provisional, found.dismissed),
                )
