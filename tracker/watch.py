"""What is told of a night while it goes on, to whoever wants to show it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.taken import Taken


class Watch:
    """Hears how a run goes on and makes nothing of it; a watch that does replaces what it wants."""

    def begun(self, paths: Sequence[str]) -> None:
        """The files that are going to be looked at, in this order."""

    def read(self, shown: str, done: int, lines: int) -> None:
        """So many of a file's lines have come in; told by the thread that reads."""

    def taken(self, one: Taken) -> None:
        """What became of a file; told of what is ignored or cannot be looked into as well."""

    def judging(self, nights: Sequence[dt.date]) -> None:
        """The nights that are going to be judged."""
