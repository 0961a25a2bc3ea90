from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.report.planted import RUN, rows, stored
from tracker.engine.duckdb import DuckDB
from tracker.errors import MachineError, UsageError
from tracker.lake import create_lake
from tracker.report.query import _shut, query
from tracker.settings import Settings
from tracker.tables import tables


def asked(lake, sql: str, settings: Settings | None = None):
    with query(lake, sql, settings or Settings()) as found:
        return found.read_all()


def refusal(lake, sql: str) -> str:
    with pytest.raises(UsageError) as told:
        asked(lake, sql)
    return str(told.value)


@pytest.mark.parametrize("name", tables())
def test_each_table_can_be_asked(queried, name):
    assert asked(queried, f"select count(*) as n from {name}").num_rows == 1


@pytest.mark.parametrize(
    "sql",
    [
        "with one as (select * from session) select count(*) from one",
        "with session as (select * from session where tier = 'likely') from session",
        "with recursive r (n) as (select 1 union all select n + 1 from r where n < 4) from r",
        "from session limit 1",
        "table session",
        "values (1), (2)",
        'select * from "SESSION"',
        "describe session",
        "summarize session",
        "select column_name from (describe session)",
        "select 1 as semicolon -- ; drop table session",
        "/* from last_state; */ select 1",
        "select 1;",
        "(select 1) union all (select 2) order by 1",
        "from session pivot (count(*) for verdict in ('expired', 'exempt') group by family)",
        "pivot session on verdict in ('expired', 'exempt') using count(*)",
        "unpivot (select bytes_in, bytes_out from session) on bytes_in, bytes_out",
        "select e.detection, count(*) from session, unnest(evidence) as x(e) group by all",
        "select s.tier from session as s, lateral (select s.score * 2 as twice) where twice > 0",
        "select a.tier from session as a join session as b using (session_id)",
        "select * exclude (evidence) replace (upper(family) as family) from session",
        "select columns('^bytes') from session",
        "select family.upper(), evidence[1].saw, [x + 1 for x in [1, 2]] from session",
        "select list_transform([1], lambda x: x + 1), list_sum([1, 2]), {'a': 1}.a, map {'a': 1}",
        "select row_number() over (order by first_at), lag(tier) over () from session",
        "select count(*) filter (where tier = 'likely') from session group by cube (tier, family)",
        "select first_at > now() - interval 30 days, current_date, random() from session",
        "select first_at at time zone 'Europe/Vilnius', date_trunc('day', first_at) from session",
        "select case when score > 1 then 'a' end, coalesce(holder, ''), nullif(1, 2) from session",
        "select * from range(3) union all select * from generate_series(1, 2)",
        "select * from json_each('{\"a\": 1}')",
        "select cast(1 as decimal(4, 2)), try_cast('x' as int), '[1]'::int[]",
    ],
)
def test_one_select_in_any_shape_is_answered(queried, sql):
    if "1.5::struct" in sql:
        sql = sql.replace("", "")
    assert asked(queried, sql).num_rows


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "-- nothing",
        "select 1; select 2",
        "select * from",
        "from session |> select tier",
        "select no_such_column from session",
        "select $secret",
        "select ?",
        "select 1\0; copy (select 1) to 'out.csv'",
        "from session at (version => 1)",
        # What writes, runs, loads or sets.
        "copy (select 1) to 'out.csv'",
        "copy session to 'out.parquet'",
        "copy session from 'in.csv'",
        "export database 'out'",
        "import database 'out'",
        "attach 'other.db'",
        "attach ':memory:' as other",
        "detach memory",
        "use memory",
        "install httpfs",
        "load httpfs",
        "update extensions",
        "pragma database_list",
        "pragma show_tables",
        "set enable_external_access = true",
        "set allowed_directories = ['/']",
        "set variable x = 1",
        "reset enable_external_access",
        "call pragma_version()",
        "call enable_logging()",
        "checkpoint",
        "vacuum",
        "begin",
        "create table mine as select 1",
        "create temp table mine as select 1",
        "create or replace view session as select 1",
        "create macro mine() as 1",
        "create secret (type s3)",
        "insert into session select * from session",
        "update session set tier = 'x'",
        "delete from session",
        "drop view session",
        "alter view session rename to mine",
        "comment on view session is 'x'",
        "with gone as (delete from session returning 1) select * from gone",
        "with new as (insert into session from session returning 1) from new",
        "prepare p as select 1",
        "execute p",
        "deallocate p",
        "explain select 1",
        "explain analyze select 1",
    ],
)
def test_what_is_no_select_is_refused_and_nothing_is_written(queried, sql, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refusal(queried, sql)
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("from sesion", "did you mean session?"),
        ("with flags as (select 1) from flag", "did you mean flags?"),
        ("select cuont(*) from session", "did you mean count"),
        ("from rnge(3)", "did you mean range?"),
        ("select verdct from session", '"verdict"'),
        ("from nothing", "`tracker tables` lists them"),
        ("show tables", "`tracker tables`"),
        ("show databases", "`tracker tables`"),
        ("describe", "`tracker tables`"),
        ("pivot session on verdict using count(*)", "name them: pivot"),
    ],
)
def test_a_name_that_is_nearly_right_is_told_with_the_right_one(queried, sql, told):
    assert told in refusal(queried, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select " + "[" * 900 + "1" + "]" * 900,
        "from " + "(from " * 900 + "session" + ")" * 900,
        "select 1" + " + 1" * 20_000,
        "select " + "(" * 20_000 + "1" + ")" * 20_000,
    ],
)
def test_what_is_nested_beyond_all_use_is_refused(queried, sql):
    refusal(queried, sql)


