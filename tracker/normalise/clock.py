"""Times: what a log writes, as microseconds in UTC, with the rule that made them."""

from __future__ import annotations

from tracker.engine.duckdb import literal
from tracker.formats import Value
from tracker.normalise.stages import Staged

# Microseconds of the times that are believed: 1970 to 2099.
_EARLIEST, _LATEST = 0, 4_102_444_800_000_000 - 1
_NEAR = 15 * 60 * 1_000_000
_PER_UNIT = {"s": "1000000", "ms": "1000", "us": "1", "ns": "0.001"}


def micros(staged: Staged, value: Value) -> str:
    """The expression for one way to write a time; null where the text is no time."""
    cell = staged.cell(str(value.field), value.nth)
    us = _written(cell, value)
    for sign, other in (("+", value.plus), ("-", value.minus)):
        if other and staged.fields.has(other):
            us = f"{us} {sign} lasting({staged.cell(other)})"
    if value.near:
        us = f"if(abs({us} - ({micros(staged, value.near)})) <= {_NEAR}, {us}, null)"
    return us


def outside(us: str) -> str:
    """The condition under which a time is none that a log of this century can hold."""
    return f"{us} not between {_EARLIEST} and {_LATEST}"


def basis(each: list[str], ways: list[Value]) -> str:
    """Which rule made the time: that of the first way that gave one."""
    words = [literal("configured-zone" if value.needs_zone() else "utc") for value in ways]
    if len(set(words)) == 1:
        return words[0]
    arms = (f"when {us} is not null then {word}" for us, word in zip(each, words, strict=True))
    return f"case {' '.join(arms)} end"


def _written(cell: str, value: Value) -> str:
    if value.form == "epoch":
        return f"since_epoch({cell}, {_PER_UNIT[value.unit]})"
    if value.form == "text":
        return f"in_zone(local_time({cell}), $zone)"
    # The abbreviation behind a time names several zones at once; the stated zone decides.
    clock = f"regexp_replace({cell}, ' [A-Za-z]+$', '')"
    return f"in_zone(epoch_us(try_strptime({clock}, {literal(str(value.form))})), $zone)"
