"""The log files of a folder: which they are, and how each was when it was found."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tracker.errors import InputError, SettingsError
from tracker.settings import Settings

# As programs name a file while it is uploaded or edited; whatever hides behind a dot is none either.
_UNFINISHED = (".part", ".partial", ".filepart", ".tmp", ".temp", ".crdownload", "~")


@dataclass
class Found:
    """What lies in a folder, in the order of the paths: logs, and what is ignored because it is none."""

    files: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    faults: list[InputError] = field(default_factory=list)  # folders that cannot be looked into


@dataclass(frozen=True)
class Entry:
    """A file of an inbox as it was found; `stamp` is None where it is a link, or gone."""

    shown: str
    inbox: str
    stamp: tuple[int, ...] | None


def files_in(folder: str, settings: Settings) -> Found:
    """The files in a folder and all folders below; not those that hold what is done with."""
    found, done = Found(), [*_done_below(Path(folder), settings)]
    for path in sorted(_walk(folder, done, found.faults)):
        is_left = _is_ignored(path, Path(path).relative_to(folder), settings)
        (found.ignored if is_left else found.files).append(path)
    return found


def opened(inboxes: Iterable[str], settings: Settings) -> tuple[list[Entry], Found]:
    """The files of inboxes as they are now, and all that was found; an inbox that is none is a file."""
    every: list[Entry] = []
    whole = Found()
    for inbox in inboxes:
        if not Path(inbox).is_dir():
            every.append(Entry(inbox, inbox, None))  # whoever reads it tells what is wrong
            continue
        found = files_in(inbox, settings)
        every += [Entry(shown, inbox, stamp(shown)) for shown in found.files]
        whole.ignored += found.ignored
        whole.faults += found.faults
    return every, whole


def stamp(shown: str) -> tuple[int, ...] | None:
    """What differs as soon as a file is written to or replaced."""
    try:
        told = os.lstat(shown)
    except OSError:
        return None
    regular = stat.S_ISREG(told.st_mode)
    return (told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns) if regular else None


def refuse_inbox(inbox: str, settings: Settings) -> None:
    """Raises SettingsError where what is done with would be found again."""
    for source in settings.sources:
        if source.done_to and Path(inbox).resolve().is_relative_to(Path(source.done_to).resolve()):
            raise SettingsError(
                f"[[source]] {source.path!r}: done_to = {source.done_to!r}",
                where=inbox,
                expected="a folder beside or in the inbox, not one that the inbox lies in",
            )


def _done_below(folder: Path, settings: Settings) -> Iterator[Path]:
    """The folders below this one that files are moved to, as walking comes upon them."""
    whole = folder.resolve()
    for source in settings.sources:
        if source.done_to:
            to = Path(source.done_to).resolve()
            if to != whole and to.is_relative_to(whole):
                yield folder / to.relative_to(whole)


def _walk(folder: str, done: list[Path], faults: list[InputError]) -> Iterator[str]:
    """The paths of all files, links to files among them; links to folders are not followed."""

    def told(fault: OSError) -> None:
        reason = fault.strerror or str(fault)
        faults.append(InputError(f"cannot be looked into: {reason}", where=fault.filename))

    for inside, below, names in os.walk(folder, onerror=told):
        below[:] = [name for name in below if Path(inside, name) not in done]
        yield from (str(path) for name in names if (path := Path(inside, name)).is_file())


def _is_ignored(shown: str, below: Path, settings: Settings) -> bool:
    """What a `[[source]]` says; without a word, what is hidden or bears the name of no whole file."""
    source = settings.source_of(shown)
    if source and source.ignore is not None:
        return source.ignore
    hidden = any(part.startswith(".") for part in below.parts)
    return hidden or below.name.lower().endswith(_UNFINISHED)
