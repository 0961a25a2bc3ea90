"""Fields that a sign parts, as many in each line as the header names; no quotes are looked for."""

from __future__ import annotations

from tracker.engine.duckdb import begins
from tracker.fields import Fields, Place
from tracker.read.columns import header_of
from tracker.read.lines import Split
from tracker.read.look import Look
from tracker.read.match import beginnings, matches
from tracker.read.rules import marks, passed_by
from tracker.read.whole import LINES
from tracker.spec import Spec


def delimited_fields(spec: Spec, found: Look, max_line: int, begin: Place) -> Fields:
    """The fields of a file's lines from a place on, up to where another header stands.

    Raises InputError where a format that needs a header has none and no known number of columns.
    """
    rule, sign = spec.lines.header, spec.lines.delimiter
    header, names, named_at = header_of(spec, found, begin)
    numbers = {name: number for number, name in reversed(list(enumerate(names, 1)))}
    wanted = frozenset(numbers[name] for name in spec.mapped() if name in numbers)
    lines = Split(found, max_line, begin, sign, len(names), rule, header, wanted)
    rules = [*([("header", rule)] if rule else []), *spec.lines.passed]
    ordinary = _ordinary([pattern for _, pattern in rules], sign)
    passed = [(name, matches(pattern, "text")) for name, pattern in rules]
    return Fields(
        lines=lines,
        records=f"select * from {LINES}",
        text="text",
        raw=lambda name, *_: f"f{numbers[name]}",
        has=numbers.__contains__,
        null=spec.lines.null,
        passed=passed_by([("blank", "odd = ''"), *passed], ordinary),
        checks=(*marks(found), ("odd is not null", "wrong_column_count")),
        named_at=named_at,
        fixed=True,
    )


def _ordinary(patterns: list[str], sign: str) -> str | None:
    """A condition under which no rule applies, told by the first field; None where that cannot tell."""
    if not all(beginnings(pattern) for pattern in patterns):
        return None
    heads = sorted({word.split(sign)[0] for pattern in patterns for word in beginnings(pattern)})
    shortest = [head for head in heads if not head.startswith(tuple(set(heads) - {head}))]
    none = [f"not {begins('f1', head)}" for head in shortest]
    return " and ".join(["f1 <> ''", *none])
