"""Who hears of a night that failed: a command of the operator's own, which the settings name."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.cli.course import Course

_PATIENCE = 60.0  # seconds; a night must end, whoever does not listen
_MOST = 8192  # signs of the last lines; an environment has its bounds


def call(command: list[str], course: Course, lake: Path, patience: float = _PATIENCE) -> None:
    """Runs a command, no shell, with what is known of the run; that it fails is told and changes nothing.

    In its environment stand TRACKER_LAKE, TRACKER_COMMAND, TRACKER_EXIT_CODE and TRACKER_LAST_LINES;
    on its stdin one JSON object tells the same and when the run began and ended. What it prints goes
    to stderr.
    """
    last = "\n".join(course.log.last)[-_MOST:]
    told = {"lake": str(lake.absolute()), "command": course.command, "exit_code": course.code}
    named = {f"TRACKER_{name.upper()}": str(value) for name, value in told.items()}
    times = {"began_at": course.began_at, "ended_at": course.ended_at}
    said = json.dumps(told | times | {"last_lines": last.split("\n")}, default=str)
    try:
        with subprocess.Popen(  # noqa: S603  # the operator's own command, as a list
            command,
            env=os.environ | named | {"TRACKER_LAST_LINES": last},
            stdin=subprocess.PIPE,
            stdout=sys.stderr.fileno(),
            start_new_session=True,  # so that all that it starts can be ended with it
        ) as called:
            fault = _ended(called, said.encode(), patience)
    except (OSError, ValueError) as refused:
        fault = str(getattr(refused, "strerror", None) or refused)
    if fault:
        course.log.say(f"on_failure: {command[0]}: {fault}", "on_failure", "warning")


def _ended(called: subprocess.Popen[bytes], said: bytes, patience: float) -> str | None:
    """How the command failed, if it did; one that hangs is ended."""
    try:
        called.communicate(said, timeout=patience)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(called.pid, signal.SIGKILL)
        called.wait()
        return f"was ended after {patience:g} s"
    return f"ended with code {called.returncode}" if called.returncode else None
