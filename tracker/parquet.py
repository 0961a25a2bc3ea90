"""Rows as the Parquet files of one append: one file a partition, row group by row group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tracker.tables import Layer, Table, arrow_schema, arrow_types, table

_OPEN = 200  # files open at once; systems commonly allow a process 1,024
_GROUP = 250_000  # rows written at once; what is held back of all partitions is at most twice that
_MISSED = 0.01  # how often a filter says of a value that it may be there when it is not
_WHOLE = ("timestamp", "bigint")  # written as differences: smaller, and a fifth quicker
_COUNTED = (*_WHOLE, "double")
_NOWHERE = "__HIVE_DEFAULT_PARTITION__"  # the folder of rows whose partition is null


@dataclass(frozen=True)
class Written:
    """One file that was written: its path below the table's folder, its partition, bytes and rows."""

    path: str
    partition: str | None
    size: int
    rows: int


def write_files(folder: Path, name: str, batches: Iterable[pa.RecordBatch]) -> list[Written]:
    """Writes rows of a table below its folder; nobody sees the files until a commit names them.

    Raises OSError where the folder cannot take them; then, and where drawing the rows fails, none
    of the files stay.
    """
    files = _Files(folder, table(name))
    try:
        for batch in batches:
            for partition, rows in _parted(batch, files.table.partition):
                files.put(partition, rows)
        return files.close()
    except BaseException:
        files.discard()
        raise


def only(batch: pa.RecordBatch, which: pa.Array) -> pa.RecordBatch:
    """Some rows of a batch; column by column, which is quicker than the batch's own way by a third."""
    count = which.true_count
    if count == batch.num_rows:  # as a rule, all are of one kind
        return batch
    columns = [
        column.slice(0, count) if column.null_count == len(column) else column.filter(which)
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)


@dataclass
class _File:
    """A file being written, and the rows that wait to be written at once."""

    path: Path
    partition: str | None
    table: Table
    stored: pa.Schema
    ways: dict[str, Any]
    writer: pq.ParquetWriter | None = None
    rows: int = 0
    held: list[list[pa.RecordBatch]] = field(default_factory=list)  # each time layer by layer
    held_rows: int = 0

    def put(self, rows: pa.RecordBatch) -> None:
        self.held.append(_layered(rows, self.table.layers))
        self.held_rows += rows.num_rows

    def flush(self) -> int:
        """Writes what is held, in the table's order and row groups; says how many rows that were."""
        count = self.held_rows
        if count:
            batches = [batch for layer in zip(*self.held, strict=True) for batch in layer]
            whole = _as_one(batches, self.writer.schema if self.writer else None, self.stored)
            self.writer = self.writer or pq.ParquetWriter(self.path, whole.schema, **self.ways)
            ordered = _sorted(whole, self.table.order)
            self.writer.write_table(ordered, row_group_size=self.table.group or count)
            self.held, self.held_rows = [], 0
            self.rows += count
        return count

    def close(self) -> None:
        if self.writer:
            self.writer.close()


@dataclass
class _Files:
    """The files of one append: those that are open by their partition, and those that are done."""

    folder: Path
    table: Table
    mark: str = field(default_factory=lambda: str(uuid4()))
    open: dict[str | None, _File] = field(default_factory=dict)
    done: list[_File] = field(default_factory=list)
    held: int = 0

    def put(self, partition: str | None, rows: pa.RecordBatch) -> None:
        file = self.open.get(partition) or self._open(partition)
        file.put(rows)
        self.held += rows.num_rows
        if file.held_rows >= _GROUP:
            self.held -= file.flush()
        elif self.held >= 2 * _GROUP:
            self.held -= sum(each.flush() for each in self.open.values())

    def close(self) -> list[Written]:
        for partition in list(self.open):
            self._close(partition)
        return [
            Written(
                file.path.relative_to(self.folder).as_posix(),
                file.partition,
                file.path.stat().st_size,
                file.rows,
            )
            for file in self.done
        ]

    def discard(self) -> None:
        for file in (*self.open.values(), *self.done):
            with suppress(OSError):  # a full disk, say, which has been told already
                file.close()
            file.path.unlink(missing_ok=True)

    def _open(self, partition: str | None) -> _File:
        if len(self.open) >= _OPEN:
            self._close(
                next(iter(self.open))
            )  # the one opened first; its partition may get another
        inside = self.folder
        if self.table.partition:
            inside /= f"{self.table.partition}={_NOWHERE if partition is None else partition}"
        inside.mkdir(parents=True, exist_ok=True)
        path = inside / f"part-{len(self.done) + len(self.open):05}-{self.mark}.zstd.parquet"
        stored, ways = _stored(self.table.name), _ways(self.table)
        self.open[partition] = _File(path, partition, self.table, stored, ways)
        return self.open[partition]

    def _close(self, partition: str | None) -> None:
        file = self.open[partition]
        self.held -= file.flush()
        file.close()
        self.done.append(self.open.pop(partition))


def _parted(
    batch: pa.RecordBatch, column: str | None
) -> Iterable[tuple[str | None, pa.RecordBatch]]:
    """The batch's rows by the text of their partition; as they are where all are of one."""
    if column is None or not batch.num_rows:
        return [(None, batch)] if batch.num_rows else []
    values = batch[column]
    found = pc.unique(values)
    if len(found) == 1:
        return [(_text(found[0]), batch)]
    return [
        (
            _text(value),
            only(batch, pc.equal(values, value) if value.is_valid else pc.is_null(values)),
        )
        for value in found
    ]


