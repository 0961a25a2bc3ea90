"""What became of one file that was handed over."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.errors import NothingYet, TrackerError
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


def turned_away(shown: str, fault: TrackerError) -> Taken:
    """A file with nothing to read so far, or refused."""
    if isinstance(fault, NothingYet):
        return Taken(shown, "empty", waiting=fault.waiting)
    return Taken(shown, "refused", fault=fault)
