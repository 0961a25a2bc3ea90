"""The auditor's desk over a year: 365 nights of 50,000 sessions, and how long each question takes.

    python tests/benchmarks/desk.py --folder /var/tmp/desk --rounds 5
    python tests/benchmarks/desk.py --only "explain|flagged"

The lake is made once (desk/lake.py), with all that questions look at: a register of 10,000 terms, lists,
decisions, a run a night, logins, and connections, which are whole in the last 30 nights and few before.
Each question is then a process of its own on a terminal of 120 columns, Python's start and the
drawing of up to a thousand rows included; printed are the median and the worst time of its rounds, the
seconds of processor, and the memory.
"""

from __future__ import annotations

import argparse
import compileall
import fcntl
import json
import os
import re
import statistics
import struct
import subprocess
import sys
import termios
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
SCREEN = (40, 120)  # lines, columns
MONTH = ("--since", "2026-06-01", "--until", "2026-07-01")
KNOWN = """
select
    md5('subscriber 4711') as holder,
    max(session_id) filter (night = '2026-06-15') as id,
    max(session_id) filter (night <> '2026-06-15') as old
from session
where verdict = 'unregistered' and night in ('2026-06-15', (select min(night) from session))
"""


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds on the clock, seconds of processor, and memory in MB."""

    wall: float
    processor: float
    resident: float


def main() -> None:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--nights", type=int, default=365)
    asked.add_argument("--sessions", type=int, default=50_000)
    asked.add_argument("--others", type=int, default=400_000, help="other connections a night")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--only", default="", help="only questions whose name this pattern finds")
    asked.add_argument("--folder", type=Path, default=Path("/var/tmp/tracker-desk"))  # noqa: S108
    told = asked.parse_args()
    compileall.compile_dir(HERE.parents[1] / "tracker", quiet=1)  # as it is where it is installed
    lake = told.folder / "lake"
    if not lake.exists():
        make(lake, told.nights, told.sessions, told.others)
    print(f"{size(lake) / 1e9:.1f} GB, {os.cpu_count()} cores")
    for name, question in questions(lake, told.folder).items():
        if re.search(told.only, name):
            report(name, [cost([*question, "--lake", str(lake)]) for _ in range(told.rounds)])


def make(lake: Path, *numbers: int) -> None:
    """The lake, by a process whose memory is its own; a lake in the making has another name."""
    part = lake.with_suffix(".part")
    words = [sys.executable, str(HERE / "desk" / "lake.py"), str(part), *map(str, numbers)]
    subprocess.run(words, check=True)
    part.rename(lake)


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def questions(lake: Path, folder: Path) -> dict[str, list[str]]:
    """What is asked, under what it is called here."""
    found = known(lake)
    to = ("--to", str(folder / "answer"))
    asked = {
        "flagged, a day": ["flagged", "--since", "2026-06-01", "--until", "2026-06-02"],
        "flagged, the last night": ["flagged", "--since", "2026-06-30"],
        "flagged, a month": ["flagged", *MONTH],
        "a subscriber's year": ["sessions", "--holder", found["holder"]],
        "an address's year": ["sessions", "--ip", "100.64.10.10"],
        "a remote's year": ["sessions", "--remote", "185.100.150.20"],
        "explain, a whole id": ["explain", found["id"]],
        "explain, 8 signs": ["explain", found["id"][:8]],
        "explain, an id of long ago": ["explain", found["old"]],
        "a month to parquet": ["sessions", *MONTH, "-o", "parquet", *to],
        "a month to csv": ["sessions", *MONTH, "-o", "csv", *to],
        "the year to parquet": ["sessions", "-o", "parquet", *to],
        "the year's flags to csv": ["flagged", "-o", "csv", *to],
        "reviews": ["reviews"],
        "reviews of a session": ["reviews", "--session", found["id"]],
        "status": ["status"],
    }
    page = ("--to", str(folder / "answer.html"))
    later = {"impact": ["impact", *MONTH], "report": ["report", *MONTH, *page]}
    said = tracker("--help").stdout
    return asked | {
        f"{k}, a month": v for k, v in later.items() if re.search(f"^  {k} ", said, re.MULTILINE)
    }


def known(lake: Path) -> dict[str, str]:
    """A subscriber, a flagged session of the last month, and one of long ago."""
    found: dict[str, str] = json.loads(
        tracker("sql", KNOWN, "-o", "jsonl", "--lake", str(lake)).stdout
    )
    return found


def tracker(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tracker", *words], check=True, capture_output=True, text=True
    )


def cost(words: list[str]) -> Cost:
    """Runs a question on a terminal; what it shows goes nowhere, what it says is read."""
    mine, terminal = os.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SCREEN, 0, 0))
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "tracker", *words],
        stdout=terminal,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TERM": "xterm", "TRACKER_PAGER": "cat"},
    )
    os.close(terminal)
    with suppress(OSError):  # as Linux tells that nobody has the terminal any more
        while os.read(mine, 1 << 16):
            pass
    os.close(mine)
    said = process.stderr.read() if process.stderr else ""
    _, status, used = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(words)}: {said}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def report(name: str, costs: list[Cost]) -> None:
    walls = [one.wall for one in costs]
    spent = statistics.median(one.processor for one in costs)
    resident = max(one.resident for one in costs)
    print(
        f"{name:28}{statistics.median(walls):6.2f} s, at most {max(walls):.2f} s,"
        f" {spent:.2f} s of processor, {resident:.0f} MB",
        flush=True,
    )


if __name__ == "__main__":
    main()
