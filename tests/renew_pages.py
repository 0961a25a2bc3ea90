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
    ("README.md", "formats"): ("format | what it is | fills", 1),
    ("README.md", "detections"): (
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
        for row in _known(mark)
    )
    return "".join(f"| {line} |\n" for line in [head, rule, *rows])


def between(mark: str) -> re.Pattern[str]:
    """What stands between <!-- mark --> and <!-- /mark -->."""
    return re.compile(rf"(?s)(?<=<!-- {mark} -->\n).*?(?=<!-- /{mark} -->)")


def _known(mark: str) -> Iterable[list[str]]:
    if mark == "formats":
        return [[row["format"], row["title"], row["fills"]] for row in known_formats().to_pylist()]
    if mark == "detections":
        keys = ("detection", "title", "weight", "innocent_when")
        return [[row[key] for key in keys] for row in known_detections().to_pylist()]
    reasons = tomllib.loads((FOLDER / "reasons.toml").read_text())
    return [
        [verdict, word, told] for verdict, all_ in reasons.items() for word, told in all_.items()
    ]


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for page, mark in TABLES:
        path, table = ROOT / page, written(page, mark)
        path.write_text(between(mark).sub(lambda _: table, path.read_text()))  # noqa: B023  # used at once
