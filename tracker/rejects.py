"""What was not understood: the rejected records, and with the key their text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tracker.attribute.pseudonyms import Key, refuse_other_key
from tracker.attribute.sealing import open_lines
from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.statement import read_statement
from tracker.lake import Lake
from tracker.sources import no_source

_HERE = Path(__file__).parent
_REJECTS = read_statement(_HERE / "rejects.sql")
_COUNTED = read_statement(_HERE / "rejected.sql")
_INNER = ("sealed", "wanted")


@dataclass(frozen=True)
class Rejected:
    """Rejected records file by file, and how many there are, shown or not."""

    rows: pa.RecordBatchReader
    total: int


@contextmanager
def rejects(
    lake: Lake,
    source: str | None = None,
    limit: int | None = None,
    key: Key | None = None,
    resources: Resources = Resources(),  # noqa: B008  # frozen
) -> Iterator[Rejected]:
    """The rejected records of the lake; with its key their first 4096 characters as `text`.

    `source` is a source's id, a beginning of it, or a path; UsageError where it is none. A text is
    null where the record came in before texts were kept; a line longer than `max_line` has the few
    signs that were kept of it. Reading rows raises IntegrityError at a text that does not verify.
    """
    if key:
        refuse_other_key(lake, key)
    with DuckDB(resources) as engine:
        lake.pin(["reject"]).show(engine, ["reject"])
        values = {"source": source, "limit": limit, "raw": key is not None}
        (counted,) = engine.rows(_COUNTED, values).to_pylist()
        if source is not None and not counted["sources"]:
            raise no_source(source)
        found = engine.stream(_REJECTS, values)
        shown = [column for column in found.schema if column.name not in _INNER]
        rows = _opened(found, key) if key else (batch.select(_names(shown)) for batch in found)
        schema = pa.schema([*shown, ("text", pa.string())] if key else shown)
        yield Rejected(pa.RecordBatchReader.from_batches(schema, rows), counted["rejected"])


def _names(fields: list[pa.Field]) -> list[str]:
    return [one.name for one in fields]


def _opened(found: pa.RecordBatchReader, key: Key) -> Iterator[pa.RecordBatch]:
    """The wanted rows with their text, source by source."""
    for source, rows in _by_source(found):
        text = open_lines(key, source, rows["sealed"].combine_chunks())
        wanted = rows["wanted"]
        told = rows.drop_columns(list(_INNER)).append_column("text", text).filter(wanted)
        yield from told.to_batches()


def _by_source(found: pa.RecordBatchReader) -> Iterator[tuple[str, pa.Table]]:
    """The rows of each source together, which follow each other; the batches end where they like."""
    held: list[pa.RecordBatch] = []
    for batch in found:
        for source in batch["source"].unique():
            part = batch.filter(pc.equal(batch["source"], source))
            if held and held[0]["source"][0] != source:
                yield held[0]["source"][0].as_py(), pa.Table.from_batches(held)
                held = []
            held.append(part)
    if held:
        yield held[0]["source"][0].as_py(), pa.Table.from_batches(held)
