"""The lake: one folder of Delta tables, its commits, and pinned reading.

Several tables hold one truth by this protocol: a source is begun, its data is appended, and the
row that says `done` makes it visible. A reader pins `source` first and the data tables after it,
and keeps rows whose source was done in the pinned version. Each append carries a Delta transaction
id, so that a rerun can ask a table whether that append is there (delta.io/protocol, transactions),
and the bounds of `source` in its files, so that a file of one source is read as a whole or not at
all (the same, per-file statistics); in any other file each row is asked.
"""

from __future__ import annotations

import fcntl
import json
import re
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import pyarrow as pa
from deltalake import (
    CommitProperties,
    DeltaTable,
    Schema,
    Transaction,
)
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from tracker.durable import ALL_KEPT, lasting, open_table, settle
from tracker.errors import BusyError, LakeError
from tracker.folding import Folding
from tracker.named import removals
from tracker.snapshot import LAYOUT, WITH_SOURCE, Snapshot
from tracker.tables import arrow_schema, table, tables

if TYPE_CHECKING:
    from tracker.parquet import Written

MARKER = "tracker-lake.toml"
_MARKER_PART = f".{MARKER}.part"
_CLAIMS = ".claims"
_LOOK_AGAIN = 0.2  # seconds until a lock that another run has is asked for again
_WAITS = (0.05, 0.2, 0.8, 2.0)  # seconds until a commit that came into conflict is tried again


