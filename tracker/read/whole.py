"""Fields of lines that are read as one text: what all syntaxes of that kind share."""

from __future__ import annotations

from collections.abc import Callable

from tracker.engine.duckdb import literal
from tracker.fields import Claim, Fields, Lines, Messages, Raw
from tracker.patterns import finder
from tracker.read.look import Look
from tracker.read.match import extracted, first_found, matches
from tracker.read.recognise import head
from tracker.read.rules import Checks, Rules, broken_off, marks, of, passed_by, silent, spoken
from tracker.spec import HOST, MESSAGE, PROCESS, PROGRAM, TIME, Spec

LINES = "numbered_lines"  # what the engine reads a file's lines as
# Trimming each line would cost as much as a third of all else: only one that begins blank is. Not
# by `and`, whose sides the engine now and then tries the other way round to see which is quicker.
_BLANK = "case when text < '!' then trim(text) = '' end"
# What stands between the members of a JSON document.
_BETWEEN = r"[\s,\[\]{}]*(?:\"\w+\"\s*:\s*\[\s*)?"
_BRACKETS: Rules = [("brackets", f"regexp_full_match(text, {literal(_BETWEEN)})")]
_ENVELOPE = {
    TIME: "syslog_time(header)",
    HOST: "syslog_host(text, header)",
    PROGRAM: "syslog_program(text, header)",
    PROCESS: "syslog_process(text, header)",
}


def line_fields(
    spec: Spec,
    found: Look,
    lines: Lines,
    claim: Claim,
    raw: Callable[[str, int], str],
    *,
    bare: Callable[[str], str] = str,
    parsed: str = "null as parsed",
    sound: str = "true",
    checks: Checks = (),
    rules: Rules = [],  # noqa: B006  # never changed
    has: Callable[[str], bool] = lambda _: True,
    named_at: int | None = None,
    values: dict[str, object] = {},  # noqa: B006
    source: str = LINES,
    own: str | None = None,
    joined: bool = False,
) -> Fields:
    """The fields of lines that `claim` says are this format's.

    `parsed` is an expression over `text`, made once a line, that `raw` draws on; `sound` tells that
    it could be made, without which a line is of no kind and is rejected. A pattern of the
    spec goes before what `raw` finds under the same name.
    """
    own = own or matches(spec.lines.only, "text")
    header = ", syslog_header(text) as header" if spec.mapped() & _ENVELOPE.keys() else ""
    inner = f"select *, {parsed}{header} from {source} where {claim.lines}"
    foreign = [] if spec.lines.header else [(f"not {own}", "not_this_format")]
    if claim.contested:
        foreign.append((claim.contested, "of_two_formats"))
    first = [*(_BRACKETS if joined else []), *rules]
    context = _context(spec, found)
    return Fields(
        lines=lines,
        records=f"select *, {spoken(spec, 'text')} as message from ({inner})",
        text="coalesce(written, text)",
        raw=_by_name(spec, {f"@{name}": f"${_told(name)}" for name in context}, raw),
        has=lambda name: spec.is_told(name) or name in _patterned(spec) or has(name),
        null=tuple(dict.fromkeys(("", *spec.lines.null))),
        passed=_passed(spec, first, own, sound),
        checks=(*marks(found), *foreign, *broken_off(spec), *checks),
        bare=lambda text: f"case when {text} <> '' then {bare(text)} end",
        of=lambda messages: of(spec, messages),
        extra=("height",) if joined else (),
        named_at=named_at,
        values=values | {_told(name): text for name, text in context.items()},
    )


def _passed(spec: Spec, first: Rules, own: str, sound: str) -> str:
    """The rule by which a line is passed over, be it for what it says or for its kind."""
    named = [(rule, matches(pattern, "text")) for rule, pattern in spec.lines.passed]
    other = silent(spec)
    rest = passed_by(other) if other else "null"
    if other and not spec.lines.header:
        # A line that is not this format's is none of its other messages either; which is asked only
        # of one that would be.
        some = " or ".join(condition for _, condition in other)
        rest = f"case when {some} then case when {own} and {sound} then {rest} end end"
    return passed_by([("blank", _BLANK), *first, *named], rest=rest)


def _patterned(spec: Spec) -> set[str]:
    """The fields that patterns of the spec find."""
    return {*spec.fields, *(name for message in spec.messages for name in message.fields)}


def _by_name(spec: Spec, context: dict[str, str], raw: Callable[[str, int], str]) -> Raw:
    names = [f"when {spec.kind(one.name)} then {literal(one.name)}" for one in spec.messages]
    known = {MESSAGE: f"case message {' '.join(names)} end"} if names else {}
    known |= context | _ENVELOPE

    def text_of(name: str, nth: int, messages: Messages) -> str:
        if name in known:
            return known[name]
        if name in _patterned(spec):
            return _patterns(spec, name, nth, messages)
        text = raw(name, nth)
        return f"case when {of(spec, sorted(messages))} then {text} end" if messages else text

    return text_of


def _patterns(spec: Spec, name: str, nth: int, messages: Messages) -> str:
    """What the patterns of a field find, each in the kinds of lines that it is for."""
    rest = spec.fields.get(name, ())
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in spec.messages:
        patterns = one.fields.get(name, rest)
        if patterns and (messages is None or one.name in messages):
            alike.setdefault(patterns, []).append(one.name)
    others = ""
    if messages is None and rest:
        alike.pop(rest, None)  # it is looked for in all that have no pattern of their own
        others = f" else {_any_of(rest, nth)}"
    arms = [f"when {of(spec, kinds)} then {_any_of(each, nth)}" for each, kinds in alike.items()]
    if not arms:
        return others.removeprefix(" else ") or "cast(null as varchar)"
    return f"case {' '.join(arms)}{others} end"


def _any_of(patterns: tuple[str, ...], nth: int) -> str:
    each = [extracted(pattern, "text", nth) for pattern in patterns]
    return each[0] if len(each) == 1 else first_found(each)


def _context(spec: Spec, found: Look) -> dict[str, str | None]:
    """What a line among the file's first tells for all of them."""
    if not spec.context:
        return {}
    first = "\n".join(head(found))
    told = {name: finder(f"(?m){pattern}")(first) for name, pattern in spec.context.items()}
    return {name: match[1] if match else None for name, match in told.items()}


def _told(name: str) -> str:
    """The parameter of what the file's first lines tell."""
    return f"told_{name}"
