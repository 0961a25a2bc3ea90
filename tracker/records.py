"""The stream of a compiled query, batch by batch: counted and parted into tables."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import cache, reduce

import pyarrow as pa
import pyarrow.compute as pc

from tracker.attribute.names import Names
from tracker.engine.duckdb import DuckDB
from tracker.fields import BEGIN, Lines, Place
from tracker.normalise.address import resolved
from tracker.normalise.columns import MADE, MAIN_TIMES, NO_ZONE
from tracker.normalise.compile import no_zone
from tracker.parquet import only
from tracker.shares import FILE, Shares
from tracker.spec import Spec, Template
from tracker.tables import arrow_schema
from tracker.tally import Tally

_LONG = 1 << 17  # rows; a little more than the engine hands over at once
_OF_REJECTS = ("line", "rejected", "record", "begins", FILE)
Parts = dict[str, list[pa.RecordBatch]]
Draws = Generator[Parts, None, None]
Batches = Generator[pa.RecordBatch, None, None]


@dataclass
class Records:
    """A file's records as batches of the tables they go to, those of one format after the other.

    `section` opens the stream of the records of one format from a place on, and says of which lines
    they are; a header that differs from the one in force ends a section and opens the next, and
    `header` is the last of them. What stands before `begin` is left. `engine` knows the macros, and
    has no stream open. With `names` names become pseudonyms and rejects sealed. With `shares` the file
    is several, one behind the other, and the rows are of the source of each.
    """

    specs: Sequence[Spec]
    shown: str
    source: str
    engine: DuckDB
    section: Callable[[int, Place], tuple[Batches, Lines]]
    names: Names | None = None
    watch: Callable[[int], None] = lambda _: None
    begin: Place = BEGIN
    shares: Shares | None = None
    tally: Tally = field(default_factory=Tally)
    header: str = ""
    sections: int = 0
    begins: int = 1  # the first line of the last section

    def batches(self) -> Draws:
        """For each batch of records its rows by table, `reject` among them.

        Raises InputError at a record whose clock has no zone, of which nothing can be known.
        """
        for number, spec in enumerate(self.specs):
            begin: Place | None = self.begin
            while begin is not None:
                stream, lines = self.section(number, begin)
                self.sections, self.begins = self.sections + 1, begin.lines + 1
                with closing(stream):
                    for batch in stream:
                        if batch.num_rows:
                            self.tally.lines += _height(batch)
                            yield self._part(spec, batch)
                            self.watch(self.tally.lines)
                self.header = lines.header
                # A file that is written to meanwhile may come to a section without a line: reading
                # ends there, and whoever accounts for the file misses the rest.
                begin = lines.end if lines.end != begin else None

    def _part(self, spec: Spec, batch: pa.RecordBatch) -> Parts:
        batch = _records(batch)
        if self.shares:
            batch = self.shares.placed(batch)
            self.shares.count(batch)
        rejected, passed = batch["rejected"], batch["passed"]
        self._count(batch.num_rows, passed, rejected)
        if self.tally.rejected[NO_ZONE]:
            first = pc.index(rejected, NO_ZONE).as_py()
            raise no_zone(self.shown, batch["line"][first].as_py())
        some = rejected.null_count < len(rejected)
        parts = {"reject": [self._rejects(spec, batch)]} if some else {}
        if min(passed.null_count, rejected.null_count) < batch.num_rows:
            used = pc.and_(pc.is_null(passed), pc.is_null(rejected))
            batch = only(batch, used)
        columns = resolved(batch, self.engine)
        if self.names:
            columns = self.names.hidden(columns)
        for template in spec.rows:
            made = _made(columns, template, spec)
            if made is None or made.true_count:
                rows = self._rows(columns, template, made)
                parts.setdefault(template.table, []).append(rows)
        return parts

    def _rows(
        self, columns: dict[str, pa.Array], template: Template, made: pa.Array | None
    ) -> pa.RecordBatch:
        """One row a record, of those that make it, with every column of the table."""
        name, prefix = template.table, template.prefix
        count = len(columns["line"])
        given = {
            key.removeprefix(prefix): columns[key] for key in columns if key.startswith(prefix)
        }
        whose = self.shares.source(columns[FILE]) if self.shares else _same(self.source, count)
        given |= {"line": columns["line"], "source": whose}
        rows = as_table(name, given, count, words=self.names is not None)
        rows = rows if made is None else only(rows, made)
        self.tally.rows[name] += rows.num_rows
        if self.shares:
            self.shares.made(name, rows)
        for key in MAIN_TIMES:
            if key in rows.schema.names:
                self.tally.span(rows[key])
        return rows

    def _rejects(self, spec: Spec, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The records that are rejected, those of each source together, as they are sealed."""
        needed = [name for name in _OF_REJECTS if name in batch.schema.names]
        wrong = batch.select(needed).filter(pc.is_valid(batch["rejected"]))
        count, runs = wrong.num_rows, [(self.source, wrong.num_rows)]
        if self.shares:
            wrong, runs = self.shares.in_runs(wrong)
        given = {
            "source": self.shares.source(wrong[FILE]) if self.shares else _same(self.source, count),
            "line": wrong["line"],
            "format": pa.repeat(spec.name, count),
            "reason": wrong["rejected"],
            "shape": wrong["record"],
        }
        if self.names:
            given["sealed"] = self.names.lines(runs, wrong["begins"])
        return as_table("reject", given, count)

    def _count(self, count: int, passed: pa.Array, rejected: pa.Array) -> None:
        self.tally.records += count
        for counter, column in ((self.tally.passed, passed), (self.tally.rejected, rejected)):
            if column.null_count < count:
                told = pc.value_counts(column.drop_null())
                counter.update({entry["values"].as_py(): entry["counts"].as_py() for entry in told})
        self.tally.used = (
            self.tally.records - self.tally.passed.total() - self.tally.rejected.total()
        )


