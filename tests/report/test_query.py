from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from tests.report.planted import RUN, SOURCE, connection, rows, session
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.errors import MachineError, UsageError
from tracker.lake import Lake, create_lake
from tracker.report.query import _shut, query, refuse_all_but_one_select
from tracker.report.reach import read_reach
from tracker.settings import Settings
from tracker.tables import tables

LOOSE = {**SOURCE, "source": "b2", "state": "begun"}


@pytest.fixture(scope="module")
def judged(tmp_path_factory) -> Lake:
    """Two sessions, a record of a source that is done and one of a source that is not."""
    lake = create_lake(tmp_path_factory.mktemp("asked") / "lake", "check")
    lake.append("source", rows("source", SOURCE, LOOSE))
    lake.append("session", rows("session", session("one", "expired"), session("two", "exempt")))
    lake.append(
        "connection", rows("connection", connection(443), connection(444, source=LOOSE["source"]))
    )
    lake.append("run", rows("run", RUN))
    return lake


def asked(lake, sql: str, settings: Settings | None = None):
    with query(lake, sql, settings or Settings()) as found:
        return found.read_all()


def refusal(lake, sql: str) -> str:
    with pytest.raises(UsageError) as told:
        asked(lake, sql)
    return str(told.value)


@pytest.fixture(scope="module")
def first_fence(judged):
    """What a text is refused for before the engine binds or runs it."""
    with DuckDB() as engine:
        judged.pin().show(engine)
        reach = read_reach(engine)

        def looked(sql: str) -> str:
            with pytest.raises(UsageError) as told:
                refuse_all_but_one_select(engine, sql, reach)
            return str(told.value)

        yield looked


def stored(lake) -> str:
    """A file of the lake's sessions."""
    return str(next(Path(lake.path, "session").rglob("*.parquet")))


