"""Whose each record is where several files lie one behind the other, and what became of each file's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tracker.normalise.columns import MAIN_TIMES
from tracker.tally import Tally

FILE = "file"  # the column that numbers the files
WRITTEN = "written_us"  # the column that tells when a line's file was last written
_COUNT: Any = [([], "count_all")]


class Shares:
    """Files that are read as one: their sources, how many lines each has, when it was last written."""

    def __init__(
        self, sources: Sequence[str], lines: Sequence[int], written_us: Sequence[int]
    ) -> None:
        self.sources = pa.array(sources, pa.string())
        self.written_us = pa.array(written_us, pa.int64())
        ends = list(accumulate(lines))
        self.ends = pa.array(ends, pa.int64())
        self.before = pa.array([0, *ends[:-1]], pa.int64())
        self._records: list[pa.Table] = []
        self._rows: list[pa.Table] = []
        self._spans: list[pa.Table] = []

    def at(self, line: int) -> int:
        """The number of the file in which a line stands that is counted from the first one's first."""
        return int(pc.search_sorted(self.ends, pa.scalar(line, pa.int64())).as_py())

    def dated(self, lines: pa.RecordBatchReader) -> pa.RecordBatchReader:
        """Lines, each with when its file was last written: a clock without a year goes by that."""
        schema = lines.schema.append(pa.field(WRITTEN, pa.int64()))
        return pa.RecordBatchReader.from_batches(schema, map(self._dated, lines))

    def _dated(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        file = pc.search_sorted(self.ends, batch["line"])
        return batch.append_column(WRITTEN, self.written_us.take(file))

    def placed(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        """The records with the number of their file, and their lines counted from its first."""
        line = batch["line"]
        file = pc.search_sorted(self.ends, line).cast(pa.int32())
        own = pc.subtract(line, self.before.take(file))
        place = batch.schema.get_field_index("line")
        return batch.set_column(place, "line", own).append_column(FILE, file)

    def source(self, file: pa.Array) -> pa.Array:
        """The source of each record, by the number of its file."""
        return pa.DictionaryArray.from_arrays(file, self.sources)

    def in_runs(self, batch: pa.RecordBatch) -> tuple[pa.RecordBatch, list[tuple[str, int]]]:
        """A batch's records file by file, and of each file in turn its source and how many they are."""
        batch = batch.take(pc.array_sort_indices(batch[FILE]))
        counted = pc.value_counts(batch[FILE])
        sources = self.sources.take(counted.field("values")).to_pylist()
        return batch, list(zip(sources, counted.field("counts").to_pylist(), strict=True))

    def count(self, batch: pa.RecordBatch) -> None:
        """Counts records by their file, and by what they are passed over or rejected for."""
        told = pa.table({name: batch[name] for name in (FILE, "passed", "rejected")})
        self._records.append(told.group_by([FILE, "passed", "rejected"]).aggregate(_COUNT))

    def made(self, name: str, rows: pa.RecordBatch) -> None:
        """Counts rows of a table by their file, and notes what their times span."""
        file = rows["source"].indices
        table = pa.repeat(pa.scalar(name), len(file))
        told = pa.table({FILE: file, "table": table})
        self._rows.append(told.group_by([FILE, "table"]).aggregate(_COUNT))
        for at in (key for key in MAIN_TIMES if key in rows.schema.names):
            times = pa.table({FILE: file, "at": rows[at].cast(pa.int64())}).group_by(FILE)
            self._spans.append(times.aggregate([("at", "min"), ("at", "max")]))

    def rejected_for(self, reason: str) -> set[int]:
        """The numbers of the files of which a record is rejected for this."""
        parts = (part.filter(pc.equal(part["rejected"], reason)) for part in self._records)
        return {number for part in parts for number in part[FILE].to_pylist()}

    def tallies(self) -> list[Tally]:
        """What became of each file's records, in the order of the files."""
        found = [Tally() for _ in self.sources]
        for row in _summed(self._records, [FILE, "passed", "rejected"]):
            _add(found[row[FILE]], row["passed"], row["rejected"], row["count"])
        for row in _summed(self._rows, [FILE, "table"]):
            found[row[FILE]].rows[row["table"]] += row["count"]
        for row in pa.concat_tables(self._spans).to_pylist() if self._spans else []:
            found[row[FILE]].reach(row["at_min"], row["at_max"])
        return found


def _summed(parts: list[pa.Table], keys: list[str]) -> list[dict[str, Any]]:
    """Counts of parts as those of all of them: a row for each that differs in its keys."""
    if not parts:
        return []
    whole = pa.concat_tables(parts).group_by(keys).aggregate([("count_all", "sum")])
    return list(whole.rename_columns([*keys, "count"]).to_pylist())


def _add(tally: Tally, passed: str | None, rejected: str | None, count: int) -> None:
    tally.lines += count
    tally.records += count
    if passed is None and rejected is None:
        tally.used += count
    else:
        tally.passed += Counter({passed: count}) if passed is not None else Counter()
        tally.rejected += Counter({rejected: count}) if rejected is not None else Counter()
