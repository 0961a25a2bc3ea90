"""What is asked of a session in a second thread ends with the first."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import duckdb
import pyarrow as pa
import pytest

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.report.aside import ended_with

ROWS = pa.table({"n": range(1000)})


def test_where_one_half_fails_the_other_ends_in_the_midst_of_a_question_and_asks_no_more():
    begun = Event()

    def endless() -> Iterator[pa.RecordBatch]:
        while True:
            begun.set()
            yield from ROWS.to_batches()

    thread = ThreadPoolExecutor(1)
    with DuckDB() as engine:
        beside = engine.beside
        beside.register("endless", pa.RecordBatchReader.from_batches(ROWS.schema, endless()))
        asked = thread.submit(beside.rows, Statement("asked", "select sum(n) from endless"))
        waits = thread.submit(beside.rows, Statement("waits", "select 1"))
        begun.wait()
        with pytest.raises(ZeroDivisionError), ended_with(thread, engine):
            raise ZeroDivisionError
        assert isinstance(asked.exception(), duckdb.InterruptException)
        assert waits.cancelled()
