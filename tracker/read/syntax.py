"""How lines become fields: one function a syntax."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from tracker.engine.duckdb import as_pattern, literal
from tracker.engine.statement import Statement, read_statement
from tracker.errors import InputError
from tracker.fields import Fields
from tracker.formats import Lines, Spec
from tracker.read.look import CUT, TOO_LONG, UNREADABLE, Look
from tracker.read.recognise import head

_HERE = Path(__file__).parent
_SIGNS = re.compile(r"[\\^$.|?*+()\[\]{}]")


def fields_of(spec: Spec, found: Look, max_line: int, skip: int = 0) -> Fields:
    """The fields of a file's records after the first `skip` lines.

    Raises InputError where a format that needs a header has none and no known number of columns.
    """
    lines = _statement("lines").sql.format(
        path=literal(as_pattern(found.path)), longest=max(2 * max_line, 1 << 20), skip=skip
    )
    if spec.lines.syntax == "blocks":
        return _blocks(spec.lines, found, _statement("blocks").sql.format(lines=lines))
    return _delimited(spec, found, lines, skip)


def _delimited(spec: Spec, found: Look, lines: str, skip: int) -> Fields:
    header, names, named_at = _header(spec, found, skip)
    numbers = {name: number for number, name in reversed(list(enumerate(names, 1)))}
    split = f"select text, string_split(text, {literal(spec.lines.delimiter)}) as f from ({lines})"
    rules = [("header", spec.lines.header)] if spec.lines.header else []
    return Fields(
        lines=split,
        raw=lambda name, _: f"f[{numbers[name]}]",
        has=numbers.__contains__,
        null=spec.lines.null,
        passed=_passed([*rules, *spec.lines.passed]),
        checks=(*_marks(found), (f"len(f) <> {len(names)}", "wrong_column_count")),
        # A header that differs from the one these columns were taken from opens another section.
        extra=("case when passed = 'header' then text <> $header end as header_changed",),
        named_at=named_at,
        values={"header": header},
    )


def _header(spec: Spec, found: Look, skip: int) -> tuple[str, list[str], int | None]:
    """The header line in force after `skip` lines, the columns it names, and its number."""
    lines, rule = spec.lines, re.compile(spec.lines.header or r"(?!)")
    first = head(found, skip)
    for number, line in enumerate(first, skip + 1):
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
        line=skip + 1,
        expected=f"a line like {lines.header}" + (f", or {widths}" if widths else ""),
    )


def _blocks(lines: Lines, found: Look, blocks: str) -> Fields:
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
        lines=blocks,
        raw=_attribute,
        has=lambda _: True,
        null=lines.null,
        passed=_passed(list(lines.passed)),
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


def _passed(rules: list[tuple[str, str]]) -> str:
    arms = " ".join(f"when {_matches(pattern)} then {literal(rule)}" for rule, pattern in rules)
    return f"case when text is null then 'blank' {arms} end"


def _matches(pattern: str) -> str:
    """The condition for a pattern; a plain beginning is compared as text, which is quicker."""
    prefix = pattern.removeprefix("^").replace("\\t", "\t")
    if pattern.startswith("^") and not _SIGNS.search(prefix):
        return f"starts_with(text, {literal(prefix)})"
    return f"regexp_matches(text, {literal(pattern)})"


def _marks(found: Look) -> tuple[tuple[str, str], ...]:
    """The checks for the marks that are set where a file is written out anew."""
    if not found.mended:
        return ()
    return (
        (f"contains(text, {literal(CUT)})", "cut_short"),
        (f"contains(text, {literal(TOO_LONG)})", "line_too_long"),
        (f"contains(text, {literal(UNREADABLE)})", "unreadable"),
    )


@cache
def _statement(name: str) -> Statement:
    return read_statement(_HERE / f"{name}.sql")
