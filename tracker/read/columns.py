"""Columns by their place, in lines of differing width: a header names them, or the kind of line does."""

from __future__ import annotations

import re
from typing import Any

from tracker.engine.duckdb import literal
from tracker.errors import InputError
from tracker.fields import Claim, Fields, Place
from tracker.patterns import finder
from tracker.read.lines import Whole
from tracker.read.look import Look
from tracker.read.match import extracted
from tracker.read.recognise import head
from tracker.read.whole import LINES, line_fields
from tracker.spec import Spec

Header = tuple[str, list[str], int | None]


def column_fields(spec: Spec, found: Look, max_line: int, begin: Place, claim: Claim) -> Fields:
    """The fields of lines that a delimiter cuts, but where it stands in quotes.

    Raises InputError where a format that needs a header has none and no known number of columns.
    """
    lines = spec.lines
    layouts = {message.name: list(message.columns) for message in spec.messages if message.columns}
    line, names, named_at = ("", [], None) if layouts else header_of(spec, found, begin)

    def raw(name: str, _: int) -> str:
        if not layouts:
            return _place(names.index(name) + 1)
        arms = [
            f"when {spec.kind(message)} then {_place(layout.index(name) + 1)}"
            for message, layout in layouts.items()
            if name in layout
        ]
        return f"case message {' '.join(arms)} end"

    known = {name for layout in layouts.values() for name in layout} | set(names)
    wrong = f"len(parsed) <> {len(names)}" if not lines.ragged else _too_ragged(spec, len(names))
    return line_fields(
        spec,
        found,
        Whole(found, max_line, begin, lines.header if not layouts else None, line),
        Claim() if lines.each else claim,
        raw,
        bare=lambda text: f"unquoted({text})" if lines.quote else text,
        parsed=f"{_cut(spec)} as parsed",
        checks=(
            *([("not whole", "no_json")] if lines.each else []),
            *([(wrong, "wrong_column_count")] if names else []),
        ),
        rules=[("header", "text = $header_line")] if line else [],
        values={"header_line": line},
        has=known.__contains__,
        named_at=named_at,
        **_each(spec, claim),
    )


def _each(spec: Spec, claim: Claim) -> dict[str, Any]:
    """Where a record is a text within a JSON object: the texts, the first of which bears the height.

    Which lines are this format's is asked of the objects: the texts look like another way's lines.
    """
    if not spec.lines.each:
        return {}
    found = [f"json_extract_string(text, {literal(path)})" for path in spec.lines.each]
    parts = f"if(json_valid(text), flatten([{', '.join(found)}]), [text])"
    listed = f"select line, height, json_valid(text) as whole, {parts} as parts from {LINES} where {claim.lines}"
    placed = f"select *, unnest(range(1, greatest(len(parts), 1) + 1)) as place from ({listed})"
    height, text = "if(place = 1, height, 0) as height", "coalesce(parts[place], '') as text"
    return {
        "source": f"(select line, whole, {height}, {text}, null as written from ({placed}))",
        "own": "true",
        "sound": "whole",
        "joined": True,
    }


def header_of(spec: Spec, found: Look, begin: Place) -> Header:
    """The header line in force from a place on, the columns it names, and its number."""
    lines, is_header = spec.lines, finder(spec.lines.header or "[^\\s\\S]")
    first = head(found, begin)
    known = found.before.header if found.before and begin == found.begin else None
    if known and not is_header(first[0]):
        return known, names_in(spec, known), None
    for number, line in enumerate(first, begin.lines + 1):
        if is_header(line):
            return line, names_in(spec, line), number
    for line in first:
        count = len(_named(spec, line))
        for layout in lines.without_header:
            if len(layout) == count and finder(lines.only)(line):
                return "", list(layout), None
    widths = " or ".join(f"{len(layout)} columns" for layout in lines.without_header)
    raise InputError(
        "no header line",
        where=found.shown,
        line=begin.lines + 1,
        expected=f"a line like {lines.header}" + (f", or {widths}" if widths else ""),
    )


def names_in(spec: Spec, header: str) -> list[str]:
    """The columns that a header names."""
    return _named(spec, header.removeprefix(spec.lines.header_prefix))


def _named(spec: Spec, line: str) -> list[str]:
    sign = spec.lines.delimiter
    if spec.lines.repeats:
        line = re.sub(f"(?:{re.escape(sign)})+", sign, line.strip(sign))
    names = [name.strip() for name in line.split(sign)]
    return [name.strip(spec.lines.quote) for name in names] if spec.lines.quote else names


def _too_ragged(spec: Spec, width: int) -> str:
    """Where columns can be quoted only empty ones come too many: others are a text that was cut into columns."""
    behind = f"trim(array_to_string(parsed[{width + 1}:], ''), {literal(' ' + (spec.lines.quote or ''))})"
    return f"len(parsed) < {width}" + (f" or {behind} <> ''" if spec.lines.quote else "")


def _place(number: int) -> str:
    return f"trim(parsed[{number}])"


def _cut(spec: Spec) -> str:
    """A line's columns as a list; quotes are looked for only where there are any."""
    lines, sign = spec.lines, literal(spec.lines.delimiter)
    text = extracted(lines.after + "(.*)$", "text") if lines.after else "text"
    if lines.repeats:
        run = literal(f"(?:{re.escape(lines.delimiter)})+")
        text = f"trim(regexp_replace({text}, {run}, {sign}, 'g'), {sign})"
    cut = f"string_split({text}, {sign})"
    if not lines.quote:
        return cut
    mark, edge = re.escape(lines.quote), re.escape(lines.delimiter)
    column = literal(f" *({mark}(?:[^{mark}]|{mark}{mark})*{mark}|[^{edge}]*)(?:{edge}|$)")
    # Where a line does not end in a delimiter the pattern matches once more behind its end.
    behind = f"if(ends_with({text}, {sign}), 0, 1)"
    careful = f"regexp_extract_all({text}, {column}, 1)"
    return f"if(contains({text}, {literal(lines.quote)}), {careful}[:-1 - {behind}], {cut})"
