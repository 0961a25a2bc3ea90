"""The raw lines that a session rests on, of files that are there still and unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB
from tracker.engine.workplace import workplace
from tracker.errors import Faults, InputError, SettingsError, TrackerError
from tracker.formats import find_formats, whole
from tracker.read.join import as_lines, members
from tracker.read.lines import Whole
from tracker.read.look import Look, look
from tracker.read.states import Known, State
from tracker.read.wrapped import unwrapped
from tracker.settings import Settings

LIMIT = 100  # lines shown where nothing is said
SCHEMA = pa.schema(
    [("path", pa.string()), ("source", pa.string()), ("line", pa.int64()), ("text", pa.string())]
)


@dataclass(frozen=True)
class RawLines:
    """The lines found, how many more a limit cut, and what is wrong with files that are not as they were."""

    rows: pa.Table
    more: int
    faults: tuple[TrackerError, ...]

    def refuse(self) -> None:
        """Raises what is wrong, all at once."""
        if self.faults:
            raise Faults(self.faults)


def raw_lines(
    files: Sequence[dict[str, Any]], settings: Settings, limit: int | None = LIMIT
) -> RawLines:
    """The lines of an explained session's `files`: path, source, line (where the record begins), text.

    A file must begin with what was read of it, by its digest; what has been written behind that is no
    harm, nor whether it is packed. A record of several lines comes whole.
    """
    left = limit
    rows, more, faults = [SCHEMA.empty_table()], 0, list[TrackerError]()
    with workplace(settings) as (engine, spool):
        for file in files:
            wanted = file["records"] if left is None else file["records"][:left]
            more += len(file["records"]) - len(wanted)
            try:
                found = _of_file(file, wanted, engine, settings, spool)
            except TrackerError as fault:
                faults.append(fault)
                continue
            left = None if left is None else left - len(wanted)
            rows.append(found)
    return RawLines(pa.concat_tables(rows), more, tuple(faults))


def _of_file(
    file: dict[str, Any], wanted: Sequence[int], engine: DuckDB, settings: Settings, spool: Path
) -> pa.Table:
    """The wanted lines of one file; raises InputError where it is gone or is not what it was."""
    shown = file["path"]
    if shown is None or not Path(shown).is_file():
        raise InputError(
            "is gone, so that its lines cannot be shown",
            where=shown or f"source {file['source']}",
            expected=f"the file with sha256 {file['sha256']}",
        )
    if file["bytes"] is None:
        raise InputError("was brought in by an earlier tracker: no length is known", where=shown)
    known = Known()
    state = State(
        file["source"], file["sha256"], file["bytes"], file["lines"], None, file["head_sha256"]
    )
    known.add(state)
    found = look(shown, spool, settings.max_line, known)
    if state not in found.states:
        raise InputError(
            "has changed, so that its lines are not those that were read",
            where=shown,
            expected=f"to begin with the {file['bytes']} bytes of sha256 {file['sha256']}",
        )
    as_read = _as_read(found.whole(), file["format"], engine, settings, spool)
    lines = list(_picked(as_read, wanted))
    table = pa.Table.from_batches(lines, pa.schema([SCHEMA.field("line"), SCHEMA.field("text")]))
    for place, name in enumerate(("path", "source")):
        told = pa.repeat(pa.scalar(shown if name == "path" else file["source"]), table.num_rows)
        table = table.add_column(place, name, told)
    return table.cast(SCHEMA)


def _as_read(
    found: Look, formats: str | None, engine: DuckDB, settings: Settings, spool: Path
) -> Whole:
    """The file's records each on a line, as they were made when it was read."""
    found = members(found, spool, settings.max_line)
    try:
        specs = find_formats(formats or "", None)
        found = unwrapped(found, specs, engine, spool, settings.max_line, stated=True)
        found = as_lines(whole(specs[0]), found, spool, settings.max_line)
    except SettingsError:
        pass  # a format of the operator's own: its records are shown by the line they begin on
    return Whole(found, settings.max_line)


def _picked(lines: Whole, wanted: Sequence[int]) -> Iterator[pa.RecordBatch]:
    """Of all lines the wanted ones, block by block; what comes behind the last is not read."""
    numbers = pa.array(wanted, pa.int64())
    last = max(wanted, default=0)
    for batch in lines.rows():
        if batch.num_rows and batch["line"][0].as_py() > last:
            return
        is_wanted = pc.is_in(batch["line"], value_set=numbers)
        if is_wanted.true_count:
            text = batch["text"].cast(pa.string())  # views cannot be chosen from
            columns = [batch["line"].filter(is_wanted), text.filter(is_wanted)]
            yield pa.RecordBatch.from_arrays(columns, ["line", "text"])
