"""A spec and the fields of a file compile to one query."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tracker.engine.duckdb import literal, quoted
from tracker.engine.statement import Statement, read_statement
from tracker.errors import InputError
from tracker.fields import Fields
from tracker.normalise.columns import Row
from tracker.normalise.stages import Staged, Stated
from tracker.spec import Spec

_HERE = Path(__file__).parent
_CALLED = re.compile(r"\b\w+(?=\()")
_BEGINS = 4096  # characters; however long the lines of a batch are, Arrow must hold them
# Each leans on those before it.
_OF_ADDRESSES = (
    *("is_ipv4", "ipv4_digits", "ipv4_text", "bare_address", "ipv6_groups", "colons"),
    *("ipv6_digits", "checked_digits", "bare_group", "ipv6_long", "cut_run", "without_run"),
    *("address_key", "address_text", "absent_address"),
)
_MACROS = (
    *_OF_ADDRESSES,
    *("prefix_address", "prefix_length", "local_time", "since_epoch", "counted_before"),
    *(
        "lasting",
        "clock_length",
        "in_zone",
        "offset_time",
        "dated_time",
        "in_leap_year",
        "year_before",
    ),
    *("yearless_time", "in_utc", "offset_us", "sized_epoch"),
    *("zone_offsets", "named_offsets", "in_named_zone"),
    *("endpoint_address", "endpoint_port", "protocol_number", "record_shape", "unescaped"),
    *(
        "unquoted",
        "sole",
        "syslog_header",
        "behind_header",
        "syslog_time",
        "syslog_host",
        "syslog_program",
        "syslog_process",
    ),
)
_NEEDED = {"connection": ("src_ip", "dst_ip"), "login": ("event",)}
_TIMES = {"connection": ("started_at", "ended_at", "logged_at"), "login": ("at",)}


def macros() -> list[Statement]:
    """The macros that the compiled queries lean on, in the order in which to define them."""
    return [_macro(name) for name in _MACROS]


def macros_of(query: Statement) -> list[Statement]:
    """Those of them that a query leans on, in that order: to define all takes as long as a small file."""
    named = set(_CALLED.findall(query.sql))
    needed = []
    for macro in reversed(macros()):
        if macro.name in named:
            named.update(_CALLED.findall(macro.sql))
            needed.append(macro)
    return needed[::-1]


def address_macros() -> list[Statement]:
    """Those of them that addresses alone need, in that order."""
    return [_macro(name) for name in _OF_ADDRESSES]


@cache
def _macro(name: str) -> Statement:
    return read_statement(_HERE / "macros" / f"{name}.sql")


def compile_query(
    spec: Spec, fields: Fields, stated: Stated, where: str, *, whole: bool
) -> Statement:
    """One query over a file's records; its columns are named table.number.column, names in clear.

    `whole` keeps a rejected record's text; else its shape, and its beginning in `begins`. Raises
    InputError where the file lacks a field that the table cannot do without, or where a zone must be
    stated and is not.
    """
    staged = Staged(fields, stated, checks=list(fields.checks))
    rows = [Row(template, staged) for template in spec.rows]
    for row in rows:
        _refuse_unfillable(row, where)
    finals = [
        f"{expression} as {quoted(row.template.prefix + name)}"
        for row in rows
        for name, expression in row.finals().items()
    ]
    if any(row.template.needs for row in rows):
        every = " or ".join(row.made() or "true" for row in rows)
        staged.check(f"not ({every})", "nothing_told")
    begins = f"case when rejected is not null then left({fields.text}, {_BEGINS}) end as begins"
    extra = () if whole else (begins,)
    layers = staged.layers()
    sql = _template().sql.format(
        records=fields.records,
        passed=fields.passed,
        raws=_aliased(staged.found()),
        texts=_aliased(staged.texts),
        cells=_aliased(staged.cells),
        steps="".join(_layer(n, each) for n, each in enumerate(layers, 1)),
        stepped=f"steps_{len(layers)}" if layers else "cells",
        values=_aliased(staged.values),
        checks=" ".join(f"when {condition} then {literal(r)}" for condition, r in staged.checks),
        kept=fields.text if whole else f"record_shape({fields.text})",
        extra=" ".join(f"{column}," for column in (*fields.extra, *extra)),
        rows=",\n    ".join(finals),
    )
    return Statement(spec.name, sql)


@cache
def _template() -> Statement:
    return read_statement(_HERE / "query.sql")


def _layer(number: int, steps: dict[str, str]) -> str:
    """One layer of steps as a selection from the one before it."""
    below = f"steps_{number - 1}" if number > 1 else "cells"
    return f"steps_{number} as (select *, {_aliased(steps)} from {below}),\n\n"


def _aliased(expressions: dict[str, str]) -> str:
    """The expressions under their names, as what a selection goes on with; there may be none."""
    return ",\n        ".join(
        f"{expression} as {alias}" for alias, expression in expressions.items()
    )


def _refuse_unfillable(row: Row, where: str) -> None:
    line = row.staged.fields.named_at
    for name in _NEEDED[row.table]:
        if not row.ways(name):
            raise InputError(
                f"no field for {name}",
                where=where,
                line=line,
                expected=f"a field {_fields(row, (name,))}",
            )
    times = _TIMES[row.table]
    if any(row.ways(name) for name in times):
        return
    if any(row.unzoned(name) for name in times):
        if row.template.messages:
            return  # refused at the first line that makes it, for there may be none
        raise no_zone(where, line)
    raise InputError(
        "no field for the time", where=where, line=line, expected=f"a field {_fields(row, times)}"
    )


def no_zone(where: str, line: int | None) -> InputError:
    """The refusal of a file whose clock's zone neither it nor anybody tells."""
    return InputError(
        "times carry no zone",
        where=where,
        line=line,
        expected="the zone of the clock that wrote them",
        todo="state it with --zone, such as --zone Europe/Vilnius or --zone UTC, "
        "or as zone of a [[source]] in tracker.toml",
    )


def _fields(row: Row, names: Iterable[str]) -> str:
    """The fields that could fill one of these columns."""
    values = (value for name in names for value in row.template.columns.get(name, ()))
    return " or ".join(dict.fromkeys(str(value.field) for value in values))
