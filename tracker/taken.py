"""What became of one file that was handed over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from tracker.errors import NothingYet, TrackerError
from tracker.logfile import LogFile
from tracker.tally import Tally


@dataclass(frozen=True)
class Taken:
    """What became of one file: `done`, `known` from before, `empty` so far, or `refused` with its fault.

    What was found in a folder and is no log, or none yet, is `ignored`. Of one that has grown
    `lines_before` were read before; `waiting` are the bytes of a last line, or block, that has no
    end yet. It took the place of the sources `instead_of`.
    """

    shown: str
    state: str
    source: str | None = None
    format: str | None = None
    lines: int = 0
    tally: Tally = field(default_factory=Tally)
    lines_before: int = 0
    waiting: int = 0
    is_cut: bool = False  # a packed file that breaks off
    instead_of: tuple[str, ...] = ()
    fault: TrackerError | None = None


def known(log: LogFile, source: str) -> Taken:
    """A file whose rows the lake has, under this source."""
    return Taken(*(log.found.shown, "known", source, log.format or None), **_of(log))


def done(log: LogFile, tally: Tally) -> Taken:
    """A file that has come in."""
    told = Taken(*(log.found.shown, "done", log.source, log.format), **_of(log))
    return replace(told, tally=tally, instead_of=log.instead_of)


def _of(log: LogFile) -> dict[str, Any]:
    found = log.found
    told = {"lines_before": found.begin.lines, "waiting": found.waiting, "is_cut": found.is_cut}
    return told | {"lines": log.lines}


def turned_away(shown: str, fault: TrackerError) -> Taken:
    """A file with nothing to read so far, or refused."""
    if isinstance(fault, NothingYet):
        return Taken(shown, "empty", waiting=fault.waiting)
    return Taken(shown, "refused", fault=fault)
