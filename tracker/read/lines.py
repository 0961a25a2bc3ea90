"""A file's lines as rows for the engine: numbered, and cut into fields where a sign parts them.

Arrow's CSV reader does the cutting. Each row says on which line of the file it begins, for an engine
that works on several batches at once may hand its rows over in another order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from tracker.fields import BEGIN, Place
from tracker.read.join import JOINT
from tracker.read.look import DELIMITER
from tracker.read.pattern import beginnings

Numbers: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
_STEP = 1 << 23  # bytes read at once; with much less, threads wait for one another
_MANY = 10_000  # rows
_NOWHERE = np.iinfo(np.int64).max


@dataclass
class Whole:
    """All lines as they are: `line`, `text` and `height`, the lines that a joined one is made of."""

    path: Path
    max_line: int
    end: Place | None = None

    def rows(self) -> pa.RecordBatchReader:
        columns = [("line", pa.int64()), ("text", pa.string()), ("height", pa.int64())]
        return pa.RecordBatchReader.from_batches(pa.schema(columns), self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        done = 0
        for batch in _read(self.path, BEGIN, self.max_line, DELIMITER, ["text"]):
            height = pc.add(pc.count_substring(batch["text"], JOINT).cast(pa.int64()), 1)
            last = pc.cumulative_sum(height, start=pa.scalar(done, pa.int64()))
            line = pc.add(pc.subtract(last, height), 1)
            text = pc.replace_substring(batch["text"], JOINT, "\n")
            yield pa.RecordBatch.from_arrays([line, text, height], ["line", "text", "height"])
            done += pc.sum(height).as_py() or 0


@dataclass
class Split:
    """Lines cut into so many fields, `f1` and so on; one with more or fewer is `odd` and stays whole.

    They end before a line that `rule` takes for a header and that is not the one in force, `header`.
    """

    path: Path
    max_line: int
    begin: Place
    delimiter: str
    count: int
    rule: str | None
    header: str
    end: Place | None = None

    def rows(self) -> pa.RecordBatchReader:
        return pa.RecordBatchReader.from_batches(self._schema(), self._batches())

    def names(self) -> list[str]:
        return [f"f{number}" for number in range(1, self.count + 1)]

    def _schema(self) -> pa.Schema:
        texts = [(name, pa.string()) for name in (*self.names(), "odd")]
        return pa.schema([*texts, ("line", pa.int64())])

    def _batches(self) -> Iterator[pa.RecordBatch]:
        odd = _Odd(self.begin.lines)
        read = _read(self.path, self.begin, self.max_line, self.delimiter, self.names(), odd)
        # The reader hands over nothing where all that is left is odd.
        rest = pa.RecordBatch.from_arrays([pa.nulls(0, pa.string())] * self.count, self.names())
        held: list[
            pa.RecordBatch
        ] = []  # few at a time: by themselves they would be costly to handle
        for batch in chain(read, [rest]):
            lines, numbers, texts = odd.placed(batch.num_rows)
            cut = min(self._other_header(batch, lines), self._first(texts, numbers))
            yield self._regular(batch, lines[: np.searchsorted(lines, cut)])
            held.append(self._whole(texts, numbers[: np.searchsorted(numbers, cut)]))
            if cut != _NOWHERE:
                self.end = further(self.path, self.begin, cut - 1)
                break
            if sum(each.num_rows for each in held) >= _MANY:
                yield from _as_one(held)
                held = []
        yield from _as_one(held)

    def _regular(self, batch: pa.RecordBatch, lines: Numbers) -> pa.RecordBatch:
        """The first of a batch's rows, as many as there are lines."""
        fields = batch.slice(0, len(lines)).columns
        none = pa.nulls(len(lines), pa.string())
        return pa.RecordBatch.from_arrays([*fields, none, lines], schema=self._schema())

    def _whole(self, texts: pa.Array, numbers: Numbers) -> pa.RecordBatch:
        """The first of the odd lines, as many as there are numbers."""
        none = [pa.nulls(len(numbers), pa.string())] * self.count
        columns = [*none, texts.slice(0, len(numbers)), numbers]
        return pa.RecordBatch.from_arrays(columns, schema=self._schema())

    def _other_header(self, batch: pa.RecordBatch, lines: Numbers) -> int:
        """The line of the first row that is another header."""
        rows = np.flatnonzero(self._may_be_header(batch["f1"]))
        if not len(rows):
            return _NOWHERE
        fields = [column.take(pa.array(rows)) for column in batch.columns]
        return self._first(pc.binary_join_element_wise(*fields, self.delimiter), lines[rows])

    def _may_be_header(self, first: pa.Array) -> Numbers:
        """Which rows begin with the field that a header begins with; all, where the rule asks for more."""
        if self.rule is None:
            return np.zeros(len(first), np.int64)
        words = {word.split(self.delimiter)[0] for word in beginnings(self.rule)}
        found = np.full(len(first), not words)
        for word in words:
            found |= pc.starts_with(first, word).to_numpy(zero_copy_only=False)
        return found

    def _first(self, texts: pa.Array, lines: Numbers) -> int:
        """The line of the first of these texts that is another header."""
        if self.rule is None or not len(texts):
            return _NOWHERE
        other = pc.and_(
            pc.match_substring_regex(texts, self.rule), pc.not_equal(texts, self.header)
        )
        found = pc.index(other, value=True).as_py()
        return _NOWHERE if found < 0 else int(lines[found])


