"""A decision outlives the judgement that it was made on: nights are really judged, and judged again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.planting.rows import DAY, POOL, at, beats, held, judged, listed, logged, spoke
from tests.report.deciding import decide
from tests.report.planted import rows
from tracker.judge.detections import read_detections
from tracker.report.sessions import flagged, sessions
from tracker.settings import Settings

FIRST = [spoke("12:00"), spoke("12:20")]
LOGINS = [*beats(), *held()]
NEXT = at("12:00", 1)
DATES = (DAY, DAY + dt.timedelta(days=1))


def judge(lake, connections=FIRST, logins=LOGINS, entries=(POOL,), **more) -> list[dict]:
    """The nights as they are judged now, in the place of what was judged before."""
    found = judged(connections, logins, (), entries, dates=DATES, **more)
    lake.replace("session", rows("session", *found), [str(date) for date in DATES])
    return found


def flags(lake) -> int:
    return flagged(lake).rows.num_rows


@pytest.fixture
def dismissed(lake):
    """A lake whose one flagged session is dismissed, and the id that it then had."""
    (one,) = judge(lake)
    assert flags(lake) == 1
    decide(lake, one["session_id"])
    assert flags(lake) == 0
    return one["session_id"]


@pytest.mark.parametrize(
    "late",
    [
        [spoke("11:45")],
        [spoke("12:50")],
        [spoke("11:30"), spoke("11:50"), spoke("12:45"), spoke("13:10")],
        # It opens the session from the other side, and from another port.
        [spoke("11:45", src="203.0.113.5", dst="192.0.2.10", sport=51820, dport=51820)],
        [
            spoke("00:30", seconds=34_200),
            spoke("10:20"),
            spoke("10:50"),
            spoke("11:20"),
            spoke("11:50"),
        ],
    ],
    ids=["before", "behind", "both", "reversed", "far"],
)
def test_late_records_that_move_a_sessions_edges_leave_it_dismissed(lake, dismissed, late):
    (again,) = judge(lake, [*FIRST, *late])
    assert (again["first_at"], again["last_at"]) != (at("12:00"), at("12:30"))
    assert flags(lake) == 0
    assert sessions(lake).rows["review"].to_pylist() == ["dismissed"]
    moved = again["first_at"] != at("12:00") or again["direction"] != "outbound"
    assert (again["session_id"] != dismissed) == moved


def test_a_late_record_that_joins_two_sessions_leaves_the_whole_dismissed(lake):
    both = [spoke("12:00"), spoke("13:00")]
    first, _ = judge(lake, both)
    decide(lake, first["session_id"])
    assert flags(lake) == 1
    assert len(judge(lake, [*both, spoke("12:30")])) == 1
    assert flags(lake) == 0


def test_another_session_of_the_same_night_stays_flagged(lake, dismissed):
    judge(lake, [*FIRST, spoke("18:00"), spoke("12:00", dst="203.0.113.6")])
    assert flags(lake) == 2
    assert dismissed not in flagged(lake).rows["session_id"].to_pylist()


def test_logins_that_come_late_name_nobody_whose_session_is_dismissed(lake):
    """It was nobody's when it was dismissed; what it is has not changed."""
    (one,) = judge(lake, logins=beats())
    decide(lake, one["session_id"])
    (named,) = judge(lake)
    assert (one["holder"], named["holder"]) == (None, "jonas")
    assert flags(lake) == 0


def two_nights():
    return [*FIRST, spoke(NEXT), spoke(NEXT + dt.timedelta(minutes=20))]


EVERY_DAY = [*beats(last=2), logged("start", "00:00"), logged("stop", at("23:00", 1))]


@pytest.mark.parametrize(("scope", "left"), [("session", 1), ("holder", 0), ("endpoint", 0)])
def test_the_next_night_is_dismissed_by_the_wider_scopes(lake, scope, left):
    first, _ = judge(lake, two_nights(), EVERY_DAY)
    decide(lake, first["session_id"], scope=scope)
    assert flags(lake) == left


def test_another_holder_is_dismissed_with_the_endpoint_alone(lake):
    """The address changes hands at midnight."""
    logins = [*beats(last=2), *held(), *held("egle", at("00:30", 1), at("23:00", 1))]
    first, second = judge(lake, two_nights(), logins)
    assert (first["holder"], second["holder"]) == ("jonas", "egle")
    decide(lake, first["session_id"], scope="holder")
    assert flags(lake) == 1
    decide(lake, first["session_id"], scope="endpoint")
    assert flags(lake) == 0


def test_a_dismissal_ends_when_it_says_so(lake):
    first, second = judge(lake, two_nights(), EVERY_DAY)
    decide(lake, first["session_id"], scope="holder", until=NEXT, now=at("20:00"))
    (left,) = flagged(lake).rows.to_pylist()
    assert (left["session_id"], left["review"]) == (second["session_id"], None)


def test_a_list_entry_that_appears_reopens_and_is_named(lake, dismissed):
    entries = (POOL, listed("203.0.113.5/32", "vpn", "providers"))
    judge(lake, entries=entries)
    (one,) = flagged(lake).rows.to_pylist()
    assert one["review"] == "reopened"
    assert one["new_evidence"] == "listed_endpoint; tier confirmed, was likely"
    assert one["session_id"] == dismissed


def test_an_entry_of_a_further_list_reopens_nothing_where_the_remote_stood_on_one(lake):
    listed_once = (POOL, listed("203.0.113.5/32", "vpn", "providers"))
    (one,) = judge(lake, entries=listed_once)
    decide(lake, one["session_id"])
    judge(lake, entries=(*listed_once, listed("203.0.113.0/24", "vpn", "others")))
    assert flags(lake) == 0


def test_a_changed_weight_reopens_nothing(lake, dismissed):
    heavier = [replace(one, weight=one.weight + 3) for one in read_detections()]
    (again,) = judge(lake, detections=heavier)
    assert (again["session_id"], again["score"]) == (dismissed, 4.0)
    assert flags(lake) == 0


def test_the_zone_that_nights_are_in_does_not_matter_to_a_decision(lake, dismissed):
    (again,) = judge(lake, settings=Settings(night_zone="Pacific/Auckland"))
    assert again["session_id"] == dismissed
    assert flags(lake) == 0
