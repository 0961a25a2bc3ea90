"""Any imports in any order leave, for every moment, the terms that a plain dict would have."""

from __future__ import annotations

from datetime import timedelta
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.conftest import KEY, NOW, term, text_of
from tracker.attribute.names import Names
from tracker.engine.duckdb import DuckDB
from tracker.errors import TrackerError
from tracker.folding import Folding
from tracker.registry.asking import list_terms
from tracker.registry.history import history
from tracker.registry.importing import import_register
from tracker.settings import Settings

SETTINGS = Settings()
# Few of everything, so that ids, registrants and bindings collide.
TERMS = st.fixed_dictionaries(
    {
        "registrant_id": st.sampled_from(["C-1", "C-2"]),
        "binding": st.sampled_from(
            [("cidr", "192.0.2.0/28"), ("account", "ona"), ("account", "Ona"), ("circuit", "ona")]
        ),
        "valid_to": st.sampled_from(["2026-03-31", "2026-12-31", ""]),
        "status": st.sampled_from(["approved", "revoked"]),
    }
)
FILES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), TERMS, max_size=4)
STEPS = st.lists(
    st.tuples(FILES, st.sampled_from(["whole", "add", "dry", "again", "faulty"])), max_size=5
)


def written(terms):
    """A file's rows, and what a register says of them: a name has one spelling there."""
    rows, said = [], {}
    for name, one in sorted(terms.items()):
        kind, value = one["binding"]
        rest = {key: one[key] for key in ("registrant_id", "valid_to", "status")}
        rows.append(term(registration_id=name, binding_kind=kind, binding_value=value, **rest))
        said[name] = (kind, value.lower(), *rest.values())
    return rows, said


def imported(lake, folder, rows, now, **how):
    path = folder / "register.csv"
    path.write_text(text_of(rows))
    return import_register(lake, path, SETTINGS, KEY, now=now, allow_shrink=True, **how)


def taken(lake, folder, terms, how, before, now):
    """One step's import, and what the model says after it."""
    rows, said = written(terms)
    if how == "faulty":
        with pytest.raises(TrackerError):
            imported(lake, folder, [*rows, term(registration_id="e", status="fine")], now)
        return before
    whole = how in ("whole", "dry")
    after = said if whole else before | said
    done = imported(lake, folder, rows, now, whole=whole, dry_run=how == "dry")
    same = {name for name in before.keys() & after.keys() if before[name] == after[name]}
    told = {row["registration_id"]: row["change"] for row in done.changes.to_pylist()}
    assert told == {
        name: "closed" if name not in after else "changed" if name in before else "added"
        for name in (before.keys() | after.keys()) - same
    }
    if how == "again":
        again = imported(lake, folder, rows, now + timedelta(minutes=1), whole=whole)
        assert (again.version, again.changes.num_rows) == (None, 0)
    return before if how == "dry" else after


def open_terms(lake, known_at=None):
    """The lake's open terms as the model has them, with pseudonyms for names."""
    rows = list_terms(lake, SETTINGS, NOW, known_at=known_at).to_pylist()
    return {
        row["registration_id"]: (
            row["binding_kind"],
            row["binding_value"],
            row["registrant_id"],
            (row["valid_to"] and f"{row['valid_to'] - timedelta(days=1):%Y-%m-%d}") or "",
            row["status"],
        )
        for row in rows
    }


def hidden(state, pseudonym):
    return {
        name: (kind, value if kind == "cidr" else pseudonym, *rest)
        for name, (kind, value, *rest) in state.items()
    }


def replayed(versions, until):
    """The ids that the history leaves open when it is read up to a moment."""
    found = set()
    for row in versions:
        if row["recorded_at"] <= until:
            change = found.discard if row["change"] == "closed" else found.add
            change(row["registration_id"])
    return found


def refuse_gaps(versions):
    """Each change of a field begins with what the one before it ended with."""
    last = {}
    for row in versions:
        for what in (row["what"] or "").split("; "):
            if " -> " in what:
                field, _, values = what.partition(" ")
                old, new = values.split(" -> ")
                key = (row["registration_id"], field)
                assert last.get(key, old) == old != new
                last[key] = new


@settings(max_examples=8, deadline=None)
@given(STEPS)
def test_every_moment_has_the_terms_of_the_model_and_each_change_leads_from_one_to_the_next(
    tmp_path_factory, empty_lake, pseudonym, steps
):
    """What is told as `old -> new` begins with what was told before it."""
    with TemporaryDirectory(dir=tmp_path_factory.getbasetemp()) as place:
        folder = tmp_path_factory.getbasetemp() / place
        lake = empty_lake(folder / "lake", KEY.check)
        states, state = [(NOW, {})], {}
        for number, (terms, how) in enumerate(steps, 1):
            now = NOW + timedelta(hours=number)
            state = taken(lake, folder, terms, how, state, now)
            states.append((now + timedelta(minutes=30), state))
        versions = history(lake, SETTINGS).to_pylist()
        for known_at, expected in states:
            assert open_terms(lake, known_at) == hidden(expected, pseudonym)
            assert replayed(versions, known_at) == set(expected)
        assert open_terms(lake) == hidden(state, pseudonym)
        refuse_gaps(versions)


@pytest.fixture(scope="session")
def pseudonym():
    """What the register keeps in the place of the one name that these terms are bound to."""
    with DuckDB() as engine:
        named = pa.table({"kind": ["account"], "name": ["ona"]})
        return Names(KEY, Folding(), engine).met(named)["pseudonym"][0].as_py()
