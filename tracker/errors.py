"""The one family of errors an operator sees: where, what was found, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

_NEAR = 0.7  # of 1, which is the same; less is another word


class TrackerError(Exception):
    """A fault that is told and not traced; each kind owns its exit code."""

    exit_code = 1

    def __init__(
        self,
        found: str,
        *,
        where: str | Path | None = None,
        line: int | None = None,
        expected: str = "",
        todo: str = "",
    ) -> None:
        self.found, self.where, self.line = found, where, line
        self.expected, self.todo = expected, todo
        super().__init__(str(self))

    def __str__(self) -> str:
        # A file's name may hold a line end; what follows it is no line of ours.
        place = "" if self.where is None else str(self.where).replace("\n", "\\u000a")
        place += "" if self.line is None else f":{self.line}"
        parts = [f"{place}: {self.found}" if place else self.found]
        parts += [f"expected {self.expected}"] if self.expected else []
        parts += [self.todo] if self.todo else []
        return "; ".join(parts)


class UsageError(TrackerError):
    """The command line asks for something that does not exist."""

    exit_code = 2


class SettingsError(TrackerError):
    """Settings, key, schema or detection: something of the operator's own that cannot be used."""

    exit_code = 3


class InputError(TrackerError):
    """A file that was refused or could not be read."""

    exit_code = 4


class NothingYet(InputError):  # noqa: N818  # no error where a log may still be written
    """A file that holds nothing to read so far; `waiting` of its bytes wait for an end."""

    waiting = 0


class LakeError(TrackerError):
    """The lake is locked, in conflict, newer than this tool, or not a lake."""

    exit_code = 5


class BusyError(LakeError):
    """Another run is at the same."""


class MachineError(TrackerError):
    """The machine gives no more: a disk is full, a right is lacking, memory is short."""

    exit_code = 5


class IntegrityError(TrackerError):
    """Counts or digests that must agree do not."""

    exit_code = 6


def near(name: str, known: Iterable[str]) -> str:
    """The known names that a mistyped one may stand for, as a question; empty where there are none."""
    by_fold = {one.lower(): one for one in sorted(known)}
    found = get_close_matches(name.lower(), by_fold, cutoff=_NEAR)
    return f"did you mean {' or '.join(by_fold[one] for one in found)}?" if found else ""


class Faults(TrackerError):  # noqa: N818  # several errors in one
    """All faults of one file or folder, told at once; the exit code is that of the first."""

    def __init__(self, faults: Iterable[TrackerError]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
        self.exit_code = self.faults[0].exit_code
