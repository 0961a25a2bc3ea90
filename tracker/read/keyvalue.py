"""Keys and values: `key=value`, in quotes or not, one after the other.

Devices write the keys of one kind of line in one order. Where the file's first lines have a key at
one place, it is looked at there first, which is three times as fast as to look for it.
"""

from __future__ import annotations

from collections import Counter

from tracker.engine.duckdb import begins, literal
from tracker.fields import Claim, Fields
from tracker.read.lines import Whole
from tracker.read.look import Look
from tracker.read.match import extracted, first_found, literally
from tracker.read.recognise import head
from tracker.read.whole import line_fields
from tracker.spec import Spec

# What somebody chose as his name must not pass for another key: what is in quotes is skipped whole.
_OUTSIDE_QUOTES = r'^(?:[^"]|"(?:[^"\\]|\\.)*")*?'


def keyvalue_fields(spec: Spec, found: Look, max_line: int, claim: Claim) -> Fields:
    """The fields of lines of pairs; a repeated key is found as often as it stands there."""
    lines = spec.lines
    sign, assign = literally(lines.delimiter), literally(lines.assign)
    # The pattern begins with a literal, which RE2 finds three times as fast as any other beginning.
    # Behind a quote that is not closed the line broke off, and some of a name is another's.
    value = f'("(?:[^"\\\\]|\\\\.)*"|[^"{sign}][^{sign}]*|)'
    if lines.repeats:  # a value goes on to the next key, blanks and all
        value = f"(.*?)(?:{sign}[\\w.-]+{assign}|$)"

    places = {} if lines.repeats else _places(spec, head(found))

    def raw(name: str, nth: int) -> str:
        pair = sign + literally(name) + assign + value
        anywhere = usual = extracted(pair, "pairs", nth)
        if nth > 1 or lines.repeats:
            return anywhere
        if name in places:
            # A piece with half a quote in it is none: it goes on behind the delimiter.
            place, mark = places[name]
            whole = f'^{literally(name)}{assign}{mark}([^"\\\\{sign}]+){mark}$'
            usual = first_found([extracted(whole, f"pieces[{place}]"), anywhere])
        outside = extracted(_OUTSIDE_QUOTES + pair, "pairs")
        return f"case when pieces is null then {outside} else {usual} end"

    body = "text"
    if lines.after:
        behind = extracted(lines.after + "(.*)$", "text")
        body = f"coalesce(nullif({behind}, ''), text)"
    return line_fields(
        spec,
        found,
        Whole(found, max_line, found.begin),
        claim,
        raw,
        bare=_unescaped if lines.escapes else lambda text: f"unquoted({text})",
        parsed=f"{literal(lines.delimiter)} || {body} as pairs, {_pieces(spec)} as pieces",
    )


def _unescaped(text: str) -> str:
    """A text out of its quotes; without them its backslashes are undone as well."""
    return f"if({begins(text, chr(34))}, unquoted({text}), unescaped({text}))"


def _pieces(spec: Spec) -> str:
    """What the delimiter makes of a line; null where a text in quotes has what may be a pair in it."""
    sign, assign = literally(spec.lines.delimiter), literally(spec.lines.assign)
    quoted_pair = literal(f'{assign}"(?:[^"\\\\]|\\\\.)*{sign}[^"{sign}{assign}]+{assign}')
    cut = f"string_split(pairs, {literal(spec.lines.delimiter)})"
    return f"case when not regexp_matches(pairs, {quoted_pair}) then {cut} end"


def _places(spec: Spec, first: list[str]) -> dict[str, tuple[int, str]]:
    """Of the pieces that the delimiter makes of a line, the one that a key most often is, and its quote."""
    sign, assign = spec.lines.delimiter, spec.lines.assign
    counted: dict[str, Counter[tuple[int, str]]] = {}
    for line in first:
        # In the engine a delimiter stands before the line, and the first piece is empty.
        for place, piece in enumerate(line.split(sign), 2):
            key, between, value = piece.partition(assign)
            if between:
                mark = '"' if value.startswith('"') else ""
                counted.setdefault(key, Counter())[place, mark] += 1
    return {key: places.most_common(1)[0][0] for key, places in counted.items()}
