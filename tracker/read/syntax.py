"""How lines become fields: one function a syntax."""

from __future__ import annotations

import re

from tracker.engine.duckdb import literal
from tracker.errors import InputError
from tracker.fields import Fields, Place
from tracker.formats import Spec
from tracker.read.lines import Split, Whole
from tracker.read.look import CUT, TOO_LONG, UNREADABLE, Look
from tracker.read.pattern import beginnings
from tracker.read.recognise import head

LINES = "numbered_lines"  # what the engine reads them as


def fields_of(spec: Spec, found: Look, max_line: int, begin: Place) -> Fields:
    """The fields of a file's records from a place on.

    Raises InputError where a format that needs a header has none and no known number of columns.
    """
    if spec.lines.syntax == "blocks":
        return _blocks(spec, found, max_line)
    return _delimited(spec, found, max_line, begin)


def _delimited(spec: Spec, found: Look, max_line: int, begin: Place) -> Fields:
    rule, sign = spec.lines.header, spec.lines.delimiter
    header, names, named_at = _header(spec, found, begin)
    numbers = {name: number for number, name in reversed(list(enumerate(names, 1)))}
    lines = Split(found.path, max_line, begin, sign, len(names), rule, header)
    fields = lines.names()
    rules = [*([("header", rule)] if rule else []), *spec.lines.passed]
    text, records = f"coalesce(odd, concat_ws({literal(sign)}, {', '.join(fields)}))", "*"
    ordinary = _ordinary([pattern for _, pattern in rules], sign)
    # Put together again only where it is looked at: for all lines that takes a fifth of the time.
    if found.marked or ordinary is None:
        text, records = "text", f"*, {text} as text"
    passed = [(name, _matches(pattern, text)) for name, pattern in rules]
    return Fields(
        lines=lines,
        records=f"select {records} from {LINES}",
        text=text,
        raw=lambda name, _: f"f{numbers[name]}",
        has=numbers.__contains__,
        null=spec.lines.null,
        passed=_passed("odd = ''", passed, ordinary),
        checks=(*_marks(found), ("odd is not null", "wrong_column_count")),
        named_at=named_at,
    )


def _header(spec: Spec, found: Look, begin: Place) -> tuple[str, list[str], int | None]:
    """The header line in force from a place on, the columns it names, and its number."""
    lines, rule = spec.lines, re.compile(spec.lines.header or r"(?!)")
    first = head(found, begin)
    for number, line in enumerate(first, begin.lines + 1):
        if rule.search(line):
            names = line.removeprefix(lines.header_prefix).split(lines.delimiter)
            return line, [name.strip() for name in names], number
    for line in first:
        count = line.count(lines.delimiter) + 1
        for layout in lines.without_header:
            if len(layout) == count and re.search(lines.only, line):
                return "", list(layout), None
    widths = " or ".join(f"{len(layout)} columns" for layout in lines.without_header)
    raise InputError(
        "no header line",
        where=found.shown,
        line=begin.lines + 1,
        expected=f"a line like {lines.header}" + (f", or {widths}" if widths else ""),
    )


def _blocks(spec: Spec, found: Look, max_line: int) -> Fields:
    lines = spec.lines
    checks = [
        *_marks(found),
        (f"not regexp_matches(text, {literal('(?m)' + lines.only)})", "not_this_format"),
    ]
    # What comes before the first opening line, or stands between two records, has lost its own.
    checks.append(("starts_with(ltrim(text, chr(10)), chr(9))", "cut_short"))
    if lines.torn:
        checks.append((f"regexp_matches(text, {literal(lines.torn)})", "cut_short"))
    if lines.complete:
        checks.append((f"not regexp_matches(text, {literal(lines.complete)})", "cut_short"))
    return Fields(
        lines=Whole(found.path, max_line),
        records=f"select * from {LINES}",
        text="text",
        raw=_attribute,
        has=lambda _: True,
        null=lines.null,
        passed=_passed("text = ''", [(name, _matches(p, "text")) for name, p in lines.passed]),
        checks=tuple(checks),
        extra=("height",),
    )


def _attribute(name: str, nth: int) -> str:
    """The value behind `name = `, out of its quotes, with backslashes undone."""
    pattern = literal(f'\\n\\t{re.escape(name)} = "?((?:[^"\\\\\\n]|\\\\.)*)')
    found = f"nullif(regexp_extract(text, {pattern}, 1), '')"
    if nth > 1:
        found = f"regexp_extract_all(text, {pattern}, 1)[{nth}]"
    return f"unescaped({found})"


def _passed(blank: str, rules: list[tuple[str, str]], ordinary: str | None = None) -> str:
    """The rule by which a record is passed over: the first whose condition holds; none if `ordinary`."""
    arms = [
        f"when {condition} then {literal(rule)}" for rule, condition in [("blank", blank), *rules]
    ]
    if ordinary:
        arms.insert(0, f"when {ordinary} then null")
    return f"case {' '.join(arms)} end"


def _ordinary(patterns: list[str], sign: str) -> str | None:
    """A condition under which no rule applies, told by the first field; None where that cannot tell."""
    if not all(beginnings(pattern) for pattern in patterns):
        return None
    heads = sorted({word.split(sign)[0] for pattern in patterns for word in beginnings(pattern)})
    shortest = [head for head in heads if not head.startswith(tuple(set(heads) - {head}))]
    none = [f"not starts_with(f1, {literal(head)})" for head in shortest]
    return " and ".join(["f1 <> ''", *none])


def _matches(pattern: str, text: str) -> str:
    """The condition for a pattern; a plain beginning is compared as text, which is quicker."""
    each = [f"starts_with({text}, {literal(word)})" for word in beginnings(pattern)]
    return f"({' or '.join(each)})" if each else f"regexp_matches({text}, {literal(pattern)})"


def _marks(found: Look) -> tuple[tuple[str, str], ...]:
    """The checks for the marks that are set where a file is written out anew."""
    if not found.marked:
        return ()
    return (
        (f"contains(text, {literal(CUT)})", "cut_short"),
        (f"contains(text, {literal(TOO_LONG)})", "line_too_long"),
        (f"contains(text, {literal(UNREADABLE)})", "unreadable"),
    )
