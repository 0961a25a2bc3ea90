"""Detections: every .sql file of a folder is one, named by its file and by nothing else.

Each reads `seen`, or `listed` beside it, and yields session, weight, saw and guards. A header states
title, group, weight in log-odds and `innocent when`; the group `penalty` counts against, `class`
weighs nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tracker.engine.duckdb import literal, quoted
from tracker.engine.engine import Engine
from tracker.engine.statement import Statement, read_statement
from tracker.errors import Faults, SettingsError, TrackerError

FOLDER = Path(__file__).parent / "detections"
GROUPS = ("port", "shape", "label", "name", "list", "behaviour", "event", "penalty", "class")
_NEEDED = ("title", "group", "weight", "innocent when")
_NONE = (
    "select session, '' detection, '' team, '' class, '' family, 0 tenths, '' saw, '' guards"
    " from seen where 1 = 0"
)


@dataclass(frozen=True)
class Detection:
    """One detection; its weight is in log-odds and its reason stands in the statement's text."""

    name: str
    title: str
    group: str
    weight: float
    innocent: str
    statement: Statement


def read_detections(folders: Iterable[Path] = (FOLDER,)) -> tuple[Detection, ...]:
    """The detections of the folders by name; a later folder's goes before a like-named one.

    Raises Faults with every file whose header lacks something.
    """
    paths = {path.stem: path for folder in folders for path in sorted(folder.glob("*.sql"))}
    found: list[Detection] = []
    faults: list[TrackerError] = []
    for _, path in sorted(paths.items()):
        try:
            found.append(_detection(path, read_statement(path)))
        except TrackerError as fault:
            faults.append(fault)
    if faults:
        raise Faults(faults)
    return tuple(found)


def detect(engine: Engine, detections: Iterable[Detection]) -> list[str]:
    """Makes `evidence` from `seen` and `listed`: one row for each session and detection that fired."""
    chosen = list(detections)
    names = [f"fired_{detection.name}" for detection in chosen]
    for name, detection in zip(names, chosen, strict=True):
        engine.keep(name, detection.statement, {"weight": detection.weight})
    parts = [_NONE, *(_told(*pair) for pair in zip(names, chosen, strict=True))]
    engine.keep("evidence", Statement("evidence", " union all ".join(parts)))
    return [*names, "evidence"]


def _told(name: str, detection: Detection) -> str:
    keys = detection.statement.keys
    known = (
        f"{literal(detection.name)} detection, {literal(detection.group)} team, "
        f"{literal(keys.get('class', ''))} class, {literal(keys.get('family', ''))} family"
    )
    tenths = "cast(round(weight * 10) as bigint) tenths"
    return f"select session, {known}, {tenths}, saw, guards from {quoted(name)}"


def _detection(path: Path, statement: Statement) -> Detection:
    keys = statement.keys
    if lacking := [key for key in _NEEDED if key not in keys]:
        raise SettingsError(
            f"the header lacks {', '.join(lacking)}", where=path, expected="-- key: value lines"
        )
    if keys["group"] not in GROUPS:
        raise SettingsError(f"group {keys['group']!r}", where=path, expected=", ".join(GROUPS))
    try:
        weight = float(keys["weight"])
    except ValueError:
        raise SettingsError(
            f"weight {keys['weight']!r}", where=path, expected="a number, in log-odds"
        ) from None
    known = (keys["title"], keys["group"], weight, keys["innocent when"])
    return Detection(path.stem, *known, statement)
