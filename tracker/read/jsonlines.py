"""JSON: an object a line, or the members of a document's list, which were made lines before."""

from __future__ import annotations

import json
from typing import Any

from tracker.engine.duckdb import begins, literal, quoted
from tracker.fields import Claim, Fields
from tracker.read.lines import Whole
from tracker.read.look import Look
from tracker.read.match import matches
from tracker.read.whole import LINES, line_fields
from tracker.spec import Spec

# What may stand before an object is what syslog, a container or a shipper puts there: a few words, a program and
# a colon, or the fields of RFC 5424. Behind any other word it is one that somebody else's line quotes.
_FRONT = (
    r"^\s*(?:<[0-9]+>)?(?:(?:[^:{]|:[^ {])*:\s*(?:@cee:\s*)?"
    r"|1 (?:[^ {]+ +){5}\[.*\] |(?:[^\s{]*[^\s{:][\s,]+){0,9})(?:<[0-9]+>)?\[?\{"
)


def json_fields(spec: Spec, found: Look, max_line: int, claim: Claim) -> Fields:
    """The fields of objects: `a.b` is b within a, or the key a.b; of a list it is the first member.

    All are taken out of an object in one go. A line that is no object is rejected.
    """
    names = sorted(name for name in spec.mapped() if not spec.is_told(name))
    shape = json.dumps(_shape(names))
    bare = begins("text", "{")
    behind = f"if({matches(_FRONT, 'text')}, substr(text, instr(text, '{{')), null)"
    body = f"if({bare}, text, {behind}) as body"
    # Of an object the engine would need as long again to say beforehand that it is one. What it cannot
    # take apart it tries once more line by line, so that lines that broke off are told first.
    whole = "case when ends_with(body, '}') then body when json_valid(body) then body end"
    parsed = f"try(json_transform({whole}, {literal(shape)})) as parsed"
    return line_fields(
        spec,
        found,
        Whole(found, max_line, found.begin),
        claim,
        lambda name, _: _member(name),
        bare=lambda text: f"sole({text})",
        source=f"(select *, {body} from {LINES})",
        parsed=parsed,
        sound="parsed is not null",
        checks=(("parsed is null", "no_json"),),
        joined=found.joined,
    )


def _shape(names: list[str]) -> dict[str, Any]:
    """The part of an object that is asked for: every member a text."""
    shape: dict[str, Any] = {}
    for name in names:
        shape.setdefault(name, "VARCHAR")
        steps = name.split(".")
        place = shape
        for step in steps[:-1]:
            if not isinstance(place.get(step), dict):
                place[step] = {}
            place = place[step]
        if len(steps) > 1:
            place.setdefault(steps[-1], "VARCHAR")
    return shape


def _member(name: str) -> str:
    steps = name.split(".")
    nested = "parsed." + ".".join(quoted(step) for step in steps)
    if len(steps) > 1:
        nested = f"coalesce(parsed.{quoted(name)}, {nested})"
    return nested
