"""Where a setting asks for a second reviewer, one person's decision waits and the flag is shown."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from deltalake import write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.deciding import ALONE, NOW, decide, fired, states
from tests.report.planted import NIGHT, rows, session
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.lake import MARKER, open_lake
from tracker.report.explain import explain
from tracker.report.reviewed import keep_reviewed
from tracker.report.reviews import reviews
from tracker.report.sessions import flagged
from tracker.report.story import story
from tracker.settings import Settings
from tracker.tables import arrow_schema

TWO = Settings(second_reviewer=["dismiss", "confirm", "correct"])
DAY = timedelta(days=1)


def lay(lake, *names, **columns):
    given = (session(name, "unregistered", **columns) for name in names)
    lake.append("session", rows("session", *given))


def waits(lake) -> list[int]:
    """In how many sessions each decision waits, the oldest first."""
    return reviews(lake)["waits"].to_pylist()


def told(lake, name) -> str:
    return story(explain(lake, name).to_pylist()[0], ZoneInfo("UTC"))


def test_a_flag_stays_until_somebody_else_dismisses_it_too(lake):
    lay(lake, "once")
    first = decide(lake, "once", settings=TWO)
    assert first.row["reviewers"].to_pylist() == [2]
    assert first.nights["waits"].to_pylist() == [1]
    assert (states(lake), flagged(lake).rows.num_rows) == ({"once": "proposed"}, 1)
    assert "waits for a second reviewer to decide the same (review " in told(lake, "once")
    would = decide(lake, "once", decided_by="jonas", settings=TWO, dry_run=True)
    assert would.nights["waits"].to_pylist() == [0]
    assert waits(lake) == [1]
    decide(lake, "once", decided_by="jonas", settings=TWO)
    assert (states(lake), flagged(lake).rows.num_rows) == ({"once": "dismissed"}, 0)
    assert told(lake, "once").count("    holds (review ") == 2
    assert waits(lake) == [0, 0]


@pytest.mark.parametrize("same", ["ona", "ONA", " Ona\u200b\n"])
def test_nobody_is_the_second_reviewer_of_his_own_decision(lake, same):
    lay(lake, "once")
    decide(lake, "once", settings=TWO)
    decide(lake, "once", decided_by=same, settings=TWO)
    assert (states(lake), waits(lake)) == ({"once": "proposed"}, [1, 1])


def test_spellings_of_one_name_are_one_person(lake):
    lay(lake, "once")
    for name in ("R\u016bta", "ru\u0304ta"):
        decide(lake, "once", decided_by=name, settings=TWO)
    assert states(lake) == {"once": "proposed"}


def test_only_the_outcomes_that_are_set_wait(lake):
    lay(lake, "once")
    only = Settings(second_reviewer=["dismiss"])
    for outcome, state in (
        ("confirm", "confirmed"),
        ("reopen", "reopened"),
        ("dismiss", "proposed"),
    ):
        decide(lake, "once", outcome, settings=only)
        assert states(lake) == {"once": state}


def test_a_flag_is_brought_back_by_one_person(lake):
    lay(lake, "once")
    for name in ("ona", "jonas"):
        decide(lake, "once", decided_by=name, settings=TWO)
    decide(lake, "once", "confirm", settings=TWO)
    assert states(lake) == {"once": "dismissed"}
    assert waits(lake)[2] == 1
    decide(lake, "once", "reopen", settings=TWO)
    assert (states(lake), sum(waits(lake))) == ({"once": "reopened"}, 0)


def test_what_was_decided_between_ends_a_proposal(lake):
    """Somebody saw it otherwise: two have to agree after that."""
    lay(lake, "once")
    for outcome, name in (("dismiss", "ona"), ("confirm", "rasa"), ("dismiss", "jonas")):
        decide(lake, "once", outcome, decided_by=name, settings=TWO)
    assert (states(lake), waits(lake)) == ({"once": "proposed"}, [0, 0, 1])
    assert "does not count: nobody else had decided the same when" in told(lake, "once")
    decide(lake, "once", settings=TWO)
    assert states(lake) == {"once": "dismissed"}


def test_two_decisions_of_different_scopes_count_for_what_both_take_in(lake):
    lay(lake, "once")
    lay(lake, "then", first_at=NIGHT + DAY, last_at=NIGHT + DAY)
    decide(lake, "once", scope="endpoint", settings=TWO)
    decide(lake, "then", decided_by="jonas", settings=TWO)
    assert states(lake) == {"once": "proposed", "then": "dismissed"}
    assert waits(lake) == [1, 0]


def test_evidence_that_one_of_the_two_had_not_seen_makes_the_other_wait(lake):
    lay(lake, "once")
    decide(lake, "once", settings=TWO)
    more = session("once", "unregistered", evidence=[fired(), fired("listed_endpoint", "list")])
    lake.replace("session", rows("session", more), [str(NIGHT.date())])
    decide(lake, "once", decided_by="jonas", settings=TWO)
    assert (states(lake), waits(lake)) == ({"once": "proposed"}, [0, 1])


def test_the_setting_changes_nothing_that_was_decided_before_or_after_it(lake):
    """A row says what was needed when it was decided; a second person may agree with either."""
    lay(lake, "once")
    lay(lake, "then", remote_ip="203.0.113.70")
    lay(lake, "else", remote_ip="203.0.113.71")
    decide(lake, "once")
    decide(lake, "then", settings=TWO)
    decide(lake, "else", settings=ALONE)
    assert states(lake) == {"once": "dismissed", "then": "proposed", "else": "dismissed"}
    decide(lake, "then", decided_by="jonas")
    assert set(states(lake).values()) == {"dismissed"}


def test_a_decision_in_a_lake_that_is_older_than_the_setting_counts_alone(lake):
    lay(lake, "once")
    schema = arrow_schema("review")
    old = decide(lake, "once", dry_run=True).row.select(set(schema.names) - {"reviewers"})
    shutil.rmtree(lake.path / "review")
    write_deltalake(str(lake.path / "review"), old)
    (lake.path / MARKER).write_text('layout = 6\nkey_check = "check"\n')
    lake = open_lake(lake.path)
    assert (states(lake), waits(lake)) == ({"once": "dismissed"}, [0])
    decide(lake, "once", "confirm", settings=TWO)
    assert states(open_lake(lake.path)) == {"once": "dismissed"}
    assert reviews(lake)["reviewers"].to_pylist() == [None, 2]


def test_what_waits_is_listed(lake):
    lay(lake, "once", "else", remote_ip="203.0.113.70")
    lay(lake, "then", remote_ip="203.0.113.71")
    decide(lake, "once", scope="endpoint", settings=TWO)
    decide(lake, "then", settings=TWO)
    decide(lake, "then", decided_by="jonas", settings=TWO)
    rows_ = reviews(lake, waiting=True).to_pylist()
    assert [(row["session_id"][:4], row["waits"]) for row in rows_] == [("once", 2)]
    assert reviews(lake, waiting=True, outcome=("confirm",)).num_rows == 0


# Against a model: each session by itself, one decision after the other

NAMES = {"confirm": "confirmed", "correct": "corrected", "reopen": "reopened"}
HOLDERS = ("a" * 32, "b" * 32)
KINDS = [(holder, days, tier) for holder in HOLDERS
         for days, tier in ((0, "likely"), (1, "confirmed"), (2, "likely"))]  # fmt: skip


def at_an_endpoint(number):
    """The sessions of one history, which has an endpoint of its own."""
    return [
        session(
            f"{number:03}{holder[0]}{days}",
            "unregistered",
            holder=holder,
            tier=tier,
            remote_ip=f"203.0.113.{number}",
            first_at=NIGHT + days * DAY,
            last_at=NIGHT + days * DAY,
        )
        for holder, days, tier in KINDS
    ]


DECISIONS = st.lists(
    st.fixed_dictionaries(
        {
            "outcome": st.sampled_from(["dismiss", "dismiss", *NAMES]),
            "scope": st.sampled_from(["session", "holder", "endpoint"]),
            "decided_by": st.sampled_from(["ona", "Ona", "jonas", "rasa"]),
            "reviewers": st.sampled_from([None, 1, 2, 2]),
            "days": st.sampled_from([None, None, 1, 2]),  # of a dismissal, until when
            "on": st.integers(0, len(KINDS) - 1),
        }
    ),
    max_size=9,
)


def decided(name, number, said, on):
    """A row of `review` on a session, the later the higher its number."""
    copied = {name: on.get(name) for name in arrow_schema("review").names}
    until = said["outcome"] == "dismiss" and said["days"] is not None
    return copied | {
        **{name: said[name] for name in ("outcome", "scope", "decided_by", "reviewers")},
        "until": NIGHT + said["days"] * DAY if until else None,
        "review_id": f"{name}.{number}",
        "recorded_at": NOW + timedelta(seconds=number),
    }


def takes_in(one, other) -> bool:
    if one["scope"] == "holder":
        return bool(one["holder"] == other["holder"])
    return one["scope"] == "endpoint" or one["session_id"] == other["session_id"]


def agrees(one, other) -> bool:
    """Whether what a decision was made on is all that the session has."""
    return one["outcome"] != "dismiss" or (one["tier"], other["tier"]) != ("likely", "confirmed")


def left(one, decisions) -> str | None:
    """How decisions leave a session."""
    dismissals, turn, counted, outcome = [], [], [], None
    for each in decisions:
        end: datetime | None = each["until"]
        if not takes_in(each, one) or (end and one["first_at"] >= end):
            continue
        if each["outcome"] != outcome:
            outcome, turn = each["outcome"], []
        turn += [each] if agrees(each, one) else []
        people = {each["decided_by"].lower() for each in turn}
        counted = [each for each in turn if (each["reviewers"] or 1) <= len(people)]
        if outcome == "dismiss":
            dismissals += counted
        elif counted:
            dismissals = []
    if dismissals:
        return "dismissed"
    if turn:
        return NAMES[str(outcome)] if counted else "proposed"
    return outcome and "reopened"


@given(st.lists(DECISIONS, min_size=40, max_size=60))
@settings(max_examples=8)  # each of so many histories; what costs is the engine
def test_decisions_leave_each_session_as_the_model_says(histories):
    there = [at_an_endpoint(number) for number in range(len(histories))]
    decisions = [
        [decided(name, number, one, there[name][one["on"]]) for number, one in enumerate(history)]
        for name, history in enumerate(histories)
    ]
    with DuckDB() as engine:
        engine.register("wanted", rows("session", *chain(*there)))
        engine.register("review", rows("review", *chain(*decisions)))
        keep_reviewed(engine)
        found = engine.rows(
            Statement("test", "select session_id, review from reviewed")
        ).to_pylist()
    model = {
        one["session_id"]: left(one, history)
        for ends, history in zip(there, decisions, strict=True)
        for one in ends
    }
    assert {row["session_id"]: row["review"] for row in found} == {
        name: state for name, state in model.items() if state
    }
