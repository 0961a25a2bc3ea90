"""What a query may reach: the lake's tables and functions that ask nobody, told before it is bound."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb
import pytest

from tests.report.planted import stored
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.errors import UsageError
from tracker.report.query import query, refuse_all_but_one_select
from tracker.report.reach import read_reach


@pytest.fixture(scope="module")
def first_fence(queried):
    """What a text is refused for before the engine binds or runs it."""
    with DuckDB() as engine:
        queried.pin().show(engine)
        reach = read_reach(engine)

        def looked(sql: str) -> str:
            with pytest.raises(UsageError) as told:
                refuse_all_but_one_select(engine, sql, reach)
            return str(told.value)

        yield looked


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
        "query('from last_state')",
        "query_table('last_state')",
        "query_table(['session'])",
        "seq_scan('last_state')",
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
        "pragma_table_info('last_state')",
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
def test_no_function_makes_rows_of_a_file_the_catalogue_or_a_text(
    queried, first_fence, call, place
):
    told = first_fence(place.format(call.format(file=stored(queried))))
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
    assert "no table 'last_state'" in first_fence(place.format("last_state"))


@pytest.mark.parametrize(
    "name",
    [
        "'{file}'",
        '"{file}"',
        "'/etc/passwd.csv'",
        '"/etc/passwd.csv"',
        "'https://192.0.2.1/x.parquet'",
        "last_state",
        "LAST_STATE",
        "visible_source",
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
def test_no_file_and_no_relation_of_the_engine_is_a_table(queried, first_fence, name):
    session_rows = queried.pin()  # a variable of the calling program
    assert session_rows
    told = first_fence(f"select * from {name.format(file=stored(queried))}")
    assert "no table" in told


@pytest.mark.parametrize(
    "sql",
    [
        "with last_state as (from last_state) from last_state",
        "with a as (with last_state as (select 1) from last_state) from last_state",
        "with Last_State as (select 1) from last_state",
        'from (with "{file}" as (select 1) from "{file}"), \'{file}\'',
        "with duckdb_views as (select 1) from duckdb_views",
    ],
)
def test_a_query_gives_its_parts_no_name_that_stands_for_something_elsewhere(
    queried, first_fence, sql
):
    assert "is no name for a part" in first_fence(sql.format(file=stored(queried)))


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
        "json_serialize_plan('from last_state')",
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
