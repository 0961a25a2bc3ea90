"""The other end of `events`: runs of the program, started and waited for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from tests.survive.events import TOLD, Order

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ended:
    """How a run ended: its exit code, or minus the signal that ended it, and what it said."""

    code: int
    out: str = ""
    err: str = ""

    def is_told(self) -> bool:
        """Whether it ended as a run may end, with a fault of its own told and no traceback."""
        return self.code >= 0 and self.code != 1 and "Traceback" not in self.err


@dataclass(frozen=True)
class Running:
    """A run under way."""

    launcher: Launcher
    pid: int
    order: Order

    def is_under_way(self) -> bool:
        """Whether it has not come to its end, though nobody has waited for that."""
        state = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state != "Z"

    def go_on(self) -> Ended:
        """How it ended after it stood still."""
        os.kill(self.pid, signal.SIGCONT)
        return self.wait()

    def wait(self, *, paused: bool = False) -> Ended:
        """How it ended; with `paused` it is enough that it stands still."""
        told = self.launcher.ask({"wait": self.pid, "paused": paused})
        self.launcher.cpu += told.pop("cpu", 0.0)
        return Ended(**told)


class Launcher:
    """Starts runs; `cpu` are the seconds of processor time that those took that have ended."""

    def __init__(self) -> None:
        self.cpu = 0.0

    def __enter__(self) -> Self:
        # What a machine sets for its own runs is nothing to these.
        env = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
        self.server = subprocess.Popen(
            [sys.executable, "-m", "tests.survive.events"],
            cwd=ROOT,
            env=env | {"PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        self.server.communicate()

    def ask(self, asked: dict[str, Any]) -> Any:
        assert self.server.stdin
        assert self.server.stdout
        print(json.dumps(asked), file=self.server.stdin, flush=True)
        return json.loads(self.server.stdout.readline())

    def start(self, place: Path, *args: str, **how: Any) -> Running:
        """Starts a command line in a folder; `how` says which events end badly."""
        order = Order([*args], str(place), **how)
        return Running(self, self.ask(asdict(order)), order)

    def run(self, place: Path, *args: str, **how: Any) -> Ended:
        return self.start(place, *args, **how).wait()


def happened(place: Path) -> dict[str, int]:
    """How often what happened in the latest run that came to its end in this folder."""
    counts: dict[str, int] = json.loads((place / TOLD).read_text())
    return counts
