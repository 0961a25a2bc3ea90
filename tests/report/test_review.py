"""A decision is checked, recorded with a copy of what it was made on, and changes nothing judged."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from tests.report.deciding import NOW, decide, states
from tests.report.planted import HOLDER, NIGHT, rows, session
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import UsageError
from tracker.lake import MARKER, open_lake
from tracker.report.outcomes import OUTCOMES, SCOPES
from tracker.report.review import plain
from tracker.report.reviews import reviews
from tracker.report.sessions import flagged


def stored(lake, name="review") -> list[dict]:
    with DuckDB() as engine:
        lake.pin().show(engine)
        order = "recorded_at" if name == "review" else "all"
        return engine.rows(Statement("test", f"from {name} order by {order}")).to_pylist()


def test_a_decision_keeps_a_copy_of_what_it_was_made_on(judged):
    done = decide(judged, "sure", scope="endpoint", until=NOW + timedelta(days=9))
    (kept,) = stored(judged)
    assert done.row.to_pylist() == [kept]
    (session_,) = (row for row in stored(judged, "session") if row["session_id"][:4] == "sure")
    shared = kept.keys() & session_.keys() - {"reason"}
    assert {name: kept[name] for name in shared} == {name: session_[name] for name in shared}
    assert shared >= {"holder", "attribution", "tier", "verdict", "evidence", "matches", "run_id"}
    assert kept["until"] == NOW + timedelta(days=9)


def test_what_was_judged_stays_as_it_is_whatever_is_decided(judged):
    """Decisions are laid over it, each a row more: no table but `review` and `run` is written to."""

    def versions():
        told = {one["name"]: one["count"] for one in judged.pin().versions()}
        return told | dict.fromkeys(("review", "run"))

    before, session_ = versions(), stored(judged, "session")
    for number, outcome in enumerate(OUTCOMES, 1):
        kept = stored(judged)
        decide(judged, "sure", outcome, scope=[*SCOPES][number % len(SCOPES)])
        assert stored(judged)[:-1] == kept
        assert len(stored(judged)) == number
    assert (versions(), stored(judged, "session")) == (before, session_)


def test_a_decision_is_a_run_of_its_own(judged):
    decide(judged, "sure")
    (run,) = (one for one in stored(judged, "run") if one["command"] == "review")
    assert {one["name"]: one["count"] for one in run["counts"]} == {"dismiss": 1, "sessions": 1}


def test_a_dry_run_writes_nothing_and_counts_the_same(judged):
    would = decide(judged, "sure", scope="endpoint", dry_run=True)
    assert (stored(judged), len(stored(judged, "run"))) == ([], 1)
    assert decide(judged, "sure", scope="endpoint").nights == would.nights


def test_what_a_decision_takes_in_is_counted_by_night(judged):
    next_night = {"night": NIGHT.date() + timedelta(days=1), "first_at": NIGHT + timedelta(days=1)}
    judged.append(
        "session",
        rows(
            "session",
            session("more", "unregistered", **next_night),
            session("high", "unregistered", **next_night, tier="confirmed"),
        ),
    )
    done = decide(judged, "tied", scope="endpoint")
    assert done.nights.to_pylist() == [
        {"night": NIGHT.date(), "sessions": 4, "flagged": 2, "stays": 0, "waits": 0},
        {"night": next_night["night"], "sessions": 2, "flagged": 2, "stays": 1, "waits": 0},
    ]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"outcome": "forgive"}, "outcome 'forgive'; expected one of dismiss"),
        ({"scope": "all"}, "scope 'all'; expected one of session"),
        ({"reason": ""}, "reason is empty"),
        ({"reason": " \t\x1b\u200b\u200d"}, "reason is empty"),
        ({"reason": "x" * 1001}, "reason has 1001 signs; expected at most 1000"),
        ({"decided_by": " "}, "decided_by is empty"),
        ({"decided_by": "o" * 101}, "decided_by has 101 signs"),
        ({"until": NOW}, "is past"),
        ({"until": NOW + timedelta(days=1), "outcome": "confirm"}, "until with confirm"),
    ],
)
def test_what_cannot_be_decided_is_refused_and_leaves_nothing(judged, said, message):
    with pytest.raises(UsageError, match=message):
        decide(judged, "sure", **said)
    assert stored(judged) == []


@pytest.mark.parametrize(
    ("name", "message"), [("nobody", "no session"), ("", "no session"), ("s", "2 sessions begin")]
)
def test_a_session_is_named_as_for_explain(judged, name, message):
    judged.append("session", rows("session", session("soon", "expired")))
    with pytest.raises(UsageError, match=message):
        decide(judged, name)


def test_scope_holder_needs_somebody_who_is_named(judged):
    with pytest.raises(UsageError, match=r"nobody is named by session calm.*; expected scope"):
        decide(judged, "calm", scope="holder")


def test_a_session_that_is_not_flagged_can_be_decided_on_and_that_is_said(judged):
    assert decide(judged, "late").warnings == (
        f"session {'late'.ljust(26, 'x')} is registered: it is not flagged as it is",
    )
    assert states(judged)["late"] == "dismissed"
    assert decide(judged, "sure").warnings == ()


def test_reopening_what_is_not_dismissed_is_said(judged):
    assert (
        decide(judged, "sure", "reopen")
        .warnings[0]
        .endswith("is not reviewed: nothing is dismissed")
    )
    decide(judged, "sure")
    assert decide(judged, "sure", "reopen").warnings == ()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\x1b[2Jb", "a [2Jb"),
        ("one\r\ntwo\tthree", "one two three"),
        ("\u202egnp.exe\u2066", "gnp.exe"),
        ("a\u2028b\x85c", "a b c"),
        ("\ud800x", "x"),
        ("'; drop table review --", "'; drop table review --"),
        ("Žygis, ñ, 中, می\u200cشود", "Žygis, ñ, 中, می\u200cشود"),
    ],
)
def test_a_text_is_kept_without_what_controls_or_hides(judged, text, kept):
    assert plain(text) == kept
    decide(judged, "sure", reason=text, decided_by=text)
    assert [(row["reason"], row["decided_by"]) for row in stored(judged)] == [(kept, kept)]


def test_a_decision_is_later_than_every_one_before_it_whatever_the_clock_says(judged):
    """Two at one instant, and one after the clock went back, stand in the order they were made."""
    for outcome, at in (("dismiss", NOW), ("reopen", NOW), ("dismiss", NOW - timedelta(hours=1))):
        decide(judged, "sure", outcome, now=at)
    rows_ = reviews(judged).to_pylist()
    assert [row["outcome"] for row in rows_] == ["dismiss", "reopen", "dismiss"]
    assert len({row["recorded_at"] for row in rows_}) == len({row["review_id"] for row in rows_})
    assert states(judged)["sure"] == "dismissed"


def test_a_lake_that_is_older_than_reviews_gets_them_with_the_first(judged):
    shutil.rmtree(judged.path / "review")
    (judged.path / MARKER).write_text('layout = 3\nkey_check = "check"\n')
    lake = open_lake(judged.path)
    assert reviews(lake).num_rows == 0
    assert flagged(lake).rows["review"].to_pylist() == [None] * 3
    decide(lake, "sure")
    assert states(open_lake(judged.path))["sure"] == "dismissed"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, ["sure", "weak", "late"]),
        ({"since": NOW + timedelta(minutes=1)}, ["weak", "late"]),
        ({"until": NOW + timedelta(minutes=1)}, ["sure"]),
        ({"outcome": ("dismiss", "reopen")}, ["sure", "late"]),
        ({"scope": ("endpoint",)}, ["late"]),
        ({"session": "SURE…"}, ["sure"]),
        ({"session": "tied"}, ["late"]),
        ({"session": "nobody"}, []),
        ({"session": "' or true --"}, []),
        ({"remote": "2001:DB8::9"}, ["sure"]),
        ({"holder": HOLDER, "outcome": ("confirm",)}, ["weak"]),
        ({"holder": "f" * 32}, []),
        ({"since": datetime(2026, 3, 21, tzinfo=UTC)}, []),
    ],
)
def test_reviews_are_listed_as_asked_for(judged, wanted, expected):
    decide(judged, "sure")
    decide(judged, "weak", "confirm", now=NOW + timedelta(minutes=1))
    decide(judged, "late", scope="endpoint", now=NOW + timedelta(minutes=2))
    rows_ = reviews(judged, **wanted).to_pylist()
    assert [row["session_id"][:4] for row in rows_] == expected
