"""The check: is every file there and whole, and do the counts of `source` add up with the rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tracker.engine.duckdb import DuckDB, Resources, as_pattern
from tracker.engine.statement import Statement, read_statement
from tracker.errors import LakeError
from tracker.lake import Lake
from tracker.named import beside, size_of
from tracker.settings import Settings
from tracker.snapshot import WITH_SOURCE, Snapshot
from tracker.tables import arrow_schema, table, tables

_LYING, *_ASKED = (
    read_statement(Path(__file__).with_name(f"{name}.sql"))
    for name in ("lying", "sums", "strange", "waiting")
)
_ORDERED = Statement(
    "ordered",
    "from finding order by list_position(['broken', 'doubtful', 'ok'], state), part, name, told",
)
_COPY = "bring the lake back from its copy"


@dataclass(frozen=True)
class Found:
    """One thing that is `ok`, `doubtful` or `broken`."""

    part: str
    name: str
    state: str
    told: str
    todo: str | None = None


_FOUND = pa.schema([(one.name, pa.string()) for one in fields(Found)])


def check(
    lake: Lake,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    *,
    deep: bool = False,
) -> pa.Table:
    """One row a finding, what is broken first: part, name, state, told, todo.

    Every file that a table's log names is there, as long as the log says, and its footer tells the
    rows that the log tells; `deep` reads every column. The columns are those declared. Each source's
    counts add up, and its rows are there, once. Needs no lock: what is written meanwhile is no fault.
    """
    work = _Work(lake, Snapshot({}, lake.layout), deep)
    for name in dict.fromkeys(["source", *tables()]):
        work.open(name)
    sound = {name: work.files(name) for name in work.pinned.pinned}
    with DuckDB(Resources(settings.memory, settings.threads)) as engine:
        rows = work.count(engine, sound)
        told = pa.Table.from_pylist([asdict(one) for one in work.found], schema=_FOUND)
        engine.register("finding", pa.concat_tables([told, *rows]))
        return engine.rows(_ORDERED)


@dataclass(frozen=True)
class _Work:
    """A check under way: the tables that could be opened, as they were then, and what was found."""

    lake: Lake
    pinned: Snapshot
    deep: bool
    found: list[Found] = field(default_factory=list)

    def open(self, name: str) -> None:
        """Pins a table and compares its columns; `source` comes first, as for every reader."""
        try:
            stored = self.lake.latest(name).pinned[name]
        except LakeError as fault:
            self.found.append(Found("table", name, "broken", fault.found, _COPY))
            return
        if stored is not None:
            self.pinned.pinned[name] = stored
            self.found.extend(
                _columns(name, pa.schema(stored.schema().to_arrow()), self.lake.layout)
            )

    def files(self, name: str) -> pa.Table:
        """The files of a table that are as the log says; of the others it is told why not."""
        named = self.pinned.named(name)
        deep = self.deep or name == "source"  # by which all others are judged
        wrong = [_wrong(file, deep=deep) for file in named.to_pylist()]
        for file, told in zip(named["file"].to_pylist(), wrong, strict=True):
            if told:
                self.found.append(Found("file", file, "broken", f"{told} ({name})", _COPY))
        sound = named.filter(pa.array([told is None for told in wrong], pa.bool_()))
        if sound.num_rows == named.num_rows:
            rows, size = (pc.sum(named[key]).as_py() or 0 for key in ("rows", "size"))
            told = f"{named.num_rows} files, {rows} rows, {size} bytes, as its log says"
            self.found.append(Found("table", name, "ok", told))
        self.found.extend(_space(self.lake.path / name, name, named))
        return sound

    def count(self, engine: DuckDB, sound: dict[str, pa.Table]) -> list[pa.Table]:
        """What the rows tell: as many of each source as it says, and none of any other.

        Nothing where `source` itself cannot be read.
        """
        if "source" not in sound or sound["source"].num_rows < self.pinned.named("source").num_rows:
            return []
        self.pinned.done(engine)
        later = self.lake.pin(["source"])  # it knows whose rows came while the tables were pinned
        later.show_files(
            engine, "source", later.named("source")["file"].to_pylist(), "later_source"
        )
        lying = {
            name: self._lying(engine, name, sound[name]) for name in WITH_SOURCE if name in sound
        }
        counted = {name: rows for name, rows in lying.items() if rows is not None}
        engine.register("counted_table", pa.table({"name": pa.array(counted, pa.string())}))
        engine.register("lying", pa.concat_tables([_LAIN.empty_table(), *counted.values()]))
        named = [sound[name].append_column("name", _same(name, sound[name])) for name in counted]
        engine.register("named", pa.concat_tables(named))
        rows = [engine.rows(statement).cast(_FOUND) for statement in _ASKED]
        if counted and not any(len(part) for part in rows[:2]):
            told = "every source's records add up, and its rows are there, each once"
            self.found.append(Found("source", "counts", "ok", told))
        return rows

    def _lying(self, engine: DuckDB, name: str, files: pa.Table) -> pa.Table | None:
        """How many rows of which source each file has; None, and why, where one cannot be read."""
        if not files.num_rows:
            return _LAIN.empty_table()
        paths = [as_pattern(file) for file in files["file"].to_pylist()]
        try:
            return engine.rows(_LYING, {"name": name, "files": paths}).cast(_LAIN)
        except duckdb.Error as fault:
            todo = "`tracker lake check --deep` names the file"
            self.found.append(Found("table", name, "broken", f"cannot be read: {fault}", todo))
            return None


_LAIN = pa.schema(
    [*((key, pa.string()) for key in ("name", "file", "source")), ("rows", pa.int64())]
)


def _same(name: str, files: pa.Table) -> pa.Array:
    return pa.array([name] * files.num_rows, pa.string())


def _columns(name: str, stored: pa.Schema, layout: int) -> Iterator[Found]:
    """Columns that are missing, of another type, or not declared."""
    wanted, newer = arrow_schema(name), {c.name for c in table(name).columns if c.since > layout}
    for column in wanted:
        if column.name not in stored.names:
            if column.name not in newer:
                yield Found("table", name, "broken", f"has no column {column.name}", _COPY)
        elif (kind := stored.field(column.name).type) != column.type:
            told = f"column {column.name} is {kind}, and declared as {column.type}"
            yield Found("table", name, "broken", told, _COPY)
    for more in sorted(set(stored.names) - set(wanted.names)):
        told = f"column {more} is not declared: another program has written here"
        yield Found("table", name, "doubtful", told)


def _wrong(file: dict[str, object], *, deep: bool) -> str | None:
    """What is wrong with a file, None where it is as the log says."""
    path = Path(str(file["file"]))
    try:
        if (size := path.stat().st_size) != file["size"]:
            return f"has {size} bytes, and {file['size']} by the log"
        with pq.ParquetFile(path) as opened:
            if file["rows"] not in (None, opened.metadata.num_rows):
                return f"has {opened.metadata.num_rows} rows, and {file['rows']} by the log"
            for group in range(opened.num_row_groups if deep else 0):
                opened.read_row_group(group)
    except FileNotFoundError:
        return "is not there"
    except (OSError, pa.ArrowException) as fault:
        return f"cannot be read: {fault}"
    return None


def _space(root: Path, name: str, named: pa.Table) -> Iterator[Found]:
    """What lies beside the files of the last version: no fault, but it takes space."""
    if files := beside(root, named):
        told = f"{len(files)} files, {sum(map(size_of, files))} bytes, are not of its last version:"
        told += " of earlier ones, or of runs that go on or were killed"
        todo = "`tracker lake compact` deletes them when their days are over"
        yield Found("space", name, "ok", told, todo)
