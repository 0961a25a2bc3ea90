"""What the program knows: formats, detections, tables, each as rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import pyarrow as pa

from tracker.errors import UsageError
from tracker.formats import formats
from tracker.judge.detections import Detection, read_detections
from tracker.spec import Spec, Value
from tracker.tables import tables

Known = TypeVar("Known")


def known_formats() -> pa.Table:
    """One row a format: its syntax, the tables it fills, where it is documented."""
    names = ("format", "title", "syntax", "fills", "manual")
    return _table(
        names,
        [
            (s.name, s.title, s.lines.syntax, ", ".join(s.tables()), s.manual)
            for s in formats().values()
        ],
    )


def known_format(name: str) -> pa.Table:
    """One format, part by part: which lines, which column from which field, what is left out."""
    return _parts(_format(_one("format", name, formats())))


def known_detections() -> pa.Table:
    """One row a detection: its group, its weight and what else looks the same."""
    names = ("detection", "title", "group", "weight", "innocent_when")
    told = [(d.name, d.title, d.group, f"{d.weight:+}", d.innocent) for d in read_detections()]
    return _table(names, told)


def known_detection(name: str) -> pa.Table:
    """One detection, part by part: what it tells the auditor, its thresholds, their reasons."""
    return _parts(_detection(_one("detection", name, {one.name: one for one in read_detections()})))


def known_tables() -> pa.Table:
    """One row a column of each table of the lake."""
    names = ("table", "column", "type", "unit", "meaning")
    columns = ((t.name, c) for t in tables().values() for c in t.columns)
    return _table(names, [(name, c.name, c.type, c.unit or None, c.meaning) for name, c in columns])


def _format(spec: Spec) -> Iterator[tuple[str, str, str]]:
    yield "title", spec.name, spec.title
    yield "manual", spec.name, spec.manual
    yield "lines", spec.lines.syntax, f"claims a file where a line matches {spec.lines.only}"
    for rule, pattern in spec.lines.passed:
        yield "passed over", rule, pattern
    for message in spec.messages:
        yield "message", message.name, f"a line that matches {message.when}"
    for template in spec.rows:
        for column, values in template.columns.items():
            yield template.table, column, ", else ".join(_value(value) for value in values)
    for number, trap in enumerate(spec.traps, 1):
        yield "trap", str(number), trap
    for left in sorted(spec.left):
        yield "left out", left, "known, and no column holds it"


def _value(value: Value) -> str:
    return f"always {value.constant}" if value.field is None else " ".join(value.fields())


def _detection(found: Detection) -> Iterator[tuple[str, str, str]]:
    for key, told in found.statement.keys.items():
        yield key, found.name, told
    for param in found.statement.params:
        yield "param", f"{param.name} = {param.value}", param.reason
    yield "for the auditor", found.name, found.statement.text.replace("\n", " ")


def _one(kind: str, name: str, known: Mapping[str, Known]) -> Known:
    if name not in known:
        raise UsageError(f"{kind} {name!r} is not known", expected="one of " + ", ".join(known))
    return known[name]


def _parts(rows: Iterator[tuple[str, str, str]]) -> pa.Table:
    return _table(("part", "name", "told"), list(rows))


def _table(names: tuple[str, ...], rows: Sequence[tuple[str | None, ...]]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)
