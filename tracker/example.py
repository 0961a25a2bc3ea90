"""A line of a format's sample, and the row that it becomes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tracker.intake import parse
from tracker.logfile import Asked
from tracker.settings import Settings
from tracker.shipped import samples
from tracker.spec import Spec

_OWN = ("source", "line", "event_date", "src_key", "dst_key", "ip_key", "inner_key")
Told = tuple[str, str, str]


def examples(spec: Spec) -> list[Told]:
    """The first record of a format's sample that makes a row, and that row, part by part.

    Times are given for a clock in UTC, where the format prints no zone. Nothing where the format is
    an operator's own, and so has no sample here.
    """
    sample = samples() / f"{spec.stem}.log"
    if not sample.is_file():
        return []
    table, row = _first(sample, spec)
    lines = sample.read_text(encoding="utf-8", errors="replace").splitlines()[row["line"] - 1 :]
    # A block goes on to the next line that is empty.
    height = [*lines, ""].index("") if spec.lines.syntax == "blocks" else 1
    told = [("example", f"line {row['line'] + n}", line) for n, line in enumerate(lines[:height])]
    columns = {key: value for key, value in row.items() if value is not None and key not in _OWN}
    return told + [("becomes", f"{table}.{key}", str(value)) for key, value in columns.items()]


def _first(sample: Path, spec: Spec) -> tuple[str, dict[str, Any]]:
    asked = Asked(format=spec.name, zone="UTC")
    rows = [
        (name, row)
        for _, parts in parse([str(sample)], asked, Settings())
        for name, batch in parts
        if name != "reject"
        for row in batch.slice(0, 1).to_pylist()
    ]
    return min(rows, key=lambda named: int(named[1]["line"]))
