"""Compaction: many small files become few, what was forgotten leaves the disk, old versions go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from deltalake.exceptions import DeltaError

from tracker.engine.duckdb import DuckDB, as_pattern
from tracker.engine.machine import first_line, refusal
from tracker.engine.statement import Statement, read_statement
from tracker.engine.workplace import workplace
from tracker.errors import IntegrityError, LakeError, MachineError, TrackerError
from tracker.lake import Lake
from tracker.named import beside, is_long, size_of, sum_up, vacuum
from tracker.runs import begin
from tracker.settings import Settings
from tracker.snapshot import WITH_SOURCE, Snapshot
from tracker.tables import tables
from tracker.whereabouts import note_ids

_GONE, _DOOMED, _PLAN = (
    read_statement(Path(__file__).with_name(f"{name}.sql")) for name in ("gone", "doomed", "plan")
)
_ALL, _REST = (
    Statement("all", "from part"),
    Statement("rest", "from part anti join gone using (source)"),
)


@dataclass(frozen=True)
class Compacted:
    """What became of one table: files merged and into how many, rows of forgotten sources taken out,
    and files off the disk that no version of `keep_days` names.
    """

    table: str
    files: int
    merged: int = 0
    into: int = 0
    forgotten_rows: int = 0
    deleted: int = 0
    bytes_freed: int = 0


_COMPACTED = pa.schema(
    [("table", pa.string()), *((one.name, pa.int64()) for one in fields(Compacted)[1:])]
)


def compact(
    lake: Lake,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    *,
    dry_run: bool = False,
) -> pa.Table:
    """One row a table: files, merged, into, forgotten_rows, deleted, bytes_freed. No answer changes.

    Who appends or reads meanwhile is not hindered: what is merged stays on the disk, and can be read
    as it was, for `keep_days`. A `dry_run` says what would be done. Raises LakeError where another
    run holds the lake, and IntegrityError where a file has not the rows that the log says.
    """
    run = begin("compact", settings)
    with (
        nullcontext() if dry_run else lake.lock(run.who),
        workplace(settings) as (engine, _),
    ):
        snapshot = Snapshot(
            {name: lake.latest(name).pinned[name] for name in tables()}, lake.layout
        )
        snapshot.show(engine, ["source", "run"])
        engine.keep("gone", _GONE, {"now": run.began_at})
        work = _Work(lake, snapshot, engine, settings.keep_days, dry_run)
        told = [work.on(name) for name in tables() if snapshot.pinned[name]]
        counted = {key: sum(getattr(one, key) for one in told) for key in _COMPACTED.names[2:]}
        if any(counted.values()) and not dry_run:
            lake.append("run", run.row(inputs=snapshot.versions(), counted=counted))
            note_ids(lake, engine)
    return pa.Table.from_pylist([asdict(one) for one in told], schema=_COMPACTED)


def tend(lake: Lake, settings: Settings) -> pa.Table | TrackerError:
    """As `compact` for who has done what he came for: a fault is returned, and the next run's matter."""
    try:
        return compact(lake, settings)
    except (LakeError, MachineError, IntegrityError) as fault:
        return fault


@dataclass(frozen=True)
class _Work:
    """What one table after the other is compacted with; `engine` has `gone`."""

    lake: Lake
    snapshot: Snapshot
    engine: DuckDB
    keep_days: int
    dry_run: bool

    def on(self, name: str) -> Compacted:
        """One table, group by group: a commit each, so that a run that is killed loses one group's work."""
        named = self.snapshot.named(name)
        try:
            groups = self._plan(name, named)
            for group in [] if self.dry_run else groups:
                self._merge(name, named, group)
        except (duckdb.Error, pa.ArrowException) as fault:
            if isinstance(fault, duckdb.OutOfMemoryException):
                raise refusal(fault) or fault from fault
            found, where = f"cannot be read: {first_line(fault)}", self.lake.path / name
            raise IntegrityError(found, where=where, todo=_WHICH) from fault
        deleted, freed = self._clear(name, changed=bool(groups))
        return Compacted(
            name,
            named.num_rows,
            sum(group["merged"] for group in groups),
            sum(group["kept"] > 0 for group in groups),
            sum(group["doomed"] for group in groups),
            deleted,
            freed,
        )

    def _plan(self, name: str, named: pa.Table) -> list[dict[str, Any]]:
        """The groups of files that become one each, as plan.sql has them."""
        any_gone = self.engine.rows(_ANY_GONE).num_rows > 0
        if named.num_rows <= _PLAN.values()["handful"] and not any_gone:
            return []  # on most nights that is all there is to it
        mixed = named.filter(pc.is_null(named["source"]))["file"].to_pylist()
        self.engine.register("named", named)
        self.engine.register("doomed", _NONE_DOOMED)
        if mixed and name in WITH_SOURCE and any_gone:
            self.engine.keep("doomed", _DOOMED, {"mixed": [as_pattern(file) for file in mixed]})
        groups: list[dict[str, Any]] = self.engine.rows(_PLAN).to_pylist()
        return groups

    def _merge(self, name: str, named: pa.Table, group: dict[str, Any]) -> None:
        """Writes a group's files as one and commits that in their place."""
        self.snapshot.show_files(self.engine, name, group["files"], "part")
        rows = self.engine.stream(_REST if group["doomed"] else _ALL)
        counted = _counted(rows, group["kept"], self.lake.path / name / group["place"])
        files = named.filter(pc.is_in(named["file"], pa.array(group["files"])))
        self.lake.rewrite(name, files, counted, group["source"])

    def _clear(self, name: str, *, changed: bool) -> tuple[int, int]:
        """Takes what no version of `keep_days` names off the disk; how many files, and their bytes."""
        try:
            latest = self.lake.latest(name)
            if not (stored := latest.pinned[name]):
                return 0, 0
            if not self.dry_run and (changed or is_long(stored)):
                sum_up(stored)
            if changed and not self.dry_run:
                stored.cleanup_metadata()  # what the log said before its own window
            if not beside(self.lake.path / name, latest.named(name)):
                return 0, 0
            old = vacuum(stored, self.keep_days, dry_run=True)
            freed = sum(size_of(self.lake.path / name / unquote(file)) for file in old)
            if old and not self.dry_run:
                vacuum(stored, self.keep_days)
        except (DeltaError, OSError) as fault:
            raise LakeError(
                f"table {name} cannot be cleared: {fault}", where=self.lake.path
            ) from fault
        return len(old), freed


def _counted(
    rows: Iterable[pa.RecordBatch], expected: int, where: Path
) -> Iterator[pa.RecordBatch]:
    """The rows; IntegrityError where they are not as many as the log says, so that nothing is committed."""
    found = 0
    try:
        for batch in rows:
            found += batch.num_rows
            yield batch
    except (OSError, pa.ArrowException) as fault:
        raise IntegrityError(f"cannot be read: {fault}", where=where, todo=_WHICH) from fault
    if found != expected:
        raise IntegrityError(
            f"{found} rows in files whose log says {expected}",
            where=where,
            todo=_WHICH,
        )


_WHICH = "`tracker lake check --deep` names the file"
_ANY_GONE = Statement("any_gone", "from gone limit 1")
_NONE_DOOMED = pa.table({"file": pa.array([], pa.string()), "doomed": pa.array([], pa.int64())})
