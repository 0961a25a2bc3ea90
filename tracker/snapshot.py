"""Tables of a lake as they were at one moment, for an engine to read; rows of sources done alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyarrow as pa
from deltalake import DeltaTable

from tracker.engine.duckdb import DuckDB, as_pattern, literal, quoted
from tracker.engine.statement import Statement, read_statement
from tracker.named import named_files
from tracker.tables import DUCKDB_TYPES, arrow_schema, table

# 1: no `identity`, and a MAC address is as many names as it has spellings; 2: no `moved_from`, `parts`;
# 3: no `review`, no `judgement_digest`; 4: no `app_confidence`; 5: no `head_sha256`,
# no `gaps`, no `spec_digest`, no `sequence`; 6: no `reviewers`; 7: no `holdings`, no `coverage`
LAYOUT = 8
WITH_SOURCE = ("connection", "login", "reject")
_HERE = Path(__file__).parent
_LAST, _VISIBLE = (
    read_statement(_HERE / f"{name}.sql") for name in ("last_state", "visible_source")
)


@dataclass(frozen=True)
class Days:
    """The days from one to another, both among them."""

    first: dt.date
    last: dt.date

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first <= day <= self.last


@dataclass(frozen=True)
class Snapshot:
    """The tables of a lake, each at the version it had when pinned; None: an older lake lacks it."""

    pinned: dict[str, DeltaTable | None]
    layout: int = LAYOUT
    read: dict[str, pa.Table] = field(default_factory=dict, init=False, compare=False)

    def versions(self) -> list[dict[str, object]]:
        return [{"name": name, "count": pin.version()} for name, pin in self.pinned.items() if pin]

    def files(self) -> list[str]:
        """The paths of all files of the tables."""
        return [file for name in self.pinned for file in _files(self.named(name))]

    def named(self, name: str) -> pa.Table:
        """The files of a table as `named_files` tells them, and where each lies: `file`."""
        if name not in self.read:  # a log is read once, however often its table is shown
            self.read[name] = _named(self.pinned[name], name)
        return self.read[name]

    def show_files(
        self, engine: DuckDB, name: str, files: list[str], shown: str, rule: str = ""
    ) -> None:
        """Makes the rows of some of a table's files readable under a name, those that a rule leaves."""
        if not files:
            engine.register(shown, arrow_schema(name).empty_table())
            return
        read = f"read_parquet([{', '.join(literal(as_pattern(file)) for file in files)}]"
        read += f", hive_partitioning = {'true' if table(name).partition else 'false'}"
        there = {column.name for column in table(name).columns}
        if any(column.since > self.layout for column in table(name).columns):
            read += ", union_by_name = true"
            there = set(engine.connection.sql(f"from {read})").columns)
        rows = f"select {_as_declared(name, there)} from {read}){rule}"
        engine.view(shown, Statement(shown, rows))

    def done(self, engine: DuckDB) -> set[str]:
        """The sources whose rows are visible; makes `source` and its last states readable in the engine."""
        self._show(engine, "source")
        return show_states(engine)

    def show(
        self,
        engine: DuckDB,
        names: Iterable[str] | None = None,
        days: Mapping[str, Container[dt.date]] = {},  # never changed
        done: set[str] | None = None,
    ) -> None:
        """Makes the tables readable in the engine under their names, visible rows only.

        `source` and its last states come with each table whose rows wait for their source. Of a table
        in `days` only the partitions of these days are there, which its files are not opened to tell.
        Who shows several times asks only once which sources are `done`.
        """
        wanted = list(self.pinned if names is None else names)
        if done is None and {"source", *WITH_SOURCE} & {*wanted}:
            done = self.done(engine)
        for name in wanted:
            if name != "source":
                self._show(engine, name, done if name in WITH_SOURCE else None, days.get(name))

    def show_all(self, engine: DuckDB, name: str) -> None:
        """Makes all rows of a table readable in the engine, be their source done or not."""
        self._show(engine, name)

    def _show(
        self,
        engine: DuckDB,
        name: str,
        done: set[str] | None = None,
        days: Container[dt.date] | None = None,
    ) -> None:
        """Shows a table; where its rows wait for their source, those of the sources done."""
        files = _files(self.named(name), days)
        if done is not None:
            files = {file: of for file, of in files.items() if of is None or of in done}
        mixed = done is not None and None in files.values()
        rule = " semi join visible_source using (source)" if mixed else ""
        self.show_files(engine, name, list(files), name, rule)


def show_states(engine: DuckDB) -> set[str]:
    """Makes `last_state` and `visible_source` readable, by what `source` says; returns the latter.

    Whatever reads files of several sources asks the second; it is made once.
    """
    engine.view(_LAST.name, _LAST)
    visible = engine.rows(_VISIBLE)
    engine.register(_VISIBLE.name, visible)
    return set(visible["source"].to_pylist())


def _files(named: pa.Table, days: Container[dt.date] | None = None) -> dict[str, str | None]:
    """A table's files, each with the source that all its rows are of, None where that is not told."""
    told = named.select(["file", "source", "partition"]).to_pydict()
    return {
        file: source
        for file, source, partition in zip(*told.values(), strict=True)
        if days is None or _lies(partition, days)
    }


def _lies(partition: str | None, days: Container[dt.date]) -> bool:
    """Whether a partition, which is the text of a date, is of these days."""
    return partition is not None and dt.date.fromisoformat(partition) in days


def _named(pinned: DeltaTable | None, name: str) -> pa.Table:
    files = named_files(pinned, table(name).partition)
    root = unquote(urlsplit(pinned.table_uri).path).rstrip("/") if pinned else ""
    places = [f"{root}/{unquote(path)}" for path in files["path"].to_pylist()]
    return files.append_column("file", pa.array(places, pa.string()))


def _as_declared(name: str, there: set[str]) -> str:
    """A table's columns for a select; null where no file of an older lake has one yet."""
    partition = table(name).partition
    columns = (
        f"cast({quoted(c.name) if c.name in there else 'null'} as {DUCKDB_TYPES[c.type]})"
        f" as {quoted(c.name)}"
        if c.name == partition or c.name not in there
        else quoted(c.name)
        for c in table(name).columns
    )
    return ", ".join(columns)
