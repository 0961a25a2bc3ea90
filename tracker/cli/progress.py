"""How far a run has come: bars on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.counted import tell_file
from tracker.cli.saying import Log
from tracker.watch import Watch

if TYPE_CHECKING:
    import datetime as dt

    from rich.progress import Progress

    from tracker.cli.course import Course
    from tracker.taken import Taken

_EVERY = 30.0  # seconds
_MINUTE, _HOUR = 60, 3600
_SIZES = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "bytes"))


@contextmanager
def watched(course: Course, max_rejects: float) -> Iterator[Watch]:
    """What is to be told of the files; each that is in gets its line, and the course knows of it."""
    if course.log.as_json or not sys.stderr.isatty():
        yield Lines(course, max_rejects)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    columns = BarColumn(), TextColumn("{task.description}", markup=False)
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
            yield Bars(course, bars)
    finally:  # the lines of the files come when the bars are gone: they would tear them
        for one in course.taken:
            tell_file(course.log, one, max_rejects)


@dataclass
class Pace:
    """How many files, bytes and lines are in, and how long the rest will take at that pace."""

    clock: Callable[[], float] = time.monotonic
    sizes: dict[str, int] = field(default_factory=dict)
    in_all: int = 0  # bytes
    files: int = 0
    bytes: float = 0.0
    lines: int = 0
    reading: tuple[int, float] = (0, 0.0)  # lines and bytes of the file that is being read
    began: float = 0.0

    def begun(self, paths: Sequence[str]) -> None:
        self.sizes = {path: _size(path) for path in paths}
        self.in_all = sum(self.sizes.values())
        self.began = self.clock()

    def read(self, shown: str, done: int, lines: int) -> None:
        self.reading = done, self.sizes.get(shown, 0) * done / max(lines, 1)

    def taken(self, shown: str) -> None:
        if shown in self.sizes:
            self.files += 1
            self.bytes += self.sizes[shown]
            self.lines += self.reading[0]
        self.reading = 0, 0.0

    def numbers(self) -> dict[str, int]:
        """Files and bytes, done and in all, lines a second, and seconds left if that can be said."""
        bytes_done = self.bytes + self.reading[1]
        passed = self.clock() - self.began
        told = {
            "files_done": self.files,
            "files": len(self.sizes),
            "bytes_done": round(bytes_done),
            "bytes": self.in_all,
            "lines_per_second": round((self.lines + self.reading[0]) / passed) if passed > 0 else 0,
        }
        if bytes_done and passed > 0:
            told["seconds_left"] = round((self.in_all - bytes_done) * passed / bytes_done)
        return told

    def told(self) -> str:
        """The same for people: 12 of 40 files, 3.1 of 15.2 GB, 410,000 lines/s, 31 min left."""
        now = self.numbers()
        unit, name = next((one for one in _SIZES if now["bytes"] >= one[0]), _SIZES[-1])
        digits = 0 if unit == 1 else 1
        parts = [
            f"{now['files_done']} of {now['files']} files",
            f"{now['bytes_done'] / unit:.{digits}f} of {now['bytes'] / unit:.{digits}f} {name}",
            f"{now['lines_per_second']:,} lines/s",
        ]
        if "seconds_left" in now:
            parts.append(f"{_span(now['seconds_left'])} left")
        return ", ".join(parts)


class Lines(Watch):
    """Each file as it is in, and how far the run has come every half minute."""

    def __init__(
        self, course: Course, max_rejects: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.course, self.max_rejects = course, max_rejects
        self.clock, self.pace = clock, Pace(clock)
        self.told_at = clock()

    def begun(self, paths: Sequence[str]) -> None:
        self.pace.begun(paths)

    def read(self, shown: str, done: int, lines: int) -> None:
        self.pace.read(shown, done, lines)
        self._tell()

    def taken(self, one: Taken) -> None:
        self.course.taken.append(one)
        tell_file(self.course.log, one, self.max_rejects)
        self.pace.taken(one.shown)
        self._tell()

    def judging(self, nights: Sequence[dt.date]) -> None:
        _tell_nights(self.course.log, nights)

    def _tell(self) -> None:
        if self.clock() - self.told_at >= _EVERY:
            self.told_at = self.clock()
            self.course.log.say(
                f"tracker: {self.pace.told()}", "progress", fields=self.pace.numbers()
            )


class Bars(Watch):
    """A bar for all files, and below it the name of the one that is being read."""

    def __init__(self, course: Course, bars: Progress) -> None:
        self.course, self.bars, self.pace = course, bars, Pace()
        self.whole = bars.add_task("", total=None)
        self.file = bars.add_task("", total=None, visible=False)

    def begun(self, paths: Sequence[str]) -> None:
        self.pace.begun(paths)
        self.bars.update(self.whole, total=self.pace.in_all)

    def read(self, shown: str, done: int, lines: int) -> None:
        from tracker.printable import printable

        self.pace.read(shown, done, lines)
        named = printable(shown).replace("\n", "\\n")
        self.bars.update(self.file, description=named, completed=done, total=lines, visible=True)
        self._draw()

    def taken(self, one: Taken) -> None:
        self.course.taken.append(one)
        self.pace.taken(one.shown)
        self.bars.update(self.file, visible=False)
        self._draw()

    def judging(self, nights: Sequence[dt.date]) -> None:
        self.bars.update(self.whole, description=f"judging {len(nights)} nights", total=None)

    def _draw(self) -> None:
        done = self.pace.numbers()["bytes_done"]
        self.bars.update(self.whole, description=self.pace.told(), completed=done)


def _tell_nights(log: Log, nights: Sequence[dt.date]) -> None:
    if log.as_json:
        told = {"nights": [str(one) for one in nights]}
        log.say(f"judging {len(nights)} nights", "judging", fields=told)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:
        return 0  # what is wrong with it is told by whoever reads it


def _span(seconds: int) -> str:
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return f"{round(seconds / _MINUTE)} min"
    hours, minutes = divmod(round(seconds / _MINUTE), 60)
    return f"{hours} h {minutes} min"
