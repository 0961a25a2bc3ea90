"""A question in SQL over the lake's tables: one SELECT that can read them and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from tracker.engine.duckdb import DuckDB, as_pattern, literal
from tracker.engine.machine import refusal
from tracker.engine.workplace import workplace
from tracker.errors import UsageError
from tracker.lake import Lake
from tracker.report.reach import Reach, read_reach, refuse_reach
from tracker.settings import Settings
from tracker.snapshot import Snapshot

_BATCH = 50_000  # rows held at a time


@contextmanager
def query(
    lake: Lake,
    sql: str,
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> Iterator[pa.RecordBatchReader]:
    """The rows of one SELECT over the lake as it is now; whatever else it asks is refused.

    Raises UsageError for what is refused and for what is wrong, MachineError where memory is short.
    """
    with workplace(settings) as (engine, _):
        pinned = lake.pin()
        pinned.show(engine)
        _shut(engine, pinned)
        with _refused():
            refuse_all_but_one_select(engine, sql, read_reach(engine))
            rows = engine.connection.sql(sql).to_arrow_reader(_BATCH)
        _refuse_twins(rows.schema.names)
        yield pa.RecordBatchReader.from_batches(rows.schema, _batches(rows))


def _refuse_twins(names: Sequence[str]) -> None:
    """Raises UsageError where two columns share a name: no output could keep them apart."""
    seen = Counter(name.lower() for name in names)
    if twins := [name for name, times in seen.items() if times > 1]:
        raise UsageError(
            f"several columns are called {', '.join(twins)}",
            expected="a name for each",
            todo=f"name them: select ... as {twins[0]}_1, ... as {twins[0]}_2",
        )


def refuse_all_but_one_select(engine: DuckDB, sql: str, reach: Reach) -> None:
    """Raises UsageError where a text is more or less than one select, or names what is not offered."""
    if "\0" in sql:
        raise UsageError("the query has a sign that is no text", expected="text")
    kinds = engine.kinds(sql)
    if kinds == ["multi"]:
        raise UsageError(
            "the query is a pivot that looks for its own columns",
            todo="name them: pivot ... on tier in ('confirmed', 'likely')",
        )
    if kinds != ["select"]:
        found = ", ".join(kinds) or "nothing"
        raise UsageError(f"the query is {found}", expected="one select over the lake's tables")
    refuse_reach(engine.tree(sql), reach)


def _shut(engine: DuckDB, pinned: Snapshot) -> None:
    """From here on no file but the pinned ones can be reached, and nothing set.

    This alone is not enough: what may be read, COPY may write over, too. That the text is one select
    which names tables is looked at before.
    """
    files = pinned.files()
    # A view names a file as a pattern, and DuckDB asks leave for the pattern and for the file.
    allowed = {*files, *map(as_pattern, files)}
    listed = ", ".join(map(literal, sorted(allowed)))
    engine.connection.execute(f"set allowed_paths = [{listed}]")
    engine.shut()


def _batches(rows: pa.RecordBatchReader) -> Iterator[pa.RecordBatch]:
    with _refused():
        yield from rows


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    # Arrow hands on what fails in mid-stream as OSError.
    except (duckdb.Error, pa.ArrowException, OSError) as fault:
        raise refusal(fault) or UsageError(f"the query failed: {fault}") from None