@dataclass(frozen=True)
class Lake:
    """An open lake; `key_check` tells a wrong key before it does harm, `folding` other rules."""

    path: Path
    key_check: str
    folding: Folding = Folding()  # noqa: RUF009  # frozen
    layout: int = LAYOUT
    opened: dict[str, DeltaTable] = field(default_factory=dict, init=False, compare=False)

    def append(
        self, name: str, rows: pa.Table | Iterable[pa.RecordBatch], sources: Sequence[str] = ()
    ) -> None:
        """Appends rows in one commit; where all are of some `sources`, `written` can find it by each."""
        marks = [Transaction(app_id=source, version=1) for source in sources] or None
        properties = CommitProperties(app_transactions=marks)
        only = sources[0] if len(sources) == 1 else None
        mark = sources[0] if sources else None
        self._commit(name, rows, "append", source=only, mark=mark, properties=properties)

    def version(self, name: str) -> int | None:
        """The version of a table as it is now; None where nobody has written to it yet."""
        stored = self._latest(name)
        return stored.version() if stored else None

    def written(self, name: str, source: str) -> bool:
        """Whether the append of this source's rows is in the table."""
        try:
            stored = self._latest(name)
            return stored is not None and stored.transaction_version(source) is not None
        except DeltaError as fault:
            raise LakeError(f"table {name} cannot be read: {fault}", where=self.path) from fault

    def replace(self, name: str, rows: pa.Table, partitions: Iterable[str]) -> None:
        """Puts rows in the place of those in the partitions, in one commit; hold the lock."""
        places: list[tuple[str, str, Any]] = [(str(table(name).partition), "in", [*partitions])]
        self._commit(name, rows, "overwrite", places=places)

    def rewrite(
        self, name: str, files: pa.Table, rows: Iterable[pa.RecordBatch], source: str | None = None
    ) -> None:
        """Puts rows in the place of files of a snapshot's `named`, in one commit; hold the lock.

        Whoever appends meanwhile is no hindrance and not hindered; who has pinned the files reads on.
        """
        self._commit(
            name, rows, "append", source=source, gone=removals(files, table(name).partition)
        )

    def pin(self, names: Iterable[str] | None = None) -> Snapshot:
        """Tables as they are now; `source` first, so that no row is seen before it is done."""
        order = dict.fromkeys(["source", *(tables() if names is None else names)])
        return Snapshot({name: self._table(name) for name in order}, self.layout)

    def at(self, name: str, version: int) -> Snapshot | None:
        """One table as it was; None where that version is not kept any more."""
        try:
            before = Snapshot(
                {name: DeltaTable(str(self.path / name), version=version)}, self.layout
            )
            whole = all(Path(file).exists() for file in before.files())
        except DeltaError:
            return None
        return before if whole else None

    def latest(self, name: str) -> Snapshot:
        """One table as it is now."""
        return Snapshot({name: self._latest(name)}, self.layout)

    @contextmanager
    def lock(self, who: str, name: str = ".lock", patience: float = 0) -> Iterator[None]:
        """A lock of the lake, which dies with its holder; LakeError names who has it.

        Who has `patience` waits so many seconds for it.

        The one without a name is held by whoever replaces rows. A run that must be alone for longer
        has one of its own, so that others need not wait for it.
        """
        with self._lock_file(name) as handle:
            until = time.monotonic() + patience
            while not (is_ours := _locked(handle)) and time.monotonic() < until:
                time.sleep(_LOOK_AGAIN)
            if not is_ours:
                handle.seek(0)
                raise LakeError(
                    f"in use by {handle.read().strip() or 'another run'}",
                    where=self.path,
                    todo="wait until it has ended, then run this again",
                )
            handle.truncate(0)
            handle.write(who)
            handle.flush()
            yield

    @contextmanager
    def claim(self, sources: Iterable[str]) -> Iterator[None]:
        """Keeps other processes from bringing these sources in; BusyError where one does already.

        A claim is a byte of a file that is locked (POSIX.1, fcntl, record locks): it dies with its
        holder. One claim at a time, for a process that closes such a file loses all of it.
        """
        with self._lock_file(_CLAIMS) as handle:
            for place in sorted(int(source, 16) >> 2 for source in sources):
                try:
                    fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
                except OSError:
                    raise BusyError(
                        "another run is bringing it in",
                        todo="run this again when it has ended",
                    ) from None
            yield

    def _lock_file(self, name: str) -> TextIO:
        try:
            return (self.path / name).open("a+")
        except OSError as fault:
            raise LakeError(f"cannot be locked: {fault.strerror}", where=self.path) from None

    def _latest(self, name: str) -> DeltaTable | None:
        """A table as it is now; its log is read once, and after that only what is new in it."""
        if name in self.opened:
            self.opened[name].update_incremental()
        elif stored := self._table(name):
            self.opened[name] = stored
        return self.opened.get(name)

    def _table(self, name: str) -> DeltaTable | None:
        """A table; None where nobody has written to it yet in a lake that is older than it."""
        try:
            return open_table(self.path / name)
        except TableNotFoundError:
            if table(name).since > self.layout:
                return None
            raise LakeError(f"table {name} is missing", where=self.path) from None
        except (DeltaError, OSError) as fault:
            raise LakeError(f"table {name} cannot be read: {fault}", where=self.path) from fault

    def _fitted(self, name: str) -> DeltaTable:
        """A table for writing: in an older lake made, or given the columns that it lacks."""
        stored = self._latest(name)
        if stored is None:
            _create_table(self.path, name)
            settle([self.path])
            stored = self.opened[name] = DeltaTable(str(self.path / name))
        if any(column.since > self.layout for column in table(name).columns):
            with lasting(stored):
                _insist(stored, lambda: _widen(stored, name))
        return stored

    def _commit(
        self,
        name: str,
        rows: pa.Table | Iterable[pa.RecordBatch],
        mode: str,
        source: str | None = None,
        mark: str | None = None,
        properties: CommitProperties | None = None,
        places: list[tuple[str, str, Any]] | None = None,
        gone: list[RemoveAction] | None = None,
    ) -> None:
        """Writes rows as files and names them in one commit of the table, which drops what is `gone`."""
        from tracker.parquet import write_files  # start-up time: who reads writes no file

        batches = rows.to_batches() if isinstance(rows, pa.Table) else rows
        partition = table(name).partition
        try:
            stored = self._fitted(name)
            files = write_files(self.path / name, name, batches)
            _settle(self.path / name, files)
            added = [
                replace(_added(file, partition, source), data_change=not gone) for file in files
            ]
            commit = partial(
                stored.create_write_transaction,
                [*(gone or []), *added],
                mode=mode,
                schema=arrow_schema(name),
                partition_by=[partition] if partition else None,
                partition_filters=places,
                commit_properties=properties,
                post_commithook_properties=ALL_KEPT,
            )
            with lasting(stored):
                if mode == "append":
                    _insist(stored, commit, mark)
                else:  # what is replaced was chosen in the table as it was
                    commit()
        except (DeltaError, OSError) as fault:
            raise LakeError(f"commit to {name} failed: {fault}", where=self.path) from fault


