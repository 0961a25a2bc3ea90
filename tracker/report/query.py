"""A question in SQL over the lake's tables: one SELECT that can read them and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources, as_pattern, literal
from tracker.errors import UsageError
from tracker.lake import Lake
from tracker.snapshot import Snapshot

_BATCH = 50_000  # rows held at a time


@contextmanager
def query(
    lake: Lake,
    sql: str,
    resources: Resources = Resources(),  # noqa: B008  # frozen
) -> Iterator[pa.RecordBatchReader]:
    """The rows of one SELECT over the lake as it is now; whatever else it asks is refused."""
    with DuckDB(resources) as engine:
        pinned = lake.pin()
        pinned.show(engine)
        _shut(engine, pinned)
        _one_select(engine, sql)
        with _refused():
            rows = engine.connection.sql(sql).to_arrow_reader(_BATCH)
        yield pa.RecordBatchReader.from_batches(rows.schema, _batches(rows))


def _shut(engine: DuckDB, pinned: Snapshot) -> None:
    """From here on only the pinned files can be read, nothing written, nothing set."""
    files = pinned.files()
    # A view names a file as a pattern, and DuckDB asks leave for the pattern and for the file.
    allowed = {*files, *map(as_pattern, files)}
    listed = ", ".join(map(literal, sorted(allowed)))
    engine.connection.execute(f"set allowed_paths = [{listed}]")
    engine.shut()


def _one_select(engine: DuckDB, sql: str) -> None:
    with _refused():
        kinds = engine.kinds(sql)
    if kinds != ["select"]:
        found = ", ".join(kinds) or "nothing"
        raise UsageError(f"the query is {found}", expected="one select over the lake's tables")


def _batches(rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    with _refused():
        yield from rows


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    # Arrow hands on what fails in mid-stream as OSError.
    except (duckdb.Error, pa.ArrowException, OSError) as fault:
        raise UsageError(f"the query failed: {fault}") from None