def as_table(
    name: str, given: dict[str, pa.Array], count: int, *, words: bool = False
) -> pa.RecordBatch:
    """A batch with every column of a table, null where nothing is given.

    With `words` a column of a few words stays a dictionary, as which it is written in less time.
    """
    schema = arrow_schema(name)
    arrays = [
        _nulls(column.type, count)
        if (array := given.get(column.name)) is None
        else _numbered(array)
        if words and pa.types.is_dictionary(array.type)
        else _cast(array, column.type)
        for column in schema
    ]
    return pa.RecordBatch.from_arrays(arrays, names=schema.names)


@cache
def _nothing(kind: pa.DataType) -> pa.Array:
    return pa.nulls(_LONG, kind)


def _nulls(kind: pa.DataType, count: int) -> pa.Array:
    """So many nulls: where they are not too many, a slice of a column that is made once."""
    return _nothing(kind).slice(0, count) if count <= _LONG else pa.nulls(count, kind)


def _same(text: str, count: int) -> pa.Array:
    """So many times the same text."""
    noughts = pa.repeat(pa.scalar(0, pa.int32()), count)
    return pa.DictionaryArray.from_arrays(noughts, pa.array([text]))


def _numbered(words: pa.DictionaryArray) -> pa.Array:
    """A dictionary with the numbers that Arrow itself gives, however few the words are."""
    return pa.DictionaryArray.from_arrays(words.indices.cast(pa.int32()), words.dictionary)


def _cast(array: pa.Array, wanted: pa.DataType) -> pa.Array:
    return array if array.type == wanted else array.cast(wanted)


def _records(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The records; what is empty between blocks is a line and no record."""
    if "height" not in batch.schema.names:
        return batch
    return only(batch, pc.fill_null(pc.not_equal(batch["passed"], "blank"), fill_value=True))


def _height(batch: pa.RecordBatch) -> int:
    """How many lines the batch's records are: as many as their heights say, or one each."""
    if "height" not in batch.schema.names:
        return int(batch.num_rows)
    return int(pc.sum(batch["height"]).as_py())


def _made(columns: dict[str, pa.Array], template: Template, spec: Spec) -> pa.Array | None:
    """Which records make a row: those of its messages; of a group one for each address, else one without."""
    told = columns.get(template.prefix + MADE)
    group = [one for one in spec.of(template.table) if one.group == template.group]
    if len(group) == 1:
        return told
    none = pa.repeat(False, len(columns["line"]))  # where the file has no field for the address
    ips = {one.number: columns.get(f"{one.prefix}ip") for one in group}
    there = {number: none if ip is None else pc.is_valid(ip) for number, ip in ips.items()}
    made = there[template.number]
    if template.number == group[0].number:
        some = reduce(pc.or_, there.values())
        made = pc.or_(made, pc.invert(some))
    return made if told is None else pc.and_(made, told)
