"""What the program knows: formats, detections, tables, each as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from tracker.errors import UsageError
from tracker.formats import formats
from tracker.judge.detections import Detection, read_detections
from tracker.spec import Spec, Value
from tracker.tables import tables

Known = TypeVar("Known")
Part = tuple[str, str, str]


def known_formats(folder: Path | None = None) -> pa.Table:
    """One row a format: how it is written, what it yields, where it is documented."""
    names = ("format", "title", "syntax", "yields", "manual")
    return _table(names, [_yielding(name, specs) for name, specs in sorted(_ways(folder).items())])


def _ways(folder: Path | None) -> dict[str, list[Spec]]:
    """The specs of each format: one for each way in which it is written."""
    ways: dict[str, list[Spec]] = {}
    for spec in formats(folder).values():
        ways.setdefault(spec.name, []).append(spec)
    return ways


def _yielding(name: str, specs: Sequence[Spec]) -> tuple[str, ...]:
    """A format's row: of several ways to write it the first has the word."""
    syntaxes = dict.fromkeys(spec.lines.syntax for spec in specs)
    yields = dict.fromkeys(table for spec in specs for table in spec.tables())
    return name, specs[0].title, ", ".join(syntaxes), ", ".join(yields), specs[0].manual


def known_format(
    name: str, folder: Path | None, examples: Callable[[Spec], Iterable[Part]]
) -> pa.Table:
    """One format, part by part: which lines, which column from which field, what is left out.

    `examples` gives a line of a spec's and what it becomes.
    """
    found = _one("format", name, _ways(folder))
    return _parts(part for spec in found for part in (*_format(spec), *examples(spec)))


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


def _format(spec: Spec) -> Iterator[Part]:
    yield "title", spec.stem, spec.title
    yield "manual", spec.stem, spec.manual
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


def _detection(found: Detection) -> Iterator[Part]:
    for key, told in found.statement.keys.items():
        yield key, found.name, told
    for param in found.statement.params:
        yield "param", f"{param.name} = {param.value}", param.reason
    yield "for the auditor", found.name, found.statement.text.replace("\n", " ")


def _one(kind: str, name: str, known: Mapping[str, Known]) -> Known:
    if name not in known:
        raise UsageError(f"{kind} {name!r} is not known", expected="one of " + ", ".join(known))
    return known[name]


def _parts(rows: Iterable[Part]) -> pa.Table:
    return _table(("part", "name", "told"), list(rows))


def _table(names: tuple[str, ...], rows: Sequence[tuple[str | None, ...]]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)