def _locked(handle: TextIO) -> bool:
    """Whether nobody else has the lock."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


# Only a table's first columns may have bounds unless it says which do.
_BOUNDS = {"delta.dataSkippingStatsColumns": "source"}


def _insist(stored: DeltaTable, commit: Callable[[], object], mark: str | None = None) -> None:
    """Commits to a table; where another commit came between, again, to the table as it is then.

    The files that the commit names are there already. Raises CommitFailedError where it never gets
    through.
    """
    for wait in _WAITS:
        try:
            commit()
        except CommitFailedError:
            time.sleep(wait)
            stored.update_incremental()
            if mark is not None and stored.transaction_version(mark) is not None:
                return  # it got through all the same, and must not do so twice
        else:
            return
    commit()


def _settle(folder: Path, files: Sequence[Written]) -> None:
    """Waits until files of a table, and the names of their folders, are on the disk."""
    paths = [folder / file.path for file in files]
    settle([*paths, *(path.parent for path in paths), *([folder] if paths else [])])


def _widen(stored: DeltaTable, name: str) -> None:
    """Gives a table of an older lake the columns that it lacks."""
    known = {field.name for field in stored.schema().fields}
    wanted = Schema.from_arrow(arrow_schema(name)).fields
    if lacking := [field for field in wanted if field.name not in known]:
        stored.alter.add_columns(lacking)


def _added(file: Written, partition: str | None, source: str | None) -> AddAction:
    """What the table's log says of a file (delta.io/protocol, add file)."""
    stats: dict[str, object] = {"numRecords": file.rows}
    if source is not None:
        of = {"source": source}
        stats |= {"minValues": of, "maxValues": of, "nullCount": {"source": 0}}
    return AddAction(
        path=file.path,
        size=file.size,
        partition_values={partition: file.partition} if partition else {},
        modification_time=time.time_ns() // 1_000_000,
        data_change=True,
        stats=json.dumps(stats),
    )


def create_lake(path: Path, key_check: str, folding: Folding = Folding()) -> Lake:  # noqa: B008  # frozen
    """A new lake with every table empty. The marker comes last: without it there is no lake."""
    refuse_place(path)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise LakeError(f"cannot be made: {fault.strerror}", where=path) from None
    for name in tables():
        _create_table(path, name)
    marked = f'layout = {LAYOUT}\nkey_check = "{key_check}"\n{folding.declared()}'
    (path / _MARKER_PART).write_text(marked, encoding="utf-8")
    settle([path / _MARKER_PART])
    (path / _MARKER_PART).replace(path / MARKER)  # an empty one, of a killed run, would be no lake
    settle([path, path.parent])
    return Lake(path, key_check, folding)


def _create_table(path: Path, name: str) -> None:
    DeltaTable.create(
        str(path / name),
        schema=arrow_schema(name),
        partition_by=[part] if (part := table(name).partition) else None,
        mode="ignore",
        configuration=_BOUNDS if name in WITH_SOURCE else None,
    )
    settle([*(path / name / "_delta_log").glob("*"), path / name / "_delta_log", path / name])


def open_lake(path: Path) -> Lake:
    """The lake in a folder; LakeError where there is none, or one of a later layout."""
    try:
        marker = tomllib.loads((path / MARKER).read_text(encoding="utf-8"))
        layout, key_check = int(marker["layout"]), str(marker["key_check"])
        realms = tuple(map(str, marker.get("strip_realms", ())))
        folding = Folding(bool(marker.get("fold_case", True)), realms, one_spelling=layout > 1)
    except FileNotFoundError:
        raise LakeError(
            "not a lake",
            where=path,
            expected=f"a folder with {MARKER}",
            todo="make one with `tracker init`, or name the right one with --lake",
        ) from None
    except (OSError, KeyError, TypeError, ValueError) as fault:
        raise LakeError(f"{MARKER} cannot be read: {fault}", where=path) from None
    _refuse_unusable(path)
    if layout > LAYOUT:
        raise LakeError(
            f"layout {layout}", where=path, expected=f"at most {LAYOUT}", todo="use a newer tracker"
        )
    return Lake(path, key_check, folding, layout)


def refuse_place(path: Path) -> None:
    """Raises LakeError where no lake can be made: on a file, or among files that are none of its own."""
    _refuse_unusable(path)
    own = {*tables(), _MARKER_PART}
    foreign = path.exists() and (
        not path.is_dir() or any(entry.name not in own for entry in path.iterdir())
    )
    if foreign:
        raise LakeError(
            "not a lake",
            where=path,
            expected="a lake, an empty folder, or a name that is not taken",
        )


def _refuse_unusable(path: Path) -> None:
    """Raises LakeError where files would be sought elsewhere, or be read as having other columns.

    Delta Lake takes a folder for a URL, in which some signs mean something else or nothing; a folder
    called `night=2026-03-14` is taken for a partition of all that lies below it.
    """
    if found := re.search(r"[\[\]|^\\]|%[0-9A-Fa-f]{2}", str(path.absolute())):
        raise LakeError(f"a path with {found[0]!r}", where=path, expected="none of [ ] | ^ \\ %41")
    for part in (part for part in path.absolute().parts if "=" in part):
        if any(part.partition("=")[0] in one.names for one in tables().values()):
            raise LakeError(
                f"a path with {part!r}",
                where=path,
                expected="no folder that is called as a partition of a table is",
                todo="move the lake, or name another place",
            )


def is_lake(path: Path) -> bool:
    return (path / MARKER).is_file()
