"""Writes the tables of README.md and docs/ that the program itself knows: `python -m tests.renew_pages`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from tracker.judge.sessions import FOLDER
from tracker.report.known import known_detections, known_formats

ROOT = Path(__file__).parents[1]
# page and part: head, and of each row's cells how many are names and stand as code
TABLES = {
    ("README.md", "formats"): ("what a log yields | formats", 0),
    ("docs/formats.md", "formats"): ("format | what it is | how it is written | yields", 1),
    ("docs/detections.md", "detections"): (
        "detection | what it saw | weight | what else looks the same",
        1,
    ),
    ("docs/auditor.md", "reasons"): ("verdict | reason | meaning", 2),
}


def written(page: str, mark: str) -> str:
    """The table that belongs into a part of a page."""
    head, names = TABLES[page, mark]
    rule = " | ".join(["---"] * (head.count("|") + 1))
    rows = (
        " | ".join([*(f"`{name}`" for name in row[:names]), *map(_escaped, row[names:])])
        for row in _known(page, mark)
    )
    return "".join(f"| {line} |\n" for line in [head, rule, *rows])


def between(mark: str) -> re.Pattern[str]:
    """What stands between <!-- mark --> and <!-- /mark -->."""
    return re.compile(rf"(?s)(?<=<!-- {mark} -->\n).*?(?=<!-- /{mark} -->)")


def _known(page: str, mark: str) -> Iterable[list[str]]:
    if (page, mark) == ("README.md", "formats"):
        return _yielding()
    if mark == "formats":
        keys = ("format", "title", "syntax", "yields")
        return [[row[key] for key in keys] for row in known_formats().to_pylist()]
    if mark == "detections":
        keys = ("detection", "title", "weight", "innocent_when")
        return [[row[key] for key in keys] for row in known_detections().to_pylist()]
    reasons = tomllib.loads((FOLDER / "reasons.toml").read_text())
    return [
        [verdict, word, told] for verdict, all_ in reasons.items() for word, told in all_.items()
    ]


def _yielding() -> list[list[str]]:
    """The names of the formats that yield the same tables, those that yield one of them first."""
    names: dict[str, list[str]] = {}
    for row in known_formats().to_pylist():
        names.setdefault(row["yields"], []).append(f"`{row['format']}`")
    return [[yields, ", ".join(names[yields])] for yields in sorted(names, key=len)]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for page, mark in TABLES:
        path, table = ROOT / page, written(page, mark)
        path.write_text(between(mark).sub(lambda _: table, path.read_text()))  # noqa: B023  # used at once
