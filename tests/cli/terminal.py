"""A command at a real terminal: a pseudo one, of a size, with what is typed at it."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import sys
import termios
from pathlib import Path

ROOT = Path(__file__).parents[2]
_PLAIN = ("PAGER", "LESS", "NO_COLOR", "TERM", "LINES", "COLUMNS")


def at_terminal(
    command: list[str],
    *,
    width: int = 200,
    height: int = 50,
    typed: bytes = b"",
    **environment: str,
) -> tuple[int, str]:
    """The exit code of a command, and all that the terminal got, stderr too."""
    told = {name: value for name, value in os.environ.items() if name not in _PLAIN}
    told |= {"TERM": "xterm", "PYTHONPATH": str(ROOT)} | environment
    child, terminal = pty.fork()
    if child == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        os.execvpe(command[0], command, told)  # noqa: S606  # a shell of its own is not wanted
    os.write(terminal, typed)
    return _end(child, terminal)


def tracker(*args: str) -> list[str]:
    return [sys.executable, "-m", "tracker", *args]


def _end(child: int, terminal: int) -> tuple[int, str]:
    told = b""
    while select.select([terminal], [], [], 60)[0]:
        try:
            part = os.read(terminal, 1 << 16)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        told += part
    os.close(terminal)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), told.decode().replace("\r\n", "\n")
