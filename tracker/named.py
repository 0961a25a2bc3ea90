"""The files that a Delta table's log names, and what becomes of those that it names no longer."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyarrow as pa
from deltalake import DeltaTable
from deltalake.transaction import RemoveAction

from tracker.durable import SUMMED_UP, lasting

_MANY_COMMITS = 20  # they take as long to read as a checkpoint of a year of nights
_NAMED = pa.schema(
    [(name, pa.string()) for name in ("path", "partition", "source")]
    + [(name, pa.int64()) for name in ("size", "rows", "written_ms")]
)


def named_files(pinned: DeltaTable | None, partition: str | None) -> pa.Table:
    """What the log says of each file, in the order in which they were written.

    path below the table's folder, partition (its text), the source that all its rows are of, size in
    bytes, rows, written_ms. Null where a file is of several sources, or where something is not told.
    Python goes over the files, which are few: whoever reads a lake comes by here, and Arrow's
    functions take longer to import than all the rest.
    """
    told = {} if pinned is None else pa.table(pinned.get_add_actions(flatten=True)).to_pydict()
    unknown = [None] * len(told.get("path", ()))
    bounds = (told.get(f"{end}.source", unknown) for end in ("min", "max"))
    found = {
        "path": told.get("path", unknown),
        "partition": _texts(told.get(f"partition.{partition}", unknown)),
        "source": [least if least == most else None for least, most in zip(*bounds, strict=True)],
        "size": told.get("size_bytes", unknown),
        "rows": told.get("num_records", unknown),
        "written_ms": told.get("modification_time", unknown),
    }
    rows = sorted(zip(*found.values(), strict=True), key=lambda row: (row[-1], row[0]))
    columns = zip(*rows, strict=True) if rows else ([] for _ in found)
    return pa.table(dict(zip(found, columns, strict=True)), _NAMED)


def removals(files: pa.Table, partition: str | None) -> list[RemoveAction]:
    """What a commit says to name these files no longer; they themselves stay for who has pinned them."""
    at = time.time_ns() // 1_000_000
    return [
        RemoveAction(
            file["path"],
            data_change=False,
            deletion_timestamp=at,
            size=file["size"],
            partition_values={partition: file["partition"]} if partition else {},
        )
        for file in files.to_pylist()
    ]


def is_long(stored: DeltaTable) -> bool:
    """Whether whoever opens the table reads many commits, one file each, after the last checkpoint."""
    log = Path(unquote(urlsplit(stored.table_uri).path)) / "_delta_log"
    summed_up = (int(path.name.split(".")[0]) for path in log.glob(f"{'[0-9]' * 20}{SUMMED_UP}"))
    return stored.version() - max(summed_up, default=-1) > _MANY_COMMITS


def sum_up(stored: DeltaTable) -> None:
    """Makes the log readable from here on in one piece."""
    with lasting(stored):
        stored.create_checkpoint()


def vacuum(stored: DeltaTable, days: int, *, dry_run: bool = False) -> list[str]:
    """The files that no version of so many days names, taken off the disk unless it is a `dry_run`.

    Kept is what a version named when these days began, for a log keeps a week of removals alone;
    and whatever was written since, which a commit under way may be about to name.
    """
    swept = partial(
        stored.vacuum,
        retention_hours=24 * days,
        enforce_retention_duration=False,  # Delta has a window of its own
        full=True,  # also what killed runs left, which no version ever named
    )
    if not swept():
        return []
    began = DeltaTable(stored.table_uri)
    began.load_as_version(datetime.now(UTC) - timedelta(days=days))
    with lasting(stored):
        return swept(keep_versions=[began.version()], dry_run=dry_run)


def beside(root: Path, named: pa.Table) -> list[Path]:
    """The files below a table's folder that are not among these: of other versions, or of none."""
    known = {unquote(path) for path in named["path"].to_pylist()}
    return [
        file
        for file in root.rglob("*.parquet")
        if "_delta_log" not in file.parts and file.relative_to(root).as_posix() not in known
    ]


def size_of(file: Path) -> int:
    """Bytes on the disk; 0 where a file has gone meanwhile."""
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0


def _texts(values: Iterable[object]) -> list[str | None]:
    return [None if value is None else str(value) for value in values]
