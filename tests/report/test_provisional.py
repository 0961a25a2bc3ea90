"""A night that lacks logs is provisional wherever it is shown, until it is judged with them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from tests.report.planted import NIGHT, RUN, SOURCE, rows
from tracker.__main__ import run
from tracker.night import judge
from tracker.report.explain import explain
from tracker.report.sessions import flagged, sessions
from tracker.report.status import status
from tracker.report.story import story
from tracker.settings import Settings

DAY = NIGHT.date()
BEGAN = dt.datetime.combine(DAY, dt.time(), dt.UTC)
GAP = {
    "night": DAY,
    "gateway": "gw-1",
    "kind": "logins",
    "missing": "hours",
    "from_at": BEGAN + dt.timedelta(hours=8),
    "to_at": BEGAN + dt.timedelta(hours=16),
    "records": 0,
    "usual": 1200,
}


JUMP = GAP | {"kind": "connections", "missing": "jump", "records": 1020, "usual": 1500}


def remember(lake, *gaps, hours=7, run_id="run-1"):
    """A judgement of the night that found these gaps."""
    at = RUN["began_at"] + dt.timedelta(hours=hours)
    told = {"run_id": run_id, "began_at": at, "nights": [str(DAY)], "gaps": list(gaps)}
    lake.append("run", rows("run", RUN | told))


def provisional(lake):
    found = status(lake, Settings()).to_pylist()
    return {one["name"]: one["told"] for one in found if one["part"] == "provisional"}


def test_sessions_of_a_night_that_lacks_something_say_so(judged):
    assert not any(sessions(judged).rows["provisional"].to_pylist())
    remember(judged, GAP)
    assert all(sessions(judged).rows["provisional"].to_pylist())
    assert flagged(judged).rows["provisional"].to_pylist() == [True] * 3


def test_those_that_another_run_judged_without_a_gap_do_not(judged):
    remember(judged, GAP, run_id="run-2")
    assert not any(sessions(judged).rows["provisional"].to_pylist())


@pytest.mark.parametrize("command", ["sessions", "flagged"])
def test_how_many_of_the_listed_are_provisional_is_said_beside_the_rows(judged, capfd, command):
    asked = [command, "--lake", str(judged.path), "-o", "jsonl"]
    assert run(asked) == 0
    assert "provisional nights" not in capfd.readouterr().err
    remember(judged, GAP)
    assert run(asked) == 0
    count = {"sessions": 5, "flagged": 3}[command]
    assert f"{count} of these lie in provisional nights" in capfd.readouterr().err


def test_a_provisional_night_is_told_with_what_is_missing_until_it_is_judged_without(judged):
    drop = {"missing": "drop", "kind": "connections", "gateway": None, "records": 3, "usual": 900}
    remember(judged, GAP, GAP | drop, GAP | {"missing": "silent", "gateway": "gw-2"}, JUMP)
    assert provisional(judged) == {
        "2026-03-14": "connections of no gateway are 3 instead of about 900 from 2026-03-14 08:00 UTC"
        "; connections of gw-1 lack 480 of 1500 numbers between 2026-03-14 08:00 and 2026-03-14 16:00 UTC"
        "; logins of gw-1 are missing from 2026-03-14 08:00 UTC; logins of gw-2 are missing"
    }
    remember(judged, hours=8)
    assert provisional(judged) == {}


def test_the_story_of_a_session_says_what_its_night_lacks(judged):
    remember(judged, GAP, JUMP)
    told = story(explain(judged, "sure").to_pylist()[0], ZoneInfo("UTC"))
    assert (
        "provisional: 0 logins of gw-1 from 2026-03-14 08:00:00+00:00 to 2026-03-14 16:00:00+00:00,"
        " as a rule 1,200" in told
    )
    assert (
        "provisional: connections of gw-1 lack 480 of 1,500 numbers from 2026-03-14 08:00:00+00:00"
        " to 2026-03-14 16:00:00+00:00" in told
    )


def test_a_night_is_provisional_until_what_is_missing_has_come_and_is_judged(lake):
    def bring(source, *moments):
        made = ({"source": source, "started_at": at, "event_date": at.date()} for at in moments)
        lake.append("connection", rows("connection", *made), sources=[source])
        lake.append("source", rows("source", SOURCE | {"source": source}))

    def hours(away, *chosen):
        return [BEGAN + dt.timedelta(hours=hour + 0.5, days=-away) for hour in chosen]

    bring("before", *(at for away in (1, 2, 3) for at in hours(away, *range(24))))
    bring("begun", *hours(0, *range(8), 23))
    night = (DAY, DAY + dt.timedelta(days=1))
    assert judge(lake, Settings(), *night).provisional == (DAY,)
    assert provisional(lake) == {
        "2026-03-14": "connections of no gateway are missing from 2026-03-14 07:30 UTC"
    }
    bring("late", *hours(0, *range(8, 23)))
    assert judge(lake, Settings(), *night).provisional == ()
    assert provisional(lake) == {}