@pytest.mark.parametrize("name", tables())
def test_each_table_can_be_asked(judged, name):
    assert asked(judged, f"select count(*) as n from {name}").num_rows == 1


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
        "/* from stored_session; */ select 1",
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
def test_one_select_in_any_shape_is_answered(judged, sql):
    if "1.5::struct" in sql:
        sql = sql.replace("", "")
    assert asked(judged, sql).num_rows


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
def test_what_is_no_select_is_refused_and_nothing_is_written(judged, sql, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refusal(judged, sql)
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(
    "call",
    [
        "read_text('/etc/passwd')",
        "read_blob('/etc/passwd')",
        "read_csv('/etc/passwd')",
        "read_csv_auto('/etc/passwd')",
        "read_json_auto('/etc/passwd')",
        "read_ndjson_objects('/etc/passwd')",
        "read_parquet('https://192.0.2.1/x.parquet')",
        "READ_TEXT('/etc/passwd')",
        "system.main.read_text('/etc/passwd')",
        "sniff_csv('/etc/passwd')",
        "glob('/etc/*')",
        "parquet_metadata('{file}')",
        "parquet_schema('{file}')",
        "parquet_kv_metadata('{file}')",
        "parquet_scan('{file}')",
        "read_parquet('{file}')",
        "read_text('{file}')",
        "read_duckdb('x.db')",
        "query('from stored_session')",
        "query_table('stored_session')",
        "query_table(['session'])",
        "seq_scan('stored_session')",
        "json_execute_serialized_sql(json_serialize_sql('select 1'))",
        "duckdb_settings()",
        "duckdb_secrets()",
        "duckdb_views()",
        "duckdb_tables()",
        "duckdb_databases()",
        "duckdb_extensions()",
        "duckdb_logs()",
        "duckdb_variables()",
        "which_secret('s3://a', 's3')",
        "pragma_table_info('stored_session')",
        "pragma_show('session')",
        "pragma_version()",
        "pragma_storage_info('session')",
        "enable_logging()",
        "truncate_duckdb_logs()",
        "checkpoint()",
        "test_all_types()",
        "pandas_scan(1)",
        "python_map_function(1)",
        "arrow_scan(1, 2, 3)",
        "register_external_resource('a')",
        "histogram(session, tier)",
        "no_such_function(1)",
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        "from {0}",
        "with a as (select * from {0}) from a",
        "select (select count(*) from {0}) from session",
        "from session, lateral (from {0})",
    ],
)
def test_no_function_makes_rows_of_a_file_the_catalogue_or_a_text(judged, first_fence, call, place):
    told = first_fence(place.format(call.format(file=stored(judged))))
    assert "a query makes no rows by" in told


@pytest.mark.parametrize(
    "place",
    [
        "from {0}",
        "table {0}",
        "from session union all by name select * from {0}",
        "with a as (from {0}) from a",
        "with recursive a as (select 1 union all from {0}) from a",
        "from session where session_id in (select session_id from {0})",
        "from session where exists (from {0})",
        "from session order by (select count(*) from {0})",
        "from session limit (select count(*) from {0})",
        "from session qualify row_number() over (order by (select count(*) from {0})) = 1",
        "select max(score) filter ((select true from {0} limit 1)) from session",
        "select * replace ((select 'x' from {0} limit 1) as tier) from session",
        "select case when true then (select count(*) from {0}) end",
        "select [x for x in (select list(1) from {0})]",
        "select list_transform([1], lambda x: x + (select count(*) from {0}))",
        "select count(*) from session group by rollup ((select count(*) from {0}))",
        "from range((select count(*) from {0}))",
        "from unnest((select [1] from {0}))",
        "values ((select count(*) from {0}))",
        "describe {0}",
        "summarize {0}",
        "from (describe {0})",
        "from {0} pivot (count(*) for verdict in ('expired'))",
        "pivot {0} on verdict in ('expired') using count(*)",
        "unpivot {0} on tier, verdict",
        "from session asof join {0} as t on session.first_at > t.first_at",
        "from session, {0} as t",
        "from {0} tablesample 50%",
        "from " + "(from " * 20 + "{0}" + ")" * 20,
    ],
)
def test_no_part_of_a_query_names_a_relation_that_is_no_table_of_the_lake(first_fence, place):
    assert "no table 'stored_session'" in first_fence(place.format("stored_session"))


@pytest.mark.parametrize(
    "name",
    [
        "'{file}'",
        '"{file}"',
        "'/etc/passwd.csv'",
        '"/etc/passwd.csv"',
        "'https://192.0.2.1/x.parquet'",
        "stored_session",
        "STORED_SESSION",
        "visible_source",
        "last_state",
        "main.session",
        "temp.session",
        "temp.main.session",
        "memory.main.session",
        "lake",
        "duckdb_views",
        "duckdb_settings",
        "pragma_database_list",
        "sqlite_master",
        "information_schema.tables",
        "pg_catalog.pg_class",
        "pg_settings",
        "session_rows",
    ],
)
def test_no_file_and_no_relation_of_the_engine_is_a_table(judged, first_fence, name):
    session_rows = judged.pin()  # a variable of the calling program
    assert session_rows
    told = first_fence(f"select * from {name.format(file=stored(judged))}")
    assert "no table" in told


@pytest.mark.parametrize(
    "sql",
    [
        "with stored_session as (from stored_session) from stored_session",
        "with a as (with stored_session as (select 1) from stored_session) from stored_session",
        "with Stored_Session as (select 1) from stored_session",
        'from (with "{file}" as (select 1) from "{file}"), \'{file}\'',
        "with duckdb_views as (select 1) from duckdb_views",
    ],
)
def test_a_query_gives_its_parts_no_name_that_stands_for_something_elsewhere(
    judged, first_fence, sql
):
    assert "is no name for a part" in first_fence(sql.format(file=stored(judged)))


@pytest.mark.parametrize(
    "call",
    [
        "getenv('HOME')",
        "'HOME'.getenv()",
        "current_setting('allowed_paths')",
        "getvariable('x')",
        "current_query()",
        "nextval('x')",
        "write_log('x')",
        "sleep_ms(1)",
        "pg_sleep(1)",
        "pg_get_viewdef(1)",
        "pg_catalog.pg_get_viewdef(1)",
        "has_table_privilege('session', 'select')",
        "obj_description(1, 'x')",
        "inet_server_addr()",
        "in_search_path('a', 'b')",
        "current_schemas(true)",
        "stats(tier)",
        "json_serialize_plan('from stored_session')",
        "json_serialize_sql('select 1')",
        "__internal_decompress_string(1::utinyint)",
    ],
)
@pytest.mark.parametrize("place", ["select {0}", "select list_transform([1], lambda x: {0})"])
def test_no_function_tells_of_the_machine_the_engine_or_its_settings(first_fence, call, place):
    assert "no function" in first_fence(place.format(call))


def test_functions_that_ask_nobody_are_known_by_name_or_by_being_consistent():
    """What the engine calls volatile, or constant within a query alone, is offered only by its name."""
    statement = read_statement(
        Path(sys.modules[query.__module__].__file__).with_name("callable.sql")
    )
    with duckdb.connect() as engine:
        offered = {name for (name,) in engine.sql(statement.sql).fetchall()}
        wanton = "select function_name from duckdb_functions() group by all having count(*) filter "
        wanton += "(stability = 'CONSISTENT' or function_type = 'macro') = 0"
        loose = {name for (name,) in engine.sql(wanton).fetchall()}
    assert offered & loose == {
        "current_localtime", "current_localtimestamp", "get_current_time",
        "get_current_timestamp", "now", "random", "today", "transaction_timestamp", "unnest",
    }  # fmt: skip


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
def test_a_name_that_is_nearly_right_is_told_with_the_right_one(judged, sql, told):
    assert told in refusal(judged, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "select " + "[" * 900 + "1" + "]" * 900,
        "from " + "(from " * 900 + "session" + ")" * 900,
        "select 1" + " + 1" * 20_000,
        "select " + "(" * 20_000 + "1" + ")" * 20_000,
    ],
)
def test_what_is_nested_beyond_all_use_is_refused(judged, sql):
    refusal(judged, sql)


