"""A progress bar on a terminal, and nothing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


@contextmanager
def watched() -> Iterator[Callable[[str, int, int], None] | None]:
    """What is to be told of each file's progress in lines: done, and in all."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TimeRemainingColumn

    columns = (*Progress.get_default_columns()[:2], MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bars(bars).told


class _Bars:
    def __init__(self, bars: Progress) -> None:
        self.bars = bars
        self.tasks: dict[str, TaskID] = {}

    def told(self, shown: str, done: int, total: int) -> None:
        from tracker.cli.cells import printable

        if shown not in self.tasks:
            self.tasks[shown] = self.bars.add_task(printable(shown), total=total)
        self.bars.update(self.tasks[shown], completed=done)
