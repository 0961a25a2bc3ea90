"""Writes the goldens anew: `python -m tests.formats.renew [FORMAT...]`. Read every line of the diff."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

from tests.parsing import without_nulls
from tracker.__main__ import run
from tracker.formats import formats
from tracker.shipped import samples

ZONE = "Europe/Vilnius"
WRITTEN = 1773619200  # 2026-03-16 00:00 UTC


def sample(name: str) -> Path:
    return samples() / f"{name}.log"


def golden(name: str) -> Path:
    return Path(__file__).with_name(f"{name}.jsonl")


def parsed(name: str) -> str:
    """What `tracker parse -o jsonl` prints of a sample: rows in the order of its lines, no nulls."""
    with tempfile.TemporaryDirectory() as folder:
        to = Path(folder) / "rows.jsonl"
        log = str(dated(sample(name), Path(folder)))
        run(["parse", log, "--zone", ZONE, "-o", "jsonl", "--to", str(to)])
        rows = [without_nulls(json.loads(line)) for line in to.read_text().splitlines()]
    rows.sort(key=lambda row: (row["line"], row["table"]))
    told = [{"line": row["line"]} | row for row in rows]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in told)


def dated(log: Path, folder: Path) -> Path:
    """A copy of a log that was last written when the samples' night was over: it tells the year."""
    copy = folder / log.name
    shutil.copyfile(log, copy)
    os.utime(copy, (WRITTEN, WRITTEN))
    return copy


if __name__ == "__main__":
    for one in sys.argv[1:] or formats():
        golden(one).write_text(parsed(one))
