"""How a run that nobody watches goes and ends: what is said of it, what stays of it in numbers."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from tracker.cli.course import Course
from tracker.cli.options import setup_option, type_path
from tracker.cli.saying import Log
from tracker.errors import TrackerError

_FAULT_OF_OURS, _INTERRUPTED = 1, 130


def run_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--log-format, --metrics, --memory, --spill; the command gets its `course` and fills it in.

    Whatever ends the command, a last line counts what came of it, and numbers of it are kept.
    """

    @wraps(command)
    def run(*args: Any, log_format: str, metrics: Path | None, **values: Any) -> int:
        course = Course(command.__name__, Log(as_json=log_format == "json"))
        course.log.install()
        return _go(course, metrics, lambda: command(*args, course=course, **values))

    told = click.option(
        "--metrics",
        type=type_path,
        metavar="FILE",
        envvar="TRACKER_METRICS",
        show_envvar=True,
        help="Write what the run came to in Prometheus' text format, also if it fails.",
    )(resource_options(run))
    return click.option(
        "--log-format",
        type=click.Choice(("text", "json")),
        default="text",
        envvar="TRACKER_LOG_FORMAT",
        show_envvar=True,
        help="How stderr is written: for people, or an object a line.",
    )(told)


def resource_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--memory and --spill, put into the setup."""
    for name, kind, metavar, said in _RESOURCES:
        command = setup_option(name, said, kind=kind, metavar=metavar)(command)
    return command


_RESOURCES = (
    ("spill", type_path, "DIR", "Where to lay what memory cannot hold; the system's if not said."),
    ("memory", str, "SIZE", "The engine's limit, such as 2GB; beyond it, it spills."),
)


def _go(course: Course, metrics: Path | None, work: Callable[[], int | None]) -> int:
    """Does the work and tells how it ended; faults of others than ours go on to whoever catches them."""
    try:
        with _interruptible():
            course.code = work() or 0
    except TrackerError as fault:
        course.code = fault.exit_code
        for line in str(fault).split("\n"):
            course.log.say(f"tracker: {line}", "fault", "error", {"exit_code": fault.exit_code})
    except BaseException as fault:
        course.code = _code_of(fault)
        _close(course, metrics)
        raise
    _close(course, metrics)
    return course.code


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ends as by an interrupt what a scheduler ends: what was laid aside goes, and somebody hears of it."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _code_of(fault: BaseException) -> int:
    if isinstance(fault, BrokenPipeError):
        return 0  # whoever read has enough
    from tracker.engine.machine import is_interrupt, refusal

    if isinstance(fault, click.Abort) or is_interrupt(fault):
        return _INTERRUPTED
    return int(getattr(refusal(fault) or fault, "exit_code", _FAULT_OF_OURS))


def _close(course: Course, metrics: Path | None) -> None:
    """Keeps the numbers, tells the counts, and calls whoever is to hear of a night that failed."""
    course.ended_at = datetime.now(UTC)
    if metrics and not course.dry:
        from tracker.cli.metrics import write_metrics

        try:
            write_metrics(metrics, course)
        except TrackerError as fault:
            course.log.say(f"tracker: {fault}", "fault", "error", {"exit_code": fault.exit_code})
            course.code = course.code or fault.exit_code
    _tell_end(course)
    if course.code and course.command == "nightly" and not course.dry:
        _raise_alarm(course)


def _raise_alarm(course: Course) -> None:
    from tracker.cli.alarm import call

    setup = click.get_current_context().obj
    with suppress(TrackerError):  # settings that cannot be read have been told, and name nobody
        if command := setup.settings().on_failure:
            call(command, course, setup.lake)


def _tell_end(course: Course) -> None:
    """The counts: in text a line for the files and one for the nights, in JSON one event."""
    from tracker.cli.counted import count_files, count_judged

    has_files = course.command in ("ingest", "nightly") and not course.dry
    lines = [count_files(course.taken)] if has_files else []
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
