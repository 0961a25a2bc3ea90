"""DuckDB as an engine: what is kept under a name, and that it can be forgotten."""

from __future__ import annotations

import duckdb
import pyarrow as pa
import pytest

from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.statement import Statement

FEW, MANY = 10, 600_000


@pytest.fixture
def engine():
    with DuckDB() as engine:
        yield engine


def numbers(count):
    return Statement("numbers", f"select n, 'number ' || n as name from range({count}) as t(n)")


def total(engine, name):
    return engine.rows(Statement("total", f"select sum(n) as total from {name}"))["total"][
        0
    ].as_py()


@pytest.mark.parametrize("count", [0, FEW, MANY])
def test_rows_are_kept_under_a_name_few_or_many(engine, count):
    engine.keep("kept", numbers(count))
    assert total(engine, "kept") == (sum(range(count)) or None)


@pytest.mark.parametrize(("before", "after"), [(FEW, MANY), (MANY, FEW), (FEW, FEW + 1)])
def test_what_is_kept_again_under_a_name_takes_the_place_of_what_was(engine, before, after):
    engine.keep("kept", numbers(before))
    engine.keep("kept", numbers(after))
    assert total(engine, "kept") == sum(range(after))


@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_statement_may_read_what_was_kept_under_its_own_name(engine, count):
    engine.keep("kept", numbers(count))
    engine.keep("kept", Statement("again", "select n + 1 as n from kept"))
    assert total(engine, "kept") == sum(range(count)) + count


@pytest.mark.parametrize("count", [FEW, MANY])
def test_what_is_dropped_is_gone(engine, count):
    engine.register("given", pa.table({"n": [1]}))
    engine.keep("kept", numbers(count))
    engine.view("seen", Statement("seen", "select n from given"))
    engine.drop(["seen", "kept", "given", "never made"])
    for name in ("seen", "kept", "given"):
        with pytest.raises(duckdb.CatalogException):
            total(engine, name)


def test_another_way_in_reads_while_a_stream_is_open(engine):
    with engine.stream(numbers(MANY), batch=1000) as stream:
        first = next(stream).num_rows
        beside = engine.beside
        beside.register("given", pa.table({"n": [1, 2]}))
        assert total(beside, "given") == 3
        assert first + sum(batch.num_rows for batch in stream) == MANY


def test_many_rows_need_no_more_memory_than_the_engine_is_given(tmp_path):
    with DuckDB(Resources(memory="100MB", threads=1, spill=tmp_path)) as engine:
        engine.keep("kept", numbers(8_000_000))
        assert total(engine, "kept") == sum(range(8_000_000))


@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_name_is_taken_over_whatever_stood_under_it(engine, count):
    engine.keep("name", numbers(count))
    engine.register("name", pa.table({"n": [1]}))
    assert total(engine, "name") == 1
    engine.keep("name", numbers(count))
    engine.view("name", Statement("seen", "select 2 as n"))
    assert total(engine, "name") == 2
