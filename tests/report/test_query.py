from __future__ import annotations

import pytest

from tests.report.planted import RUN, rows
from tracker.errors import UsageError
from tracker.lake import create_lake
from tracker.report.query import query
from tracker.tables import tables


def asked(lake, sql: str):
    with query(lake, sql) as rows:
        return rows.read_all()


@pytest.mark.parametrize("name", tables())
def test_each_table_can_be_asked(judged, name):
    assert asked(judged, f"select count(*) as n from {name}").num_rows == 1


@pytest.mark.parametrize(
    "sql",
    [
        "with one as (select * from session) select count(*) from one",
        "from session limit 1",
        "describe session",
        "select 1 as semicolon -- ; drop table session",
    ],
)
def test_one_select_in_any_shape_is_answered(judged, sql):
    assert asked(judged, sql).num_rows


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "select 1; select 2",
        "select * from read_text('/etc/passwd')",
        "select * from read_blob('/etc/passwd')",
        "select * from read_csv('/etc/passwd')",
        "select * from '/etc/passwd.csv'",
        "select * from sniff_csv('/etc/passwd')",
        "select * from glob('/etc/*')",
        "select * from parquet_metadata('/etc/passwd')",
        "copy (select 1) to 'out.csv'",
        "copy session to 'out.parquet'",
        "select * from query('copy (select 1) to ''out.csv''')",
        "attach 'other.db'",
        "install httpfs",
        "load httpfs",
        "pragma database_list",
        "pragma show_tables",
        "set enable_external_access = true",
        "reset enable_external_access",
        "call pragma_version()",
        "export database 'out'",
        "create table mine as select 1",
        "create or replace view session as select 1",
        "insert into session select * from session",
        "delete from session",
        "drop view session",
        "with gone as (delete from session returning 1) select * from gone",
        "prepare p as select 1",
        "select * from lake",
        "select * from enable_logging()",
        "select no_such_column from session",
        "select * from",
        "select $secret",
    ],
)
def test_all_else_is_refused_and_nothing_is_written(judged, sql, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(UsageError):
        asked(judged, sql)
    assert sorted(tmp_path.rglob("*")) == before


def test_the_marker_and_the_log_of_the_lake_are_out_of_reach(judged):
    for path in ("tracker-lake.toml", "session/_delta_log/*.json"):
        with pytest.raises(UsageError):
            asked(judged, f"select * from read_text('{judged.path}/{path}')")


def test_a_query_that_fails_halfway_is_refused_as_one_that_fails_at_once(judged):
    with pytest.raises(UsageError):
        asked(judged, "select cast(if(range > 190000, 'x', '1') as int) as n from range(200000)")


def test_a_table_of_the_calling_program_is_no_table_of_the_lake(judged):
    session_rows = judged.pin()
    assert session_rows
    with pytest.raises(UsageError):
        asked(judged, "select * from session_rows")


def test_a_lake_whose_name_has_signs_of_patterns_and_quotes_is_read_all_the_same(tmp_path):
    odd = create_lake(tmp_path / "l*ke's lake", "check")
    odd.append("run", rows("run", RUN))
    assert asked(odd, "select command from run").to_pydict() == {"command": ["nightly"]}
