"""A decision outlives the judgement that it was made on: nights are really judged, and judged again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.planting.apart import judged_apart
from tests.planting.rows import DAY, POOL, at, beats, held, listed, logged, spoke
from tests.report.deciding import decide
from tests.report.planted import rows
from tracker.judge.detections import read_detections
from tracker.report.sessions import flagged, sessions
from tracker.settings import Settings

FIRST = [spoke("12:00"), spoke("12:20")]
LOGINS = [*beats(), *held()]
NEXT = at("12:00", 1)
DATES = (DAY, DAY + dt.timedelta(days=1))
TWO = [spoke("12:00"), spoke("13:00")]
TWO_NIGHTS = [*FIRST, spoke(NEXT), spoke(NEXT + dt.timedelta(minutes=20))]
EVERY_DAY = [*beats(last=2), logged("start", "00:00"), logged("stop", at("23:00", 1))]
AT_MIDNIGHT = [*beats(last=2), *held(), *held("egle", at("00:30", 1), at("23:00", 1))]
LISTED = [POOL, listed("203.0.113.5/32", "vpn", "providers")]
LATE = {
    "before": [spoke("11:45")],
    "behind": [spoke("12:50")],
    "both": [spoke("11:30"), spoke("11:50"), spoke("12:45"), spoke("13:10")],
    # It opens the session from the other side, and from another port.
    "reversed": [spoke("11:45", src="203.0.113.5", dst="192.0.2.10", sport=51820, dport=51820)],
    "far": [
        spoke("00:30", seconds=34_200),
        spoke("10:20"),
        spoke("10:50"),
        spoke("11:20"),
        spoke("11:50"),
    ],
}
# What is known when a case is judged first, and what when it is judged again.
CASES = {
    "nothing new": ((FIRST, LOGINS), (FIRST, LOGINS)),
    **{name: ((FIRST, LOGINS), ([*FIRST, *late], LOGINS)) for name, late in LATE.items()},
    "joined": ((TWO, LOGINS), ([*TWO, spoke("12:30")], LOGINS)),
    "others": (
        (FIRST, LOGINS),
        ([*FIRST, spoke("18:00"), spoke("12:00", dst="203.0.113.6")], LOGINS),
    ),
    "logins": ((FIRST, beats()), (FIRST, LOGINS)),
    "a list": ((FIRST, LOGINS), (FIRST, LOGINS, (), LISTED)),
    "a further list": (
        (FIRST, LOGINS, (), LISTED),
        (FIRST, LOGINS, (), [*LISTED, listed("203.0.113.0/24", "vpn", "others")]),
    ),
    "two nights": ((TWO_NIGHTS, EVERY_DAY), ()),
    "another holder": ((TWO_NIGHTS, AT_MIDNIGHT), ()),
}


def judge(time, **more) -> dict[str, list[dict]]:
    """Each case's sessions of both nights, by its name, as they are judged the first or second time."""
    return judged_apart({name: told[time] for name, told in CASES.items()}, dates=DATES, **more)


@pytest.fixture(scope="module")
def first():
    return judge(0)


@pytest.fixture(scope="module")
def again():
    return judge(1)


def lay(lake, found) -> None:
    """These sessions in the place of all that were judged before."""
    lake.replace("session", rows("session", *found), [str(date) for date in DATES])


def flags(lake) -> int:
    return flagged(lake).rows.num_rows


@pytest.fixture
def dismissed(lake, first):
    """A lake whose one flagged session is dismissed; it is the same in many cases, but for its id."""

    def lay_and_dismiss(name):
        (one,) = first[name]
        lay(lake, [one])
        assert flags(lake) == 1
        decide(lake, one["session_id"])
        assert flags(lake) == 0
        return one["session_id"]

    return lay_and_dismiss


