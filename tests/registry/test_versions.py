"""Versions of the register: nothing twice, nothing forgotten, nobody cut off by a short file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.conftest import NOW, term
from tracker.errors import InputError
from tracker.registry.versions import check_shrinking, latest_terms, listed_terms, plan_import
from tracker.settings import Settings
from tracker.tables import arrow_schema

EMPTY = arrow_schema("registration").empty_table()
FILE = Path("register.csv")


@pytest.fixture(scope="session")
def bring(engine, read):
    """Plans an import of terms over versions; what it appends, and its counts."""

    def run(terms, versions=EMPTY, now=NOW, **how):
        rows = read(terms).rows
        engine.register("registration", versions)
        known = latest_terms(engine)
        return plan_import(engine, rows, known, now=now, digest="0" * 64, **how)

    return run


def states(plan):
    return {row["registration_id"]: row["state"] for row in plan.rows.to_pylist()}


def counted(added=0, changed=0, closed=0, unchanged=0):
    return {"added": added, "changed": changed, "closed": closed, "unchanged": unchanged}


IDS = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["approved", "revoked"]))


@settings(max_examples=8, deadline=None)
@given(st.lists(st.tuples(IDS, st.booleans()), max_size=3))
def test_after_any_imports_the_register_says_what_was_said_last(engine, bring, imports):
    versions, said, now = EMPTY, {}, NOW
    for terms, whole in imports:
        now += timedelta(hours=1)
        written = [term(registration_id=name, status=status) for name, status in terms.items()]
        plan = bring(written, versions, now, whole=whole)
        versions = pa.concat_tables([versions, plan.rows])
        said = terms if whole else said | terms
        again = bring(written, versions, now + timedelta(minutes=1), whole=whole)
        assert again.rows.num_rows == 0
    engine.register("registration", versions)
    latest = latest_terms(engine).to_pylist()
    in_force = {r["registration_id"]: r["status"] for r in latest if r["state"] == "open"}
    assert in_force == said


def test_an_import_counts_what_it_does(bring):
    first = bring([term(registration_id=name) for name in "abc"])
    assert first.counts == counted(added=3)
    second = [term(registration_id="a"), term(registration_id="b", port="500"), term()]
    plan = bring(second, first.rows, NOW + timedelta(days=1))
    assert plan.counts == counted(added=1, changed=1, closed=1, unchanged=1)
    assert states(plan) == {"b": "open", "c": "closed", "R-1": "open"}


def test_terms_to_add_close_nothing(bring):
    first = bring([term(registration_id="a")])
    plan = bring([term()], first.rows, whole=False)
    assert plan.counts == counted(added=1)


def test_a_term_keeps_the_time_of_its_first_record_through_change_and_closing(bring):
    versions = bring([term()]).rows
    for day, terms in enumerate(([term(port="500")], [], [term()]), 1):
        plan = bring(terms, versions, NOW + timedelta(days=day))
        assert plan.rows.column("first_recorded_at").to_pylist() == [NOW]
        versions = pa.concat_tables([versions, plan.rows])


def test_a_version_is_the_latest_though_the_clock_was_put_back(engine, bring):
    first = bring([term()])
    plan = bring([term(port="500")], first.rows, NOW - timedelta(days=1))
    engine.register("registration", pa.concat_tables([first.rows, plan.rows]))
    assert latest_terms(engine).column("port").to_pylist() == ["500"]


def test_what_was_known_then_can_be_asked(engine, bring):
    first = bring([term()])
    plan = bring([term(port="500")], first.rows, NOW + timedelta(days=1))
    engine.register("registration", pa.concat_tables([first.rows, plan.rows]))
    assert latest_terms(engine, NOW + timedelta(hours=1)).column("port").to_pylist() == [None]


@pytest.mark.parametrize(("kept", "refused"), [(7, False), (6, True), (0, True)])
def test_a_register_may_shrink_by_its_share_and_no_more(bring, kept, refused):
    first = bring([term(registration_id=f"R-{n}") for n in range(10)])
    plan = bring([term(registration_id=f"R-{n}") for n in range(kept)], first.rows)
    if refused:
        with pytest.raises(InputError, match=f"{10 - kept} of 10 terms are missing"):
            check_shrinking(FILE, plan, first.rows, 0.3)
    else:
        check_shrinking(FILE, plan, first.rows, 0.3)


def test_new_terms_do_not_hide_missing_ones(bring):
    first = bring([term(registration_id=name) for name in "abcd"])
    plan = bring([term(registration_id=name) for name in "wxyz"], first.rows)
    with pytest.raises(InputError, match="4 of 4"):
        check_shrinking(FILE, plan, first.rows, 0.3)


@pytest.mark.parametrize(
    ("at", "other", "standing"),
    [
        ("2026-01-31T23:59:59.999999+00:00", {}, "pending"),
        ("2026-02-01T00:00:00+00:00", {}, "active"),
        ("2026-03-17T23:59:59.999999+00:00", {}, "active"),
        ("2026-03-18T00:00:00+00:00", {}, "expiring"),
        ("2026-03-31T23:59:59.999999+00:00", {}, "expiring"),
        ("2026-04-01T00:00:00+00:00", {}, "grace"),
        ("2026-04-03T00:00:00+00:00", {}, "expired"),
        ("2026-04-01T00:00:00+00:00", {"grace_days": ""}, "expired"),
        ("2090-01-01T00:00:00+00:00", {"valid_to": ""}, "active"),
        ("2026-02-10T00:00:00+00:00", {"status": "pending"}, "pending"),
        ("2026-02-10T00:00:00+00:00", {"status": "suspended"}, "suspended"),
        ("2026-02-10T00:00:00+00:00", {"status": "revoked"}, "revoked"),
        ("2026-02-10T00:00:00+00:00", {"status": "withdrawn"}, "withdrawn"),
    ],
)
def test_how_a_term_stands_follows_from_status_and_time(engine, bring, at, other, standing):
    window = {"valid_from": "2026-02-01", "valid_to": "2026-03-31", "grace_days": "2"}
    known = bring([term(**(window | other))]).rows
    listed = listed_terms(engine, known, Settings(expiring_days=14), datetime.fromisoformat(at))
    assert listed.column("standing").to_pylist() == [standing]


def test_closed_terms_are_not_listed(engine, bring):
    first = bring([term()])
    closing = bring([], first.rows, NOW + timedelta(days=1)).rows
    assert listed_terms(engine, closing, Settings(), NOW).num_rows == 0
