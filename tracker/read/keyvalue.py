"""Keys and values: `key=value`, in quotes or not, one after the other."""

from __future__ import annotations

from tracker.engine.duckdb import literal
from tracker.fields import Fields
from tracker.read.lines import Whole
from tracker.read.look import Look
from tracker.read.match import extracted, literally
from tracker.read.whole import line_fields
from tracker.spec import Spec


def keyvalue_fields(spec: Spec, found: Look, max_line: int, claim: str) -> Fields:
    """The fields of lines of pairs; a repeated key is found as often as it stands there."""
    lines = spec.lines
    sign, assign = literally(lines.delimiter), literally(lines.assign)
    # The pattern begins with a literal, which RE2 finds three times as fast as any other beginning.
    value = f'("(?:[^"\\\\]|\\\\.)*"|[^{sign}]*)'
    if lines.repeats:  # a value goes on to the next key, blanks and all
        value = f"(.*?)(?:{sign}[\\w.-]+{assign}|$)"

    def raw(name: str, nth: int) -> str:
        pattern = sign + literally(name) + assign + value
        return extracted(pattern, "pairs", nth)

    body = "text"
    if lines.after:
        behind = extracted(lines.after + "(.*)$", "text")
        body = f"coalesce(nullif({behind}, ''), text)"
    return line_fields(
        spec,
        found,
        Whole(found.path, max_line),
        claim,
        raw,
        bare=lambda text: f"unquoted({text})",
        parsed=f"{literal(lines.delimiter)} || {body} as pairs",
    )