def _as_one(batches: list[pa.RecordBatch], known: pa.Schema | None, stored: pa.Schema) -> pa.Table:
    """Batches as one table of the columns stored, those of a few words as `known` has them.

    Where nothing is known yet, a column is a dictionary if it is one in any of the batches.
    """
    columns: dict[str, pa.ChunkedArray] = {}
    for name in stored.names:
        each = [batch[name] for batch in batches]
        types = [known.field(name).type] if known else [array.type for array in each]
        words = any(map(pa.types.is_dictionary, types))
        columns[name] = pa.chunked_array([_spelt(array, words=words) for array in each])
    return pa.table(columns).unify_dictionaries()


def _layered(rows: pa.RecordBatch, layers: tuple[Layer, ...]) -> list[pa.RecordBatch]:
    """The rows of each layer, then all others; those of one as they came."""
    layer = pa.repeat(pa.scalar(len(layers), pa.int8()), rows.num_rows)
    for place, numbers in reversed([*enumerate(layers)]):
        for name, values in numbers.items():
            # Of a number beyond 16 bits the rest counts: that costs time, and changes no answer.
            found = _one_of(values).take(rows[name].cast(pa.uint16(), safe=False))
            layer = pc.if_else(found.fill_null(False), pa.scalar(place, pa.int8()), layer)
    sizes = [pc.equal(layer, place).true_count for place in range(len(layers))]
    if any(sizes):
        places = pc.array_sort_indices(layer)
        columns = [c if c.null_count == len(c) else c.take(places) for c in rows.columns]
        rows = pa.RecordBatch.from_arrays(columns, schema=rows.schema)
    ends = [*accumulate(sizes), rows.num_rows]
    return [rows.slice(start, end - start) for start, end in pairwise([0, *ends])]


@cache
def _one_of(values: tuple[int, ...]) -> pa.Array:
    """Of each number of 16 bits, whether it is one of these."""
    return pc.is_in(pa.array(range(1 << 16), pa.int32()), pa.array(values, pa.int32()))


def _sorted(rows: pa.Table, order: tuple[str, ...]) -> pa.Table:
    """The rows by these columns, which leave no tie; nulls come last."""
    if not order:
        return rows
    told = pa.table({name: _spelt(rows[name].combine_chunks(), words=False) for name in order})
    places = pc.sort_indices(told, sort_keys=[(name, "ascending") for name in order])
    if pc.all(pc.equal(places, pa.arange(0, rows.num_rows, 1))).as_py():  # as judging has them
        return rows
    return rows.combine_chunks().take(places)


def _spelt(array: pa.Array, *, words: bool) -> pa.Array:
    """A column as a dictionary, or as what its dictionary says."""
    if pa.types.is_dictionary(array.type) == words:
        return array
    return array.dictionary_encode() if words else array.dictionary_decode()


def _text(value: pa.Scalar) -> str | None:
    return str(value.as_py()) if value.is_valid else None


@cache
def _stored(name: str) -> pa.Schema:
    """The columns that stand in the files; the partition stands in the folder's name."""
    schema, partition = arrow_schema(name), table(name).partition
    return schema.remove(schema.get_field_index(partition)) if partition else schema


def _ways(wanted: Table) -> dict[str, Any]:
    """How a table's files are written: no dictionary for what hardly repeats, bounds for few columns.

    Bounds of addresses and counters span all values in every row group and help no query, unless rows
    are sorted by them; without them and the dictionaries a file is written a third faster and is no
    larger. Texts without a dictionary keep their lengths apart, and are read a third quicker. Texts
    inside a column, such as `evidence`, are words that repeat.
    """
    stored = [column for column in wanted.columns if column.name != wanted.partition]
    plain = [c.name for c in stored if c.type == "text" and not c.repeats]
    sought = {"ndv": wanted.group or _GROUP, "fpp": _MISSED}
    return {
        "compression": "zstd",
        "compression_level": 1,
        "use_dictionary": [
            *(c.name for c in stored if c.repeats and c.type not in _COUNTED),
            *(path for c in stored for path in _texts_inside(c.name, arrow_types()[c.type])),
        ],
        "column_encoding": {c.name: "DELTA_BINARY_PACKED" for c in stored if c.type in _WHOLE}
        | dict.fromkeys(plain, "DELTA_LENGTH_BYTE_ARRAY"),
        "write_statistics": [c.name for c in stored if c.bounds or c.type == "timestamp"],
        "bloom_filter_options": {c.name: sought for c in stored if c.sought} or None,
        "store_schema": False,
    }


def _texts_inside(path: str, kind: pa.DataType) -> Iterator[str]:
    """The texts inside a column by their paths in a file (apache/parquet-format, nested types)."""
    if pa.types.is_list(kind):
        parts = [(f"{path}.list.element", kind.value_type)]
    else:
        parts = [(f"{path}.{one.name}", one.type) for one in kind] if kind.num_fields else []
    for inner, of in parts:
        if pa.types.is_string(of):
            yield inner
        yield from _texts_inside(inner, of)