def test_rows_of_a_source_that_is_not_done_cannot_be_seen(judged):
    assert asked(judged, "select dst_port from connection").to_pydict() == {"dst_port": [443]}
    refusal(judged, "from stored_connection")


def test_no_file_of_the_lake_is_written_over(judged):
    """The engine's lock would let it: what may be read may be written."""
    before = Path(stored(judged)).read_bytes()
    for sql in (
        f"copy (select 1) to '{stored(judged)}' (use_tmp_file false)",
        f"with a as (copy (select 1) to '{stored(judged)}' (use_tmp_file false)) from a",
        f"attach '{stored(judged)}' as own",
    ):
        refusal(judged, sql)
    assert Path(stored(judged)).read_bytes() == before


def test_behind_what_is_looked_at_the_engine_is_locked(judged, tmp_path):
    """The second fence holds without the first, but for the lake's own files."""
    with DuckDB() as engine:
        (pinned := judged.pin()).show(engine)
        _shut(engine, pinned)
        for sql in (
            "from read_text('/etc/passwd')",
            f"copy (select 1) to '{tmp_path}/out.csv'",
            f"from read_text('{judged.path}/tracker-lake.toml')",
            f"from read_text('{judged.path}/session/_delta_log/*.json')",
            "attach 'x.db'",
            "set enable_external_access = true",
            "install httpfs",
            "from judged",
        ):
            with pytest.raises(duckdb.Error):
                engine.connection.sql(sql).fetchall()
    assert not list(tmp_path.iterdir())


def test_a_query_that_fails_halfway_is_refused_as_one_that_fails_at_once(judged):
    refusal(judged, "select cast(if(range > 190000, 'x', '1') as int) as n from range(200000)")


def test_memory_that_is_short_is_told_as_what_it_is(judged):
    sql = "select list(range) from range(20_000_000)"
    with pytest.raises(MachineError, match=r"memory is short.*--memory"):
        asked(judged, sql, Settings(memory="50MB", threads=1))


def test_what_memory_cannot_hold_is_laid_aside_where_the_settings_say(
    judged, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "aside").mkdir()
    little = Settings(memory="30MB", threads=1, spill=str(tmp_path / "aside"))
    sql = "select hash(range) as n, repeat('x', 100) as t from range(400_000) order by n"
    assert asked(judged, sql, little).num_rows == 400_000
    assert [path.name for path in tmp_path.rglob("*")] == ["aside"]


def test_a_lake_whose_name_has_signs_of_patterns_and_quotes_is_read_all_the_same(tmp_path):
    odd = create_lake(tmp_path / "l*ke's lake", "check")
    odd.append("run", rows("run", RUN))
    assert asked(odd, "select command from run").to_pydict() == {"command": ["nightly"]}


@pytest.mark.parametrize("sql", ["select 1 as a, 2 as a", "select 1 as a, 2 as A"])
def test_two_columns_of_one_name_are_refused(judged, sql):
    """No output could keep them apart."""
    assert "several columns are called a" in refusal(judged, sql)
