"""A file's lines as rows for the engine: numbered, and cut into fields where a sign parts them.

Arrow's CSV reader cuts the fields, block by block. Each row says on which line of the file it
begins, for an engine that works on several batches at once may hand its rows over in another order.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from tracker.fields import BEGIN, Place
from tracker.read.document import BREAK, JOINT
from tracker.read.envelope import have_other, headed
from tracker.read.look import Look
from tracker.read.match import beginnings
from tracker.read.views import Marks, Numbers, Views, line_ends

_STEP = 1 << 23  # bytes in a block; with much less, threads wait for one another
_NOWHERE = int(np.iinfo(np.int64).max)


@dataclass
class Whole:
    """Lines as they are: `line`, `text`, and as `height` of how many lines of the file one is made.

    One that is broken off another has none. One whose header has another form in `text` stands in the
    file as `written`. They end before a line that `rule` takes for a header and that is not the one in
    force, `header`.
    """

    found: Look
    max_line: int
    begin: Place = BEGIN
    rule: str | None = None
    header: str = ""
    end: Place | None = None

    def rows(self) -> pa.RecordBatchReader:
        return pa.RecordBatchReader.from_batches(self._schema(), self._batches())

    def _schema(self) -> pa.Schema:
        columns = [("line", pa.int64()), ("text", pa.string_view()), ("height", pa.int64())]
        return pa.schema([*columns, ("written", pa.string())])

    def _batches(self) -> Iterator[pa.RecordBatch]:
        done = self.begin.lines
        for at, block in _blocks(self.found, self.begin, self.max_line):
            texts = Views.of(block)
            if self.rule and (found := _first_other(texts, self.rule, self.header)) is not None:
                texts = texts.first(found)
                self.end = Place(done + found, at + _length(block, found))
                if not found:
                    return
            height, broken = _heights(texts, block)
            last = pc.cumulative_sum(height, start=pa.scalar(done, pa.int64()))
            # A line that is broken off another stands on that one's line.
            line = pc.add(pc.subtract(last, height), pc.invert(broken).cast(pa.int64()))
            text, written = _unjoined(texts, block), pa.nulls(len(texts), pa.string())
            if have_other(texts):
                told, written = headed(text.cast(pa.string()))
                text = told.cast(pa.string_view())
            yield pa.RecordBatch.from_arrays([line, text, height, written], schema=self._schema())
            if self.end:
                return
            done = last[-1].as_py()


@dataclass
class Split:
    """Lines cut into so many fields, `f1` and so on, and whole as `text`.

    One with more fields or fewer has none and is told as `odd` besides; of an empty line, which has
    empty fields, as one of nothing but delimiters has, `odd` is empty. Of the fields those that are
    `wanted`, by their numbers; none says all. They end before a line that `rule` takes for a header
    and that is not the one in force, `header`.
    """

    found: Look
    max_line: int
    begin: Place
    delimiter: str
    count: int
    rule: str | None
    header: str
    wanted: frozenset[int] | None = None
    end: Place | None = None

    def rows(self) -> pa.RecordBatchReader:
        return pa.RecordBatchReader.from_batches(self._schema(), self._batches())

    def names(self) -> list[str]:
        """The fields' names; the first field is always there."""
        wanted = self.wanted and self.wanted | {1}
        return [f"f{n}" for n in range(1, self.count + 1) if wanted is None or n in wanted]

    def _schema(self) -> pa.Schema:
        texts = [(name, pa.string()) for name in (*self.names(), "odd")]
        return pa.schema([*texts, ("text", pa.string_view()), ("line", pa.int64())])

    def _batches(self) -> Iterator[pa.RecordBatch]:
        held: list[pa.RecordBatch] = []  # odd lines, which would be costly to handle by the few
        done = self.begin.lines
        for at, block in _blocks(self.found, self.begin, self.max_line):
            odd = _Odd()
            batch = _cut(block, self.delimiter, self.count, self.names(), odd)
            texts, (regular, others) = Views.of(block), odd.placed(batch.num_rows)
            header = self._other_header(batch["f1"], texts, regular, others)
            regular = regular[: np.searchsorted(regular, header)]
            yield self._regular(batch, texts, regular, done)
            others = others[: np.searchsorted(others, header)]
            if len(others):
                held.append(self._whole(texts, others, done))
            if header != _NOWHERE:
                self.end = Place(done + header - 1, at + _length(block, header - 1))
                break
            if sum(each.nbytes for each in held) >= _STEP:
                yield _as_one(held)
                held = []
            done += len(texts)
        if held:
            yield _as_one(held)

    def _regular(
        self, batch: pa.RecordBatch, texts: Views, places: Numbers, done: int
    ) -> pa.RecordBatch:
        """The first of a batch's rows, as many as there are places in the block."""
        fields, texts = batch.slice(0, len(places)).columns, texts.at(places)
        odd, empty = pa.nulls(len(places), pa.string()), texts.empty()
        if empty.true_count:
            odd = pc.if_else(empty, "", odd)
        columns = [*fields, odd, texts.array(), pa.array(places + done)]
        return pa.RecordBatch.from_arrays(columns, schema=self._schema())

    def _whole(self, texts: Views, places: Numbers, done: int) -> pa.RecordBatch:
        """The odd lines that stand at these places of a block."""
        none = [pa.nulls(len(places), pa.string())] * len(self.names())
        odd = texts.at(places).texts()  # a view would hold the whole block
        columns = [*none, odd, odd.cast(pa.string_view()), pa.array(places + done)]
        return pa.RecordBatch.from_arrays(columns, schema=self._schema())

    def _other_header(
        self, first: pa.Array, texts: Views, regular: Numbers, others: Numbers
    ) -> int:
        """The place in a block of the first line, regular or odd, that is another header."""
        if self.rule is None:
            return _NOWHERE
        maybe = np.flatnonzero(self._may_be_header(first, self.rule))
        places = np.sort(np.append(regular[maybe], others))
        found = _first_other(texts.at(places), self.rule, self.header)
        return _NOWHERE if found is None else int(places[found])

    def _may_be_header(self, first: pa.Array, rule: str) -> Marks:
        """Which rows begin with the field that a header begins with; all, where the rule asks for more."""
        words = {word.split(self.delimiter)[0] for word in beginnings(rule)}
        found = np.full(len(first), not words)
        for word in words:
            found |= pc.starts_with(first, word).to_numpy(zero_copy_only=False)
        return found


