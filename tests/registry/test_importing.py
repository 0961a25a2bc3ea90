"""Imports into a real lake: one commit, a run beside it, nothing where there is a fault."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pyarrow as pa
import pytest
from deltalake import write_deltalake

from tests.registry.conftest import KEY, NOW, term, text_of
from tracker.attribute.pseudonyms import Key
from tracker.attribute.sealing import open_name
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import InputError, LakeError, SettingsError, TrackerError
from tracker.lake import MARKER, open_lake
from tracker.registry.asking import list_terms
from tracker.registry.importing import check_register, import_list, import_register
from tracker.settings import Settings
from tracker.tables import arrow_schema

SETTINGS = Settings()
POOLS = "cidr,category,provider\n192.0.2.0/24,pool_dynamic,\n"


@pytest.fixture
def bring(lake, written):
    def run(terms, now=NOW, **how):
        path = written(text_of(terms))
        return import_register(lake, path, SETTINGS, KEY, now=now, **how)

    return run


def versions(lake):
    return {row["name"]: row["count"] for row in lake.pin().versions()}


def rows(lake, name):
    with DuckDB() as engine:
        lake.pin().show(engine, [name])
        return engine.connection.table(name).to_arrow_table().to_pylist()


def test_an_import_is_one_commit_and_one_run(lake, bring):
    before = versions(lake)
    done = bring([term(), term(registration_id="R-2")])
    after = versions(lake)
    assert {name for name in after if after[name] != before[name]} == {"registration", "run"}
    (run,) = rows(lake, "run")
    assert run["command"] == "registry import"
    assert {count["name"]: count["count"] for count in run["counts"]} == done.counts
    assert {row["registry_version"] for row in rows(lake, "registration")} == {done.version}


def test_the_same_register_twice_commits_nothing(lake, bring):
    bring([term()])
    before = versions(lake)
    assert bring([term()], NOW + timedelta(days=1)).version is None
    assert versions(lake) == before


def test_a_register_with_a_fault_changes_nothing(lake, bring):
    before = versions(lake)
    with pytest.raises(TrackerError):
        bring([term(), term(registration_id="R-2", status="fine")])
    assert versions(lake) == before


def test_a_register_that_shrinks_is_let_through_when_told_so(lake, bring):
    bring([term(), term(registration_id="R-2")])
    with pytest.raises(InputError, match="1 of 2 terms are missing"):
        bring([term()], NOW + timedelta(days=1))
    assert bring([term()], NOW + timedelta(days=1), allow_shrink=True).counts["closed"] == 1
    assert list_terms(lake, SETTINGS, NOW).column("registration_id").to_pylist() == ["R-1"]


def test_a_dry_run_counts_and_commits_nothing(lake, bring):
    before = versions(lake)
    assert bring([term()], dry_run=True).counts["added"] == 1
    assert versions(lake) == before


def test_pools_of_the_lake_bar_a_binding(lake, bring, written):
    import_list(lake, written(POOLS), "pools", SETTINGS, now=NOW)
    with pytest.raises(TrackerError, match="lies in 192"):
        bring([term()])
    with pytest.raises(TrackerError, match="lies in 192"):
        check_register(lake, written(text_of([term()])), SETTINGS, NOW)


def test_a_pool_that_comes_after_the_binding_is_warned_of(lake, bring, written):
    bring([term()])
    done = import_list(lake, written(POOLS), "pools", SETTINGS, now=NOW)
    assert len(done.warnings) == 1
    assert "R-1" in done.warnings[0]


def test_an_import_waits_for_no_other(lake, bring):
    with lake.lock("another import"), pytest.raises(LakeError, match="another import"):
        bring([term()])


def test_the_same_list_twice_commits_nothing(lake, written):
    path = written(POOLS)
    import_list(lake, path, "pools", SETTINGS, now=NOW)
    before = versions(lake)
    again = import_list(lake, path, "pools", SETTINGS, now=NOW + timedelta(days=1))
    assert again.counts == {"added": 0, "unchanged": 1}
    assert versions(lake) == before


def test_a_list_that_jumps_is_let_through_when_told_so(lake, written):
    import_list(lake, written(POOLS), "pools", SETTINGS, now=NOW)
    wider = written(POOLS.replace("/24", "/16").replace(".2.0", ".0.0"))
    before, later = versions(lake), NOW + timedelta(days=1)
    with pytest.raises(InputError, match="from 256 to 65,536 IPv4 addresses"):
        import_list(lake, wider, "pools", SETTINGS, now=later)
    assert versions(lake) == before
    import_list(lake, wider, "pools", SETTINGS, now=later, allow_jump=True)
    assert len(rows(lake, "endpoint")) == 2


def test_a_lake_from_before_lists_said_when_is_read_and_added_to(lake, written):
    kept = pa.schema([one for one in arrow_schema("endpoint") if not one.name.endswith("_seen")])
    row = {"list": "names", "version": "1", "cidr": "203.0.113.5/32", "recorded_at": NOW}
    (lake.path / MARKER).write_text('layout = 1\nkey_check = "check"\n')
    shutil.rmtree(lake.path / "endpoint")
    write_deltalake(str(lake.path / "endpoint"), pa.Table.from_pylist([row], schema=kept))
    old = open_lake(lake.path)
    assert [one["first_seen"] for one in rows(old, "endpoint")] == [None]
    text = "cidr,category,provider,host,first_seen\n203.0.113.6,vpn,,a.example,2026-03-01\n"
    import_list(old, written(text), "names", SETTINGS, now=NOW + timedelta(days=1))
    seen = {one["cidr"]: one["first_seen"] for one in rows(old, "endpoint")}
    assert seen == {"203.0.113.5/32": None, "203.0.113.6/32": datetime(2026, 3, 1, tzinfo=UTC)}


def test_a_register_is_checked_without_a_lake(written):
    assert check_register(None, written(text_of([term()])), SETTINGS, NOW).rows.num_rows == 1


def test_no_name_of_a_register_lies_in_the_lake(lake, bring):
    names = {"account": "ona@nerys.example", "circuit": "pon-7/3", "msisdn": "37060000007"}
    bring([term(registration_id=k, binding_kind=k, binding_value=v) for k, v in names.items()])
    content = b"".join(path.read_bytes() for path in lake.path.rglob("*") if path.is_file())
    assert not [name for name in names.values() if name.encode() in content]
    stored = repr(rows(lake, "registration"))
    assert not [name for name in names.values() if name in stored]


def sealed(lake):
    """The names of `identity` in clear, with their kinds."""
    with DuckDB() as engine:
        lake.pin(["identity"]).show(engine, ["identity"])
        rows = engine.rows(Statement("test", "from identity")).to_pylist()
    return [(row["kind"], open_name(KEY, row["pseudonym"], row["sealed"])) for row in rows]


BOUND = [
    term(registration_id="R-1", binding_kind="account", binding_value="Ona@nerys.example"),
    term(registration_id="R-2", binding_kind="msisdn", binding_value="+37060000000"),
    term(registration_id="R-3", binding_kind="account", binding_value="ona@nerys.example"),
    term(registration_id="R-4"),
]


def test_who_is_bound_is_sealed_once_and_no_address_is(lake, bring):
    bring(BOUND, dry_run=True)
    assert sealed(lake) == []
    bring(BOUND)
    bring(BOUND, now=NOW + timedelta(days=1))
    assert sorted(sealed(lake)) == [("account", "Ona@nerys.example"), ("msisdn", "37060000000")]


def test_a_register_that_says_nothing_new_still_adds_the_names_that_the_lake_lacks(lake, bring):
    """So a lake that is older than its table of names comes to have them."""
    accounts = [BOUND[0], BOUND[3]]
    bring(accounts)
    shutil.rmtree(lake.path / "identity")
    (lake.path / MARKER).write_text(f'layout = 1\nkey_check = "{KEY.check}"\n')
    old = open_lake(lake.path)
    path = lake.path.with_name("register.csv")
    path.write_text(text_of(accounts))
    done = import_register(old, path, SETTINGS, KEY, now=NOW)
    assert (done.version, done.counts["unchanged"]) == (None, 2)
    assert sealed(old) == [("account", "Ona@nerys.example")]


def test_a_register_comes_in_under_the_lakes_key_and_rules_alone(lake, written):
    path = written(text_of(BOUND))
    for key, settings in ((Key(b"x" * 32), SETTINGS), (KEY, Settings(fold_case=False))):
        with pytest.raises(SettingsError):
            import_register(lake, path, settings, key, now=NOW)
    assert versions(lake)["registration"] == 0
