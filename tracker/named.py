"""The files that a Delta table's log names, and how it comes to name them no longer."""

from __future__ import annotations

import time

import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable
from deltalake.transaction import RemoveAction

_TEXT, _WHOLE = pa.string(), pa.int64()


def named_files(pinned: DeltaTable | None, partition: str | None) -> pa.Table:
    """What the log says of each file, in the order in which they were written.

    path below the table's folder, partition (its text), the source that all its rows are of, size in
    bytes, rows, written_ms. Null where a file is of several sources, or where something is not told.
    """
    told = pa.table({}) if pinned is None else pa.table(pinned.get_add_actions(flatten=True))
    least = _column(told, "min.source", _TEXT)
    one = pc.equal(least, _column(told, "max.source", _TEXT))
    found = {
        "path": _column(told, "path", _TEXT),
        "partition": _column(told, f"partition.{partition}", _TEXT),
        "source": pc.if_else(one, least, pa.scalar(None, _TEXT)),
        "size": _column(told, "size_bytes", _WHOLE),
        "rows": _column(told, "num_records", _WHOLE),
        "written_ms": _column(told, "modification_time", _WHOLE),
    }
    order = [("written_ms", "ascending"), ("path", "ascending")]
    return pa.table(found).sort_by(order)


def removals(files: pa.Table, partition: str | None) -> list[RemoveAction]:
    """What a commit says to name these files no longer; they themselves stay for who has pinned them."""
    at = time.time_ns() // 1_000_000
    return [
        RemoveAction(
            file["path"],
            data_change=False,
            deletion_timestamp=at,
            size=file["size"],
            partition_values={partition: file["partition"]} if partition else {},
        )
        for file in files.to_pylist()
    ]


def _column(told: pa.Table, name: str, kind: pa.DataType) -> pa.ChunkedArray:
    if name not in told.column_names:
        return pa.chunked_array([pa.nulls(told.num_rows, kind)])
    return told[name].cast(kind)