@dataclass
class _Odd:
    """Lines with more fields than others or fewer, as the reader meets them, which may be ahead.

    `done` lines of the file are accounted for.
    """

    done: int
    numbers: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before = self.done  # lines that the reader does not see

    def __call__(self, row: csv.InvalidRow) -> str:
        self.numbers.append(self.before + row.number)
        self.texts.append(row.text)
        return "skip"

    def placed(self, count: int) -> tuple[Numbers, Numbers, pa.Array]:
        """The lines of the next `count` rows; the lines and texts of what is odd up to the row after."""
        odd, rows = np.array(self.numbers, np.int64), np.arange(count)
        rows_before = odd - (self.done + 1) - np.arange(len(odd))
        lines = self.done + 1 + rows + np.searchsorted(rows_before, rows, side="right")
        taken = int(np.searchsorted(rows_before, count, side="right"))
        texts = pa.array(self.texts[:taken], pa.string())
        del self.numbers[:taken], self.texts[:taken]
        self.done += count + taken
        return lines, odd[:taken], texts


def _as_one(batches: list[pa.RecordBatch]) -> list[pa.RecordBatch]:
    return pa.Table.from_batches(batches).combine_chunks().to_batches() if batches else []


def further(path: Path, begin: Place, lines: int) -> Place:
    """The place behind so many lines of a file, no fewer than are before `begin`."""
    missing, at = lines - begin.lines, begin.bytes
    if not missing:
        return begin
    with path.open("rb") as file:
        file.seek(at)
        for block in iter(lambda: file.read(_STEP), b""):
            ends = np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n"))
            if len(ends) >= missing:
                return Place(lines, at + int(ends[missing - 1]) + 1)
            missing, at = missing - len(ends), at + len(block)
    return Place(lines, at)


def _read(
    path: Path,
    begin: Place,
    max_line: int,
    delimiter: str,
    names: list[str],
    odd: Callable[[csv.InvalidRow], str] | None = None,
) -> Iterator[pa.RecordBatch]:
    """The lines from a place on, cut at the delimiter; there are no quotes and no null values."""
    with pa.OSFile(str(path)) as file:
        if file.size() == begin.bytes:
            return  # the reader would take that for a fault
        file.seek(begin.bytes)
        yield from csv.open_csv(
            file,
            csv.ReadOptions(
                use_threads=False,  # only then does it tell the number of an odd line
                block_size=max(_STEP, 2 * max_line),
                column_names=names,
            ),
            csv.ParseOptions(
                delimiter=delimiter,
                quote_char=False,
                ignore_empty_lines=False,
                invalid_row_handler=odd,
            ),
            csv.ConvertOptions(
                check_utf8=False,  # the look has done so
                column_types=dict.fromkeys(names, pa.string()),
            ),
        )
