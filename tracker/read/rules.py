"""What becomes of a line before its fields are looked at: passed over by a rule, or rejected."""

from __future__ import annotations

from collections.abc import Iterable

from tracker.engine.duckdb import literal, one_of
from tracker.read.look import Look
from tracker.read.match import matches
from tracker.read.mend import CUT, TOO_LONG, UNREADABLE
from tracker.spec import Spec

Rules = list[tuple[str, str]]
Checks = tuple[tuple[str, str], ...]
OTHER = "other_message"


def passed_by(
    rules: Iterable[tuple[str, str]], ordinary: str | None = None, rest: str = "null"
) -> str:
    """The rule by which a record is passed over: the first whose condition holds; none if `ordinary`.

    `rest` is what decides where none of them holds.
    """
    arms = [f"when {condition} then {literal(rule)}" for rule, condition in rules]
    if ordinary:
        arms.insert(0, f"when {ordinary} then null")
    return f"case {' '.join(arms)} else {rest} end"


def spoken(spec: Spec, text: str) -> str:
    """The kind of a line: the number of the first message whose pattern it matches, or null."""
    arms = [f"when {matches(one.when, text)} then {spec.kind(one.name)}" for one in spec.messages]
    return f"case {' '.join(arms)} end" if arms else "cast(null as integer)"


def of(spec: Spec, messages: Iterable[str]) -> str:
    """The condition that a line is of one of these kinds."""
    return one_of("message", [str(spec.kind(message)) for message in messages])


def silent(spec: Spec) -> Rules:
    """The rules for lines of this format whose message makes no row, or is none that is known."""
    if not spec.messages:
        return []
    making = {message for template in spec.rows for message in template.messages}
    if any(not template.messages for template in spec.rows):
        making = {message.name for message in spec.messages}
    quiet = [message.name for message in spec.messages if message.name not in making]
    return [*((name, of(spec, [name])) for name in quiet), (OTHER, "message is null")]


def broken_off(spec: Spec) -> Checks:
    """The checks that a line or block has come to its end."""
    conditions = []
    if spec.lines.torn:
        conditions.append(matches(spec.lines.torn, "text"))
    if spec.lines.complete:
        conditions.append(f"not {matches(spec.lines.complete, 'text')}")
    return tuple((condition, "cut_short") for condition in conditions)


def marks(found: Look) -> Checks:
    """The checks for the marks that are set where a file is written out anew."""
    if not found.marked:
        return ()
    return (
        (f"contains(text, {literal(CUT)})", "cut_short"),
        (f"contains(text, {literal(TOO_LONG)})", "line_too_long"),
        (f"contains(text, {literal(UNREADABLE)})", "unreadable"),
    )
