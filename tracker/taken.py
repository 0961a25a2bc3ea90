"""What became of one log file on its way into the lake."""

from __future__ import annotations

from dataclasses import dataclass, field

from tracker.errors import TrackerError
from tracker.records import Tally


@dataclass(frozen=True)
class Taken:
    """What became of one file: `done`, `known` from before, `empty` so far, or `refused` with its fault.

    What was found in a folder and is no log, or none yet, is `ignored`. Of one that has grown
    `lines_before` were read before; `waiting` are the bytes of a last line, or block, that has no
    end yet.
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
    fault: TrackerError | None = None
