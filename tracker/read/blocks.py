"""Blocks: a record is a line and those that belong to it, which were joined to it before."""

from __future__ import annotations

import re

from tracker.engine.duckdb import literal
from tracker.fields import Fields, Messages
from tracker.read.lines import Whole
from tracker.read.look import Look
from tracker.read.match import matches
from tracker.read.rules import broken_off, marks, passed_by
from tracker.read.whole import LINES
from tracker.spec import Spec


def block_fields(spec: Spec, found: Look, max_line: int) -> Fields:
    """The fields of blocks: `name = value`, a line each, behind a line of another form."""
    lines = spec.lines
    checks = [
        *marks(found),
        (f"not regexp_matches(text, {literal('(?m)' + lines.only)})", "not_this_format"),
    ]
    # What comes before the first opening line, or stands between two records, has lost its own.
    checks.append(("starts_with(ltrim(text, chr(10)), chr(9))", "cut_short"))
    checks += broken_off(spec)
    rules = [(name, matches(pattern, "text")) for name, pattern in lines.passed]
    return Fields(
        lines=Whole(found, max_line, found.begin),
        records=f"select * from {LINES}",
        text="text",
        raw=_attribute,
        has=lambda _: True,
        null=lines.null,
        passed=passed_by([("blank", "text = ''"), *rules]),
        checks=tuple(checks),
        bare=lambda text: f"case when {text} <> '' then unescaped({text}) end",
        extra=("height",),
    )


def _attribute(name: str, nth: int, _: Messages) -> str:
    """The value behind `name = `, out of its quotes, with backslashes undone."""
    pattern = literal(f'\\n\\t{re.escape(name)} = "?((?:[^"\\\\\\n]|\\\\.)*)')
    found = f"regexp_extract(text, {pattern}, 1)"
    if nth > 1:
        found = f"regexp_extract_all(text, {pattern}, 1)[{nth}]"
    return found