def _heights(texts: Views, block: bytes) -> tuple[pa.Array, pa.Array]:
    """Of how many lines of the file each text is made, and which are broken off the one before."""
    if JOINT not in block and BREAK not in block:
        return pa.repeat(pa.scalar(1, pa.int64()), len(texts)), pa.repeat(False, len(texts))
    whole = texts.texts()
    broken = pc.starts_with(whole, BREAK.decode())
    joints = pc.count_substring(whole, JOINT.decode()).cast(pa.int64())
    return pc.add(joints, pc.invert(broken).cast(pa.int64())), broken


def _unjoined(texts: Views, block: bytes) -> pa.Array:
    if JOINT not in block and BREAK not in block:
        return texts.array()
    whole = pc.replace_substring(texts.texts(), JOINT.decode(), "\n")
    first = pc.utf8_ltrim(whole, BREAK.decode())
    # Behind the begin of a line a BREAK is a line feed that is none of the file's.
    return pc.replace_substring(first, BREAK.decode(), "\n").cast(pa.string_view())


def _first_other(texts: Views, rule: str, header: str) -> int | None:
    """The place of the first text that is a header by the rule, and not the one in force."""
    whole = texts.texts()
    is_header = pc.match_substring_regex(whole, rule)
    found = pc.index(pc.and_(is_header, pc.not_equal(whole, header)), value=True).as_py()
    return None if found < 0 else int(found)


class _Odd:
    """The lines of a block that have more fields than others or fewer, as the reader meets them."""

    def __init__(self) -> None:
        self.numbers: list[int] = []

    def __call__(self, row: csv.InvalidRow) -> str:
        self.numbers.append(row.number)
        return "skip"

    def placed(self, count: int) -> tuple[Numbers, Numbers]:
        """The lines of the block on which so many regular rows stand, and those of what is odd."""
        odd, rows = np.array(self.numbers, np.int64), np.arange(count)
        rows_before = odd - 1 - np.arange(len(odd))
        return rows + 1 + np.searchsorted(rows_before, rows, side="right"), odd


def _blocks(found: Look, begin: Place, max_line: int) -> Iterator[tuple[int, bytes]]:
    """A file's bytes between two places, in blocks of whole lines, each with where it begins."""
    at, step, until = begin.bytes, max(_STEP, 2 * max_line), found.until
    with found.opened() as file:
        while True:
            file.seek(at)
            block = file.read(step if until is None else min(step, until - at))
            if not block:
                return
            # The last line may lack its end.
            whole = block[: block.rfind(b"\n") + 1 or None] if len(block) == step else block
            yield at, whole
            at += len(whole)


def _cut(
    block: bytes,
    delimiter: str,
    count: int,
    wanted: list[str],
    odd: Callable[[csv.InvalidRow], str],
) -> pa.RecordBatch:
    """The lines of a block, cut at the delimiter into so many fields, of which some are wanted.

    There are no quotes and no null values.
    """
    # The reader takes a mark of the encoding away where a text begins, and a block is none.
    whole = codecs.BOM_UTF8 + block if block.startswith(codecs.BOM_UTF8) else block
    table = csv.read_csv(
        pa.BufferReader(whole),
        csv.ReadOptions(
            use_threads=False,  # only then does it tell the number of an odd line
            block_size=len(whole) + 1,
            column_names=[f"f{number}" for number in range(1, count + 1)],
        ),
        csv.ParseOptions(
            delimiter=delimiter,
            quote_char=False,
            ignore_empty_lines=False,
            invalid_row_handler=odd,
        ),
        csv.ConvertOptions(
            check_utf8=False,  # the look has done so
            column_types=dict.fromkeys(wanted, pa.string()),
            include_columns=wanted,
        ),
    )
    (batch,) = table.to_batches() or [pa.RecordBatch.from_pylist([], table.schema)]
    return batch


def _length(block: bytes, lines: int) -> int:
    """How many bytes the first lines of a block are."""
    return int(line_ends(block)[lines - 1]) + 1 if lines else 0


def _as_one(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    (batch,) = pa.Table.from_batches(batches).combine_chunks().to_batches()
    return batch