def test_rows_of_a_source_that_is_not_done_cannot_be_seen(queried):
    assert asked(queried, "select dst_port from connection").to_pydict() == {"dst_port": [443]}
    refusal(queried, "from visible_source")


def test_no_file_of_the_lake_is_written_over(queried):
    """The engine's lock would let it: what may be read may be written."""
    before = Path(stored(queried)).read_bytes()
    for sql in (
        f"copy (select 1) to '{stored(queried)}' (use_tmp_file false)",
        f"with a as (copy (select 1) to '{stored(queried)}' (use_tmp_file false)) from a",
        f"attach '{stored(queried)}' as own",
    ):
        refusal(queried, sql)
    assert Path(stored(queried)).read_bytes() == before


def test_behind_what_is_looked_at_the_engine_is_locked(queried, tmp_path):
    """The second fence holds without the first, but for the lake's own files."""
    with DuckDB() as engine:
        (pinned := queried.pin()).show(engine)
        _shut(engine, pinned)
        for sql in (
            "from read_text('/etc/passwd')",
            f"copy (select 1) to '{tmp_path}/out.csv'",
            f"from read_text('{queried.path}/tracker-lake.toml')",
            f"from read_text('{queried.path}/session/_delta_log/*.json')",
            "attach 'x.db'",
            "set enable_external_access = true",
            "install httpfs",
            "from queried",
        ):
            with pytest.raises(duckdb.Error):
                engine.connection.sql(sql).fetchall()
    assert not list(tmp_path.iterdir())


def test_a_query_that_fails_halfway_is_refused_as_one_that_fails_at_once(queried):
    refusal(queried, "select cast(if(range > 190000, 'x', '1') as int) as n from range(200000)")


def test_memory_that_is_short_is_told_as_what_it_is(queried):
    sql = "select list(range) from range(20_000_000)"
    with pytest.raises(MachineError, match=r"memory is short.*--memory"):
        asked(queried, sql, Settings(memory="50MB", threads=1))


def test_what_memory_cannot_hold_is_laid_aside_where_the_settings_say(
    queried, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aside").mkdir()
    little = Settings(memory="30MB", threads=1, spill=str(tmp_path / "aside"))
    sql = "select hash(range) as n, repeat('x', 100) as t from range(400_000) order by n"
    assert asked(queried, sql, little).num_rows == 400_000
    assert [path.name for path in tmp_path.rglob("*")] == ["aside"]


def test_a_lake_whose_name_has_signs_of_patterns_and_quotes_is_read_all_the_same(tmp_path):
    odd = create_lake(tmp_path / "l*ke's lake", "check")
    odd.append("run", rows("run", RUN))
    assert asked(odd, "select command from run").to_pydict() == {"command": ["nightly"]}


@pytest.mark.parametrize("sql", ["select 1 as a, 2 as a", "select 1 as a, 2 as A"])
def test_two_columns_of_one_name_are_refused(queried, sql):
    """No output could keep them apart."""
    assert "several columns are called a" in refusal(queried, sql)
