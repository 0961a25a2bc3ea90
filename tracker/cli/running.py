"""How a run that nobody watches goes and ends: what is said of it, what stays of it in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.options import resource_options
from tracker.cli.saying import Log
from tracker.errors import TrackerError

if TYPE_CHECKING:
    from tracker.night import Judged
    from tracker.taken import Taken

_FAULT_OF_OURS, _INTERRUPTED = 1, 130


@dataclass
class Course:
    """What is known of a run up to now, however it ends."""

    command: str
    log: Log = field(default_factory=Log)
    began_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    ended_at: datetime | None = None
    taken: list[Taken] = field(default_factory=list)
    judged: Judged | None = None
    code: int = 0

    @property
    def seconds(self) -> float:
        return ((self.ended_at or datetime.now(UTC)) - self.began_at).total_seconds()

    def files(self) -> Counter[str]:
        """How many files are in which state."""
        return Counter(one.state for one in self.taken)

    def rows(self) -> Counter[str]:
        """How many rows came into which table."""
        return sum((+one.tally.rows for one in self.new()), Counter[str]())

    def rejected(self) -> Counter[str]:
        """How many records were rejected for which reason."""
        return sum((+one.tally.rejected for one in self.new()), Counter[str]())

    def lines(self) -> int:
        return sum(one.lines for one in self.new())

    def new(self) -> list[Taken]:
        return [one for one in self.taken if one.state == "done"]

    def flagged(self) -> int:
        from tracker.report.verdicts import FLAGGED

        return sum(self.judged.verdicts[one] for one in FLAGGED) if self.judged else 0


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--log-format, --memory and --spill; the command gets its `course` and fills it in.

    Whatever ends the command, a last line counts what came of it.
    """

    @wraps(command)
    def run(*args: Any, log_format: str, **values: Any) -> int:
        course = Course(command.__name__, Log(as_json=log_format == "json"))
        course.log.install()
        return _go(course, lambda: command(*args, course=course, **values))

    return click.option(
        "--log-format",
        type=click.Choice(("text", "json")),
        default="text",
        envvar="TRACKER_LOG_FORMAT",
        show_envvar=True,
        help="How stderr is written: for people, or an object a line.",
    )(resource_options(run))


def _go(course: Course, work: Callable[[], int | None]) -> int:
    """Does the work and tells how it ended; faults of others than ours go on to whoever catches them."""
    try:
        course.code = work() or 0
    except TrackerError as fault:
        course.code = fault.exit_code
        for line in str(fault).split("\n"):
            course.log.say(f"tracker: {line}", "fault", "error", {"exit_code": fault.exit_code})
    except BaseException as fault:
        course.code = _code_of(fault)
        _close(course)
        raise
    _close(course)
    return course.code


def _code_of(fault: BaseException) -> int:
    if isinstance(fault, KeyboardInterrupt | click.Abort):
        return _INTERRUPTED
    if isinstance(fault, BrokenPipeError):
        return 0  # whoever read has enough
    return int(getattr(fault, "exit_code", _FAULT_OF_OURS))


def _close(course: Course) -> None:
    course.ended_at = datetime.now(UTC)
    _tell_end(course)


def _tell_end(course: Course) -> None:
    """The counts: in text a line for the files and one for the nights, in JSON one event."""
    from tracker.cli.counted import count_files, count_judged

    lines = [count_files(course.taken)] if course.command in ("ingest", "nightly") else []
    lines += [count_judged(course.judged)] if course.judged else []
    if course.code:
        lines[-1:] = [f"{told}; exit code {course.code}" for told in lines[-1:]]
    if not course.log.as_json:
        for line in lines:
            course.log.say(line)
        return
    told = "; ".join(lines) or f"{course.command} ended with exit code {course.code}"
    course.log.say(told, "ended", "error" if course.code else "info", _numbers(course))


def _numbers(course: Course) -> dict[str, object]:
    told: dict[str, object] = {
        "command": course.command,
        "exit_code": course.code,
        "seconds": round(course.seconds, 3),
        "files": course.files(),
        "lines": course.lines(),
        "rows": course.rows(),
        "rejected": course.rejected(),
    }
    if course.judged:
        told["nights"] = [str(night) for night in course.judged.nights]
        told["sessions"] = dict(sorted(course.judged.verdicts.items()))
        told["flagged"] = course.flagged()
    return told