@pytest.mark.parametrize("late", LATE)
def test_late_records_that_move_a_sessions_edges_leave_it_dismissed(lake, dismissed, again, late):
    once = dismissed(late)
    (now,) = again[late]
    lay(lake, [now])
    assert (now["first_at"], now["last_at"]) != (at("12:00"), at("12:30"))
    assert flags(lake) == 0
    assert sessions(lake).rows["review"].to_pylist() == ["dismissed"]
    moved = now["first_at"] != at("12:00") or now["direction"] != "outbound"
    assert (now["session_id"] != once) == moved


def test_a_late_record_that_joins_two_sessions_leaves_the_whole_dismissed(lake, first, again):
    lay(lake, first["joined"])
    decide(lake, first["joined"][0]["session_id"])
    assert flags(lake) == 1
    assert len(again["joined"]) == 1
    lay(lake, again["joined"])
    assert flags(lake) == 0


def test_another_session_of_the_same_night_stays_flagged(lake, dismissed, again):
    once = dismissed("others")
    lay(lake, again["others"])
    assert flags(lake) == 2
    assert once not in flagged(lake).rows["session_id"].to_pylist()


def test_logins_that_come_late_name_nobody_whose_session_is_dismissed(lake, first, again):
    """It was nobody's when it was dismissed; what it is has not changed."""
    (one,), (named,) = first["logins"], again["logins"]
    lay(lake, [one])
    decide(lake, one["session_id"])
    lay(lake, [named])
    assert (one["holder"], named["holder"]) == (None, "jonas")
    assert flags(lake) == 0


@pytest.mark.parametrize(("scope", "left"), [("session", 1), ("holder", 0), ("endpoint", 0)])
def test_the_next_night_is_dismissed_by_the_wider_scopes(lake, first, scope, left):
    lay(lake, first["two nights"])
    once, _ = first["two nights"]
    decide(lake, once["session_id"], scope=scope)
    assert flags(lake) == left


def test_another_holder_is_dismissed_with_the_endpoint_alone(lake, first):
    """The address changes hands at midnight."""
    lay(lake, first["another holder"])
    once, then = first["another holder"]
    assert (once["holder"], then["holder"]) == ("jonas", "egle")
    decide(lake, once["session_id"], scope="holder")
    assert flags(lake) == 1
    decide(lake, once["session_id"], scope="endpoint")
    assert flags(lake) == 0


def test_a_dismissal_ends_when_it_says_so(lake, first):
    lay(lake, first["two nights"])
    once, then = first["two nights"]
    decide(lake, once["session_id"], scope="holder", until=NEXT, now=at("20:00"))
    (left,) = flagged(lake).rows.to_pylist()
    assert (left["session_id"], left["review"]) == (then["session_id"], None)


def test_a_list_entry_that_appears_reopens_and_is_named(lake, dismissed, again):
    once = dismissed("a list")
    lay(lake, again["a list"])
    (one,) = flagged(lake).rows.to_pylist()
    assert one["review"] == "reopened"
    assert one["new_evidence"] == "listed_endpoint; tier confirmed, was likely"
    assert one["session_id"] == once


def test_an_entry_of_a_further_list_reopens_nothing_where_the_remote_stood_on_one(
    lake, dismissed, again
):
    dismissed("a further list")
    lay(lake, again["a further list"])
    assert flags(lake) == 0


def test_a_changed_weight_reopens_nothing(lake, dismissed):
    once = dismissed("nothing new")
    heavier = [replace(one, weight=one.weight + 3) for one in read_detections()]
    (now,) = judge(1, detections=heavier)["nothing new"]
    lay(lake, [now])
    assert (now["session_id"], now["score"]) == (once, 4.0)
    assert flags(lake) == 0


def test_the_zone_that_nights_are_in_does_not_matter_to_a_decision(lake, dismissed):
    once = dismissed("nothing new")
    (now,) = judge(1, settings=Settings(night_zone="Pacific/Auckland"))["nothing new"]
    lay(lake, [now])
    assert now["session_id"] == once
    assert flags(lake) == 0
