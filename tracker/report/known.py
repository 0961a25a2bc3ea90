"""What the program knows: formats, detections, tables, each as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from tracker.engine.statement import Statement
from tracker.errors import UsageError, near
from tracker.formats import formats
from tracker.judge.cases import read_cases
from tracker.judge.detections import Detection
from tracker.judge.relations import Relation, reads, relations
from tracker.judge.rules import Rules, read_rules
from tracker.settings import Said, Settings
from tracker.spec import Spec, Value
from tracker.tables import tables

Known = TypeVar("Known")
Part = tuple[str, str, str]
_DEFAULT = Settings()


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


def known_detections(settings: Settings = _DEFAULT) -> pa.Table:
    """One row a detection: its group, its weight in force, what it reads, what else looks the same.

    One that a setting switched off has the weight `off`.
    """
    rules = read_rules(settings)
    names = ("detection", "title", "group", "weight", "reads", "innocent_when")
    rows = [_listed(one, f"{one.weight:+}") for one in rules.detections]
    return _table(names, sorted(rows + [_listed(one, "off") for one in rules.off]))


def _listed(one: Detection, weight: str) -> tuple[str, ...]:
    return one.name, one.title, one.group, weight, ", ".join(reads(one)), one.innocent


def known_detection(name: str, settings: Settings = _DEFAULT) -> pa.Table:
    """One detection, part by part: its text, its numbers and who set them, its SQL, its cases.

    A step of judging that has numbers is told in the same way.
    """
    rules = read_rules(settings)
    known: dict[str, Detection | Statement] = {
        one.name: one for one in sorted((*rules.detections, *rules.off), key=lambda one: one.name)
    }
    known |= {one.name: one for one in rules.steps if one.params}
    return _parts(_rule(_one("detection", name, known), rules))


def known_relations() -> pa.Table:
    """What a detection may read: one row a relation and one a column of it; `unsaid` is for cases."""
    names = ("relation", "column", "type", "unit", "meaning", "unsaid")
    rows = [row for one in relations().values() for row in _relation(one)]
    return _table(names, rows)


def _relation(one: Relation) -> Iterator[tuple[str | None, ...]]:
    yield one.name, None, None, None, one.about, None
    for read in one.columns:
        unsaid = None if read.unsaid is None else str(read.unsaid)
        yield one.name, read.name, read.type, read.unit or None, read.meaning, unsaid


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


def _rule(found: Detection | Statement, rules: Rules) -> Iterator[Part]:
    """A detection or a step, part by part."""
    own = found if isinstance(found, Statement) else found.statement
    for key, told in own.keys.items():
        if key == "weight" and isinstance(found, Detection):
            yield key, f"{found.weight:+}", _whose(rules, own.name, key, found.weight, "log-odds")
        else:
            yield key, own.name, told
    for param in own.params:
        told = _whose(rules, own.name, param.name, param.value, param.reason)
        yield "param", f"{param.name} = {param.value}", told
    if isinstance(found, Detection):
        if found in rules.off:
            yield "disabled", found.name, f"by [judge.{found.name}] in the settings"
        yield "reads", found.name, ", ".join(reads(found))
    yield "for the auditor", own.name, own.text.replace("\n", " ")
    yield from (("sql", str(n), line) for n, line in enumerate(own.sql.splitlines(), 1))
    if isinstance(found, Detection):
        yield from (("case", case.name, case.expected) for case in read_cases([found]))


def _whose(rules: Rules, name: str, key: str, value: Said, reason: str) -> str:
    """The reason for a number, and where a setting changed it, what the file says."""
    if (told := rules.changed(name, key, value)) is None:
        return reason
    return f"{reason}; set in [judge.{name}], {told} in the file"


def _one(kind: str, name: str, known: Mapping[str, Known]) -> Known:
    if name not in known:
        raise UsageError(
            f"{kind} {name!r} is not known",
            expected=f"one of {', '.join(known)}",
            todo=near(name, known),
        )
    return known[name]


def _parts(rows: Iterable[Part]) -> pa.Table:
    return _table(("part", "name", "told"), list(rows))


def _table(names: tuple[str, ...], rows: Sequence[tuple[str | None, ...]]) -> pa.Table:
    schema = pa.schema([(name, pa.string()) for name in names])
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=schema)
