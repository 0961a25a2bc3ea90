"""Times: what a log writes, as microseconds in UTC, with the rule that made them."""

from __future__ import annotations

from tracker.engine.duckdb import literal, word
from tracker.normalise.stages import Staged
from tracker.spec import Value

# Microseconds of the times that are believed: 1970 to 2099.
_EARLIEST, _LATEST = 0, 4_102_444_800_000_000 - 1
_NEAR = 15 * 60 * 1_000_000
_OTHER_ZONE = -(10**17)  # macros/in_named_zone.sql gives less, however long a length is added
_PER_UNIT = {"s": "1000000", "ms": "1000", "us": "1", "ns": "0.001"}
# What stands behind a time; AM and PM are no such name, and half a day would be lost with them.
_ZONE_OR_NAME = "(?:[A-Za-z]|[A-Za-z]{3,}|[B-OQ-Zb-oq-z][A-Za-z]|[APap][A-LN-Za-ln-z])"
# Each macro gives the time on the clock that wrote it.
_SPELLINGS = {"text": "local_time", "dated": "dated_time"}


def micros(staged: Staged, value: Value) -> str:
    """The expression for one way to write a time; null where the text is no time."""
    us = _written(staged, staged.cell(value), value)
    for sign, other in (("+", value.plus), ("-", value.minus)):
        if other and staged.fields.has(other):
            us = f"{us} {sign} {staged.step(lasting(staged.named(other), value.lasts))}"
    if value.near:
        us = f"if(abs({us} - ({micros(staged, value.near)})) <= {_NEAR}, {us}, null)"
    return us


def lasting(cell: str, unit: str) -> str:
    """A length of time in microseconds; nought where none is written, null where it is none."""
    return f"clock_length({cell})" if unit == "clock" else f"lasting({cell}, {_PER_UNIT[unit]})"


def outside(us: str) -> str:
    """The condition under which a time is none that a log of this century can hold."""
    return f"{us} not between {_EARLIEST} and {_LATEST}"


def may_name_zone(value: Value) -> bool:
    """Whether a zone's abbreviation behind the time is held against the stated zone."""
    # An ISO time has none behind it, and what stands behind %p is AM or PM.
    return value.needs_zone() and value.form != "text" and "%p" not in str(value.form)


def of_other_zone(us: str) -> str:
    """The condition under which a clock shows a zone's abbreviation that the stated zone does not."""
    return f"{us} < {_OTHER_ZONE}"


def basis(each: list[str], ways: list[Value]) -> str:
    """Which rule made the time: that of the first way that gave one."""
    rules = [_rule(value) for value in ways]
    known = list(dict.fromkeys(rules))
    if len(known) == 1:
        return word(rules[0], known)
    told = zip(each, rules, strict=True)
    arms = (f"when {us} is not null then {word(rule, known)}" for us, rule in told)
    return f"case {' '.join(arms)} end"


def _rule(value: Value) -> str:
    if value.form == "yearless":
        return "file-year"
    if value.form in ("offset", "named") or value.zone or (value.form and "%z" in value.form):
        return "offset-printed"
    return "configured-zone" if value.needs_zone() else "utc"


def _written(staged: Staged, cell: str, value: Value) -> str:
    form = str(value.form)
    offset = f"offset_time({cell})"  # no other spelling has an offset from UTC
    if form == "epoch":
        unit = _PER_UNIT.get(value.unit)
        return staged.step(f"since_epoch({cell}, {unit})" if unit else f"sized_epoch({cell})")
    if form == "offset":
        return staged.step(offset)
    if form == "named":
        told = f"in_utc({staged.text(value)})"
        dated = staged.step(f"dated_time({told})")
        return f"coalesce({dated}, {_yearless(staged, told, literal('UTC'))})"
    if form == "yearless":
        told = staged.text(value)
        return _in_zone(staged, _yearless(staged, told, "$zone", offset), told)
    clock = f"{_SPELLINGS[form]}({cell})" if form in _SPELLINGS else _by_pattern(cell, form)
    local = staged.step_unless(offset, clock) if form in _SPELLINGS else staged.step(clock)
    if value.zone:
        return f"({local} - {staged.step(f'offset_us({staged.named(value.zone)})')})"
    written = cell if may_name_zone(value) else ""
    return _in_zone(staged, local, written) if value.needs_zone() else local


def _in_zone(staged: Staged, local: str, written: str) -> str:
    """A time on the stated zone's clock in UTC; where that clock shows UTC, there is nothing to do.

    What is `written` may name its zone behind the time, and then agrees with the stated one or not.
    """
    bare = local if staged.stated.zone == "UTC" else f"in_zone({local}, $zone)"
    if not written:
        return bare
    named = staged.step(f"named_offsets({written})")
    return f"if({named} is null, {bare}, in_named_zone({local}, {named}, $zone))"


def _yearless(staged: Staged, text: str, zone: str, unless: str = "") -> str:
    """A time in the year that the file's own date tells; what the year is told by is made once."""
    leap = staged.step_unless(unless, f"in_leap_year({text})")
    return staged.step(f"yearless_time({leap}, {staged.stated.written}, {zone})")


def _by_pattern(cell: str, form: str) -> str:
    if "%z" in form:
        return f"epoch_us(try_strptime({cell}, {literal(form)}))"
    # The engine would take a zone's abbreviation (%Z) for one zone; it may name several.
    behind = "( [0-9]{4})?" if "%Z" in form else "()"
    clock = f"regexp_replace({cell}, ' {_ZONE_OR_NAME}{behind}$', '\\1')"
    form = form.replace(" %Z", "")
    return f"epoch_us(try_strptime({cell if '%p' in form else clock}, {literal(form)}))"
