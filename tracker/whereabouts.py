"""In which night a session lies, by its id: of each month one small file beside the tables.

Ids are digests, and lie in the file of a night by whose the session is: to find one, all files of
all nights would be opened. A file here has a row for each id of a month, in order: its first signs and
the day of its night, of the same number of bytes in each row, so that one is found by halves. Its name
tells which files of `session` it was made of: where a month has others by now it is not asked, and the
next run that judges makes it anew. It says nothing that the table does not say: without it, or where it
is broken, the same is found, more slowly.
"""

from __future__ import annotations

import datetime as dt
import os
from bisect import bisect_left
from collections.abc import Iterator
from hashlib import sha256
from itertools import groupby
from pathlib import Path

import duckdb
import pyarrow as pa

from tracker.durable import settle
from tracker.engine.duckdb import DuckDB
from tracker.engine.machine import is_interrupt
from tracker.engine.statement import read_statement
from tracker.lake import Lake
from tracker.snapshot import Snapshot

_FOLDER = ".ids"
_SIGNS = 12  # sixty bits: hardly ever are two sessions alike in them
_ROW = _SIGNS + len("2026-03-14")  # bytes
_BATCH = 100_000
AFTER = "\U0010ffff"  # comes after every text that goes on with another sign
_IDS, _NIGHTS = (read_statement(Path(__file__).with_name(f"{n}.sql")) for n in ("ids", "nights"))


def note_ids(lake: Lake, engine: DuckDB) -> None:
    """Makes the file of each month that has none of its nights as they are; hold the lake's lock.

    Where that cannot be done it is left to the next run: nothing is lost, and no night fails for it.
    """
    try:
        _note(lake.path / _FOLDER, lake.latest("session"), engine)
    except (OSError, duckdb.Error, pa.ArrowException) as fault:
        if is_interrupt(fault):
            raise


def _note(folder: Path, now: Snapshot, engine: DuckDB) -> None:
    folder.mkdir(exist_ok=True)
    wanted = dict(_months(folder, now))
    for file in folder.iterdir():
        if file not in wanted:  # of nights as they were, of months that are no more, or cut short
            file.unlink()
    for file, named in wanted.items():
        if not file.exists():
            now.show_files(engine, "session", [place for _, place, _ in named], "of_month")
            _write(engine, folder / "part", file)


def nights_of(lake: Lake, pinned: Snapshot, engine: DuckDB, begins: str) -> set[dt.date]:
    """The nights in which a session may lie whose id begins so, in capitals or small."""
    found: set[dt.date] = set()
    rows = b""
    for file, named in _months(lake.path / _FOLDER, pinned):
        try:
            rows += _begun(file, begins[:_SIGNS])
        except (OSError, ValueError):  # there is none, or it is broken: any night may have it
            found |= {dt.date.fromisoformat(night) for _, _, night in named}
    return found | _told(engine, rows)


def _begun(file: Path, begins: str) -> bytes:
    """A file's rows of ids that begin so, in capitals or small; ValueError where it has other rows."""
    rows = b""
    with file.open("rb", buffering=0) as noted:
        place = noted.fileno()
        count, more = divmod(os.fstat(place).st_size, _ROW)
        if more:
            raise ValueError
        ends = bounds(begins)
        for case in ("upper", "lower"):
            first, behind = (
                bisect_left(range(count), end, key=lambda row: os.pread(place, _SIGNS, row * _ROW))
                for end in (ends[case].encode(), ends[f"after_{case}"].encode())
            )
            rows += os.pread(place, (behind - first) * _ROW, first * _ROW)
    return rows


def _told(engine: DuckDB, rows: bytes) -> set[dt.date]:
    """The nights of rows; what is no day tells none."""
    laid = [None, pa.py_buffer(rows)]
    column = pa.FixedSizeBinaryArray.from_buffers(pa.binary(_ROW), len(rows) // _ROW, laid)
    engine.register("noted", pa.table({"row": column}))
    nights = engine.rows(_NIGHTS, {"signs": _SIGNS})["night"]
    return {night for night in nights.to_pylist() if night}


def bounds(begins: str) -> dict[str, str]:
    """Between what, in capitals and small, all ids lie that begin so."""
    ends = {"upper": begins.upper(), "lower": begins.lower()}
    return {**ends, **{f"after_{name}": text + AFTER for name, text in ends.items()}}


def _months(folder: Path, pinned: Snapshot) -> Iterator[tuple[Path, list[tuple[str, str, str]]]]:
    """Of each month the file of its ids, and those of its nights: path below the table, place, night."""
    named = pinned.named("session").select(["path", "file", "partition"]).to_pydict()
    rows = sorted((row for row in zip(*named.values(), strict=True) if row[2]), key=lambda r: r[2])
    for month, files in groupby(rows, key=lambda row: row[2][:7]):
        nights = list(files)
        told = sha256("\n".join(sorted(path for path, _, _ in nights)).encode()).hexdigest()
        yield folder / f"{month}-{told[:16]}.ids", nights


def _write(engine: DuckDB, part: Path, to: Path) -> None:
    """Writes the ids of `of_month`; a file has its name only when it is whole and on the disk."""
    with part.open("wb") as made:
        for batch in engine.stream(_IDS, {"signs": _SIGNS}, _BATCH):
            fixed = batch["row"].cast(pa.binary()).cast(pa.binary(_ROW))
            made.write(fixed.buffers()[1].slice(fixed.offset * _ROW, len(fixed) * _ROW))
    settle([part])
    part.replace(to)
    settle([to.parent])
