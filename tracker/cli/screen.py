"""The terminal that rows are shown on: how large it is, whether it has colours, and its pager."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Screen:
    """Signs in a line, lines, and whether colours are wanted."""

    width: int
    height: int
    colours: bool = False
    pages: bool = False  # whether a pager may be called


def screen(*, pages: bool = False) -> Screen | None:
    """The terminal that stdout is; None where it is a pipe or a file."""
    if not sys.stdout.isatty():
        return None
    size = shutil.get_terminal_size()
    plain = os.environ.get("TERM", "dumb") in ("", "dumb")
    colours = not plain and not os.environ.get("NO_COLOR")  # no-color.org: set and not empty
    return Screen(size.columns, size.lines, colours, pages and not plain)


def put_on(shown: Screen, told: bytes) -> None:
    """Writes to the terminal; by a pager where that is wanted and the screen is too small."""
    pager = _pager() if shown.pages and told.count(b"\n") >= shown.height else []
    if not pager or not _paged(pager, told):
        sys.stdout.buffer.write(told)
        sys.stdout.buffer.flush()


def _pager() -> list[str]:
    """The pager's words; none where the environment names none, or one that shows as it comes."""
    named = os.environ.get("TRACKER_PAGER", os.environ.get("PAGER"))
    words = _words(named) if named is not None else _first_found("less", "more")
    if not words or words == ["cat"]:
        return []
    # The colours are ours: all others were written out before.
    return [*words, "-R"] if Path(words[0]).name == "less" else words


def _words(told: str) -> list[str]:
    try:
        return shlex.split(told)
    except ValueError:  # a quote that does not end
        return []


def _first_found(*names: str) -> list[str]:
    return [name for name in names if shutil.which(name)][:1]


def _paged(pager: list[str], told: bytes) -> bool:
    """Whether the pager could be called."""
    # As git calls it: a page that fits is not waited at, and what was read stays on the screen.
    environment = {"LESS": "FRX", **os.environ}
    try:
        called = subprocess.Popen(pager, stdin=subprocess.PIPE, env=environment)  # noqa: S603  # theirs
    except OSError:
        return False
    with _without_interrupts(), suppress(BrokenPipeError):
        called.communicate(told)  # whoever leaves the pager early has enough
    called.wait()
    return True


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """An interrupt is the pager's while it is there."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
