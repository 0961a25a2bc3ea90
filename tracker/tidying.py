"""What becomes of the files of an inbox when their night is judged: left, moved, or deleted.

Nothing is touched that is not wholly in the lake, that has changed since it was found, or that
somebody still writes to; and no other file is ever written over.
"""

from __future__ import annotations

import errno
import fcntl
import filecmp
import shutil
import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.durable import settle
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.errors import InputError, TrackerError
from tracker.inbox import Entry, stamp
from tracker.lake import Lake
from tracker.settings import Settings, Source

if TYPE_CHECKING:
    from tracker.taken import Taken

_SPOILT = read_statement(Path(__file__).with_name("spoilt.sql"))


@dataclass
class Tidied:
    """How many files were `moved`, `deleted`, or `kept` though the settings want them gone; what failed."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[TrackerError] = field(default_factory=list)


def tidy(lake: Lake, found: Iterable[Entry], taken: Iterable[Taken], settings: Settings) -> Tidied:
    """Does with each file of an inbox what its `[[source]]` says; call it when nights are judged."""
    done = Tidied()
    if not (wanted := [*_wanted(found, settings)]):
        return done
    whole = wholly_in(lake, taken, settings)
    for entry, source in wanted:
        if entry.shown not in whole or not _is_settled(entry):
            done.counts["kept"] += 1
            continue
        try:
            _put_away(entry, source)
            done.counts[source.done] += 1
        except OSError as fault:
            found_out = f"is in the lake and cannot be {source.done}: {fault.strerror or fault}"
            done.faults.append(InputError(found_out, where=entry.shown, todo=_TODO))
    return done


_TODO = (
    "see to it that its folder and the one it goes to can be written to; the next run tries again"
)


def wholly_in(lake: Lake, taken: Iterable[Taken], settings: Settings) -> set[str]:
    """The files of which every line is in the lake, and not too many of them as rejects."""
    with DuckDB() as engine:
        lake.pin(["source"]).done(engine)
        told = engine.rows(_SPOILT, {"max_rejects": settings.max_rejects})
    spoilt = set(told["source"].to_pylist())
    return {
        one.shown
        for one in taken
        if one.state in ("done", "known")
        and not (one.waiting or one.is_cut or one.source in spoilt)
    }


def _wanted(found: Iterable[Entry], settings: Settings) -> Iterator[tuple[Entry, Source]]:
    """The files that are not simply left, each with the `[[source]]` that says so."""
    for entry in found:
        source = settings.source_of(entry.shown)
        if source and source.done != "left":
            yield entry, source


def _is_settled(entry: Entry) -> bool:
    """Whether a file is as it was when it was found, and nobody has it open to write on."""
    return (
        entry.stamp is not None
        and entry.stamp == stamp(entry.shown)
        and not _is_written_to(Path(entry.shown))
    )


def _is_written_to(path: Path) -> bool:
    """Whether somebody has the file open for writing, as far as the system tells its owner.

    A lease to read is granted where nobody has (fcntl(2), F_SETLEASE); some file systems know none.
    """
    if not hasattr(fcntl, "F_SETLEASE"):
        return False
    try:
        with path.open("rb") as file:
            # Whoever opens the file in between has us signalled; by this one nobody is killed.
            fcntl.fcntl(file, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as fault:
        return fault.errno == errno.EAGAIN
    return False


def _put_away(entry: Entry, source: Source) -> None:
    path = Path(entry.shown)
    if source.done == "deleted":
        path.unlink()
    else:
        _move(path, Path(str(source.done_to)) / path.relative_to(entry.inbox))


def _move(path: Path, target: Path) -> None:
    """Moves a file, to a name with a number where another file has the name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    place = _reserved(path, target)
    if place is None:
        path.unlink()
        return
    try:
        _carry(path, place)
    except BaseException:
        place.unlink(missing_ok=True)  # nothing but the name has been taken, or a copy made
        raise


def _reserved(path: Path, target: Path) -> Path | None:
    """A name that is ours from here on; None where the file lies there already, copied by a run that died."""
    for number in count():
        place = target.with_name(f"{target.name}.{number}") if number else target
        try:
            place.touch(exist_ok=False)
        except FileExistsError:
            if filecmp.cmp(path, place, shallow=False):
                return None
        else:
            return place
    raise AssertionError  # numbers do not end


def _carry(path: Path, place: Path) -> None:
    """Moves a file over a name; to another file system by a copy that is safe on disk first."""
    try:
        path.replace(place)
    except OSError as fault:
        if fault.errno != errno.EXDEV:
            raise
        part = place.with_name(f".{place.name}.part")
        try:
            shutil.copy2(path, part)
            settle([part])
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
        settle([place.parent])
        path.unlink()
