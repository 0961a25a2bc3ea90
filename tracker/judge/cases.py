"""The cases of detections: what is shown to one, whether it must fire, with which weight and words.

    [[case]]
    name = "one packet each way"
    seen = [{ protocol = 17, port = 51820, packets_out = 1, packets_in = 1 }]
    fires = false

A case has rows for any relation of relations.toml and names only the columns that it is about. One
that fires may say its `weight` and what it `saw`. `again = { times = 19, started_us = 25_000_000 }`
in a row tells it 19 times more, each time with so much added to what it names.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tracker.engine.engine import Engine
from tracker.engine.statement import Statement
from tracker.errors import Faults, SettingsError, TrackerError
from tracker.judge.detections import Detection, detect
from tracker.judge.relations import Relation, relations, show_relations

_EVIDENCE = Statement("evidence", "select session, detection, tenths, saw from evidence")
_MISSING = "none"
_AGAIN, _TIMES, _MOST_TIMES = "again", "times", 1000
Row = dict[str, object]


@dataclass(frozen=True)
class Case:
    """One case; `weight` and `saw` are None where it is silent about them."""

    detection: str
    name: str
    fires: bool
    weight: float | None = None
    saw: str | None = None
    rows: Mapping[str, list[Row]] = field(default_factory=dict)  # by relation

    @property
    def session(self) -> str:
        return f"{self.detection}: {self.name}"

    @property
    def expected(self) -> str:
        return _telling(self.weight, self.saw) if self.fires else "does not fire"


@dataclass(frozen=True)
class Failure:
    """What a detection did not do as a case says, or that it has no such case."""

    detection: str
    case: str
    expected: str
    found: str


def read_cases(detections: Iterable[Detection]) -> list[Case]:
    """The cases that stand beside the detections' files, in the order of the files.

    A detection without a file has none. Raises Faults with all that is wrong, by file and case.
    """
    found: list[Case] = []
    faults: list[TrackerError] = []
    for detection in detections:
        path = cases_path(detection)
        if path and path.exists():
            cases, more = _read(path)
            found += cases
            faults += more
    if faults:
        raise Faults(faults)
    return found


def cases_path(detection: Detection) -> Path | None:
    """Where a detection's cases stand, or would."""
    path = detection.statement.path
    return path and path.with_suffix(".toml")


def run_cases(
    engine: Engine, detections: Sequence[Detection], cases: Sequence[Case]
) -> list[Failure]:
    """Shows all cases to the detections at once; what failed, and which detection lacks a case.

    Only the detection a case belongs to is asked: others may have their say on the same rows.
    """
    made = show_relations(engine, _shown(cases))
    made += detect(engine, detections)
    fired: dict[tuple[str, str], list[tuple[float, str]]] = {}
    for row in engine.rows(_EVIDENCE).to_pylist():
        told = (row["tenths"] / 10, row["saw"])
        fired.setdefault((row["session"], row["detection"]), []).append(told)
    engine.drop(made)
    failed = [
        failure
        for case in cases
        if (failure := _compare(case, fired.get((case.session, case.detection), [])))
    ]
    return [*failed, *_lacking(detections, cases)]


def _shown(cases: Iterable[Case]) -> dict[str, list[Row]]:
    shown: dict[str, list[Row]] = {}
    for case in cases:
        for name, rows in case.rows.items():
            shown.setdefault(name, []).extend(
                relations()[name].row(case.session, row) for row in rows
            )
    return shown


def _compare(case: Case, found: Sequence[tuple[float, str]]) -> Failure | None:
    """None where a case came out as it says."""
    told = [_telling(*one) for one in sorted(found)] or ["does not fire"]
    if not case.fires:
        good = not found
    else:
        good = len(found) == 1 and all(
            said is None or said == was
            for said, was in zip((_tenths(case.weight), case.saw), found[0], strict=True)
        )
    return None if good else Failure(case.detection, case.name, case.expected, "; ".join(told))


def _lacking(detections: Iterable[Detection], cases: Iterable[Case]) -> Iterator[Failure]:
    """Each detection must have a case that fires and a near miss."""
    had = {(case.detection, case.fires) for case in cases}
    for detection in detections:
        for fires, wanted in ((True, "a case that fires"), (False, "a near miss")):
            if (detection.name, fires) not in had:
                yield Failure(detection.name, _MISSING, wanted, _MISSING)


