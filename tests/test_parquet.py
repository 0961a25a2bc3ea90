"""Rows as Parquet files: texts come back as they were, be they dictionaries or not."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tracker import parquet
from tracker.parquet import only, write_files
from tracker.tables import arrow_schema

TOLD = [
    pa.array(["whole", None, "open"]).dictionary_encode(),
    pa.array(["close", "whole", "close"]).dictionary_encode(),
    pa.array(["interim", "packet", None]),
    pa.nulls(3, pa.string()),
]


def batch(record: pa.Array) -> pa.RecordBatch:
    given = {"record": record, "line": pa.array(range(len(record)), pa.int64())}
    schema = arrow_schema("connection")
    arrays = [given.get(column.name, pa.nulls(len(record), column.type)) for column in schema]
    return pa.RecordBatch.from_arrays(arrays, names=schema.names)


@pytest.mark.parametrize("group", [1, 250_000])
@pytest.mark.parametrize("turn", range(len(TOLD)))
def test_dictionaries_and_texts_of_a_column_share_a_file(
    tmp_path: Path, turn: int, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes first, and in one row group or in several; the file says that it holds texts."""
    monkeypatch.setattr(parquet, "_GROUP", group)
    told = TOLD[turn:] + TOLD[:turn]
    (file,) = write_files(tmp_path, "connection", map(batch, told))
    stored = pq.ParquetFile(tmp_path / file.path)
    wanted = [word for array in told for word in array.to_pylist()]
    assert stored.read(["record"])["record"].to_pylist() == wanted
    assert stored.schema_arrow.field("record").type == pa.string()
    assert stored.num_row_groups == (len(told) if group == 1 else 1)


def test_some_rows_keep_their_columns_types_and_nulls() -> None:
    which = pa.array([True, False, True])
    for told in TOLD:
        rows = only(batch(told), which)
        assert rows.schema == batch(told).schema
        assert rows["record"].to_pylist() == told.to_pylist()[::2]
        assert rows["user"].to_pylist() == [None, None]
