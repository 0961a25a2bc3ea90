"""The relations that a detection may read, and whether its SQL runs over them."""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources, quoted
from tracker.engine.engine import Engine
from tracker.engine.statement import Statement
from tracker.errors import SettingsError
from tracker.judge.detections import Detection, keep_fired, told_as_fault
from tracker.tables import arrow_types

DECLARED = Path(__file__).with_name("relations.toml")
SESSION = "session"
_YIELDED = {
    "session": (pa.types.is_string, "text"),
    "weight": (lambda kind: pa.types.is_floating(kind) or _is_exact(kind), "a number"),
    "saw": (pa.types.is_string, "text"),
    "guards": (pa.types.is_string, "text"),
}
_APART = re.compile(r"--[^\n]*|'(?:[^']|'')*'")  # comments and texts
_SOURCE = re.compile(r"(?i)\b(?:from|join)\s+(\w+)")
_BITS = {"int": 31, "bigint": 63}


@dataclass(frozen=True)
class Read:
    """A column that a detection may read; `unsaid` is its value in a case that says nothing of it."""

    name: str
    type: str
    meaning: str
    unit: str = ""
    unsaid: int | float | str | None = None

    def takes(self, value: object) -> bool:
        """Whether a value of a case's file can stand in this column."""
        if self.type in _BITS:
            return type(value) is int and abs(value) < 1 << _BITS[self.type]
        if self.type == "double":
            return type(value) in (int, float) and math.isfinite(float(str(value)))
        return type(value) is str


@dataclass(frozen=True)
class Relation:
    """One relation and its columns in order; `session` is one of each."""

    name: str
    about: str
    columns: tuple[Read, ...]

    @property
    def said(self) -> dict[str, Read]:
        """The columns that a row of a case can say, by name."""
        return {column.name: column for column in self.columns if column.name != SESSION}

    def schema(self) -> pa.Schema:
        types = arrow_types()
        return pa.schema([(column.name, types[column.type]) for column in self.columns])

    def row(self, session: str, said: Mapping[str, object]) -> dict[str, object]:
        """A row of a case with what it leaves unsaid."""
        unsaid = {column.name: column.unsaid for column in self.columns}
        return unsaid | dict(said) | {SESSION: session}


@cache
def relations() -> dict[str, Relation]:
    """Every relation that a detection may read, in the order of relations.toml."""
    declared: dict[str, Any] = tomllib.loads(DECLARED.read_text(encoding="utf-8"))
    return {
        name: Relation(
            name, told["about"], tuple(Read(key, **value) for key, value in told["columns"].items())
        )
        for name, told in declared.items()
    }


def show_relations(
    engine: Engine, rows: Mapping[str, list[dict[str, object]]] = {}
) -> list[str]:  # never changed
    """Makes every relation readable with these rows, empty where there are none; returns the names."""
    for name, relation in relations().items():
        engine.register(name, pa.Table.from_pylist(rows.get(name, []), relation.schema()))
    return list(relations())


def reads(detection: Detection) -> list[str]:
    """The relations that a detection's query names behind `from` and `join`."""
    named = set(_SOURCE.findall(_APART.sub("", detection.statement.sql)))
    return [name for name in relations() if name in named]


def faults_of_sql(detections: Sequence[Detection]) -> Iterator[SettingsError]:
    """What is wrong with each detection's query, which is run over the relations, empty, and nothing else."""
    if not detections:
        return
    with DuckDB(Resources(threads=1)) as engine:
        show_relations(engine)
        engine.shut()
        for detection in detections:
            try:
                refuse_more_than_a_select(engine, detection)
                (made,) = keep_fired(engine, [detection])
            except SettingsError as fault:
                yield fault
                continue
            found = engine.rows(Statement("made", f"select * from {quoted(made)}"))
            yield from _faults_of_columns(detection, found.schema)


def refuse_more_than_a_select(engine: DuckDB, detection: Detection) -> None:
    """Raises SettingsError where the query is not one select."""
    with told_as_fault(detection):
        kinds = engine.kinds(detection.statement.sql)
    if kinds != ["select"]:
        found = f"its query is {', '.join(kinds) or 'nothing'}"
        expected = f"one select from {', '.join(relations())}"
        raise SettingsError(found, where=detection.statement.path, expected=expected)


def _faults_of_columns(detection: Detection, found: pa.Schema) -> Iterator[SettingsError]:
    for name, (fits, kind) in _YIELDED.items():
        lies = found.names.count(name) == 1 and found.field(name).type
        if not lies or not fits(lies):
            told = f"the column {name} is {lies}" if lies else f"its query yields no column {name}"
            where = detection.statement.path
            yield SettingsError(told, where=where, expected=f"{name}, {kind}")


def _is_exact(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_decimal(kind))