def _tenths(weight: float | None) -> float | None:
    """A weight as evidence has it."""
    return None if weight is None else round(weight * 10) / 10


def _telling(weight: float | None, saw: str | None) -> str:
    parts = ["fires"]
    parts += [] if weight is None else [f"with {weight:+.1f}"]
    parts += [] if saw is None else [f"saw {saw!r}"]
    return ", ".join(parts)


def _read(path: Path) -> tuple[list[Case], list[TrackerError]]:
    """A file's cases, or all that is wrong with it."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as fault:
        return [], [SettingsError(f"cannot be read: {fault}", where=path)]
    told = given.get("case", [])
    if set(given) - {"case"} or not _are_tables(told):
        found = ", ".join(sorted(set(given) - {"case"})) or f"case = {told!r}"
        return [], [SettingsError(found, where=path, expected="[[case]] sections alone")]
    faults = [fault for n, one in enumerate(told, 1) for fault in _faults(path, n, one)]
    twice = [name for name, n in Counter(str(one.get("name")) for one in told).items() if n > 1]
    faults += [SettingsError(f"{name!r} is said twice", where=path) for name in twice]
    return ([], faults) if faults else ([_case(path.stem, one) for one in told], faults)


def _case(detection: str, told: Mapping[str, Any]) -> Case:
    rows = {name: _repeated(told[name]) for name in relations() if name in told}
    said = {key: told[key] for key in ("name", "fires", "weight", "saw") if key in told}
    return Case(detection, rows=rows, **said)


def _repeated(rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    return [one for row in rows for one in _again(**row)]


def _again(again: Mapping[str, int] = {}, **row: Any) -> Iterator[Row]:  # never changed
    steps = {name: step for name, step in again.items() if name != _TIMES}
    for n in range(again.get(_TIMES, 0) + 1):
        yield row | {name: row[name] + n * step for name, step in steps.items()}


_SAID: dict[str, tuple[tuple[type, ...], str]] = {
    "name": ((str,), "a text"),
    "fires": ((bool,), "true or false"),
    "weight": ((int, float), "a number"),
    "saw": ((str,), "a text"),
}


def _faults(path: Path, number: int, case: Mapping[str, Any]) -> Iterator[TrackerError]:
    place = f"case {number} ({case['name']})" if "name" in case else f"case {number}"
    for key in ("name", "fires"):
        if key not in case:
            yield SettingsError(f"{place} has no {key}", where=path, expected=_SAID[key][1])
    for key, value in case.items():
        if key in _SAID:
            kinds, expected = _SAID[key]
            if type(value) not in kinds:
                found = f"{place}: {key} = {value!r}"
                yield SettingsError(found, where=path, expected=expected)
        elif key not in relations():
            known = ", ".join([*_SAID, *relations()])
            found = f"{place}: no relation {key!r}"
            yield SettingsError(found, where=path, expected=f"one of {known}")
        elif not _are_tables(value):
            found = f"{place}: {key} = {value!r}"
            yield SettingsError(found, where=path, expected="a list of rows")
        else:
            yield from _faults_of_rows(path, place, relations()[key], value)


def _faults_of_rows(
    path: Path, place: str, relation: Relation, rows: Iterable[Row]
) -> Iterator[TrackerError]:
    for row in rows:
        for name, value in row.items():
            if name == _AGAIN:
                if not _can_be_added(value, row):
                    found = f"{place}: {relation.name} {name} = {value!r}"
                    expected = "times, and what to add to whole numbers that the row says"
                    yield SettingsError(found, where=path, expected=expected)
                continue
            column = relation.said.get(name)
            if column is None:
                found = f"{place}: {relation.name} has no column {name!r}"
                expected = f"one of {', '.join(relation.said)}"
                yield SettingsError(found, where=path, expected=expected)
            elif not column.takes(value):
                found = f"{place}: {relation.name} {name} = {value!r}"
                yield SettingsError(found, where=path, expected=f"a value of type {column.type}")


def _can_be_added(again: object, row: Row) -> bool:
    return (
        isinstance(again, dict)
        and type(again.get(_TIMES)) is int
        and 0 < again[_TIMES] <= _MOST_TIMES
        and all(type(step) is int for step in again.values())
        and all(type(row.get(name)) is int for name in again if name != _TIMES)
    )


def _are_tables(told: object) -> bool:
    return isinstance(told, list) and all(isinstance(one, dict) for one in told)
