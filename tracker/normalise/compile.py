"""A spec and the fields of a file compile to one query."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tracker.engine.duckdb import literal, quoted
from tracker.engine.statement import Statement, read_statement
from tracker.errors import InputError
from tracker.fields import Fields
from tracker.formats import Spec
from tracker.normalise.columns import Row
from tracker.normalise.stages import Staged, Stated

_HERE = Path(__file__).parent
# Each leans on those before it.
_MACROS = (
    *("is_ipv4", "ipv4_digits", "ipv4_text", "bare_address", "ipv6_groups", "colons"),
    *("ipv6_digits", "checked_digits", "bare_group", "ipv6_long", "cut_run", "without_run"),
    *("address_key", "address_text", "absent_address"),
    *("prefix_address", "prefix_length", "local_time", "since_epoch", "lasting"),
    *("in_zone", "protocol_number", "record_shape", "unescaped"),
)
_NEEDED = {"connection": ("src_ip", "dst_ip"), "login": ("event",)}
_TIMES = {"connection": ("started_at", "ended_at", "logged_at"), "login": ("at",)}


def macros() -> list[Statement]:
    """The macros that the compiled queries lean on, in the order in which to define them."""
    return [read_statement(_HERE / "macros" / f"{name}.sql") for name in _MACROS]


def compile_query(
    spec: Spec, fields: Fields, stated: Stated, where: str, *, whole: bool
) -> Statement:
    """One query over a file's records; its columns are named table.number.column.

    `whole` keeps a rejected record's text, else its shape alone. Raises InputError where the file
    lacks a field that the table cannot do without, or where a zone must be stated and is not.
    """
    staged = Staged(fields, stated, checks=list(fields.checks))
    rows = [
        Row(name, number, columns, staged)
        for name, several in spec.rows.items()
        for number, columns in enumerate(several)
    ]
    for row in rows:
        _refuse_unfillable(row, where)
    finals = [
        f"{expression} as {quoted(f'{row.table}.{row.number}.{name}')}"
        for row in rows
        for name, expression in row.finals().items()
    ]
    sql = _template().sql.format(
        records=fields.records,
        passed=fields.passed,
        texts=_aliased(staged.texts),
        cells=_aliased(staged.cells),
        values=_aliased(staged.values),
        checks=" ".join(f"when {condition} then {literal(r)}" for condition, r in staged.checks),
        kept=fields.text if whole else f"record_shape({fields.text})",
        extra=" ".join(f"{column}," for column in fields.extra),
        rows=",\n    ".join(finals),
    )
    return Statement(spec.name, sql)


@cache
def _template() -> Statement:
    return read_statement(_HERE / "query.sql")


def _aliased(expressions: dict[str, str]) -> str:
    return ",\n        ".join(
        f"{expression} as {alias}" for alias, expression in expressions.items()
    )


def _refuse_unfillable(row: Row, where: str) -> None:
    line = row.staged.fields.named_at
    for name in _NEEDED[row.table]:
        if not row.ways(name):
            names = " or ".join(str(value.field) for value in row.columns.get(name, ()))
            raise InputError(
                f"no field for {name}", where=where, line=line, expected=f"a field {names}"
            )
    if any(row.ways(name) for name in _TIMES[row.table]):
        return
    if any(
        v.needs_zone() and row.staged.fields.has(str(v.field))
        for n in _TIMES[row.table]
        for v in row.columns.get(n, ())
    ):
        raise InputError(
            "times carry no zone",
            where=where,
            line=line,
            expected="the zone of the clock that wrote them",
            todo="state it with --zone, such as --zone Europe/Vilnius or --zone UTC",
        )
    names = " or ".join(str(v.field) for n in _TIMES[row.table] for v in row.columns.get(n, ()))
    raise InputError("no field for the time", where=where, line=line, expected=f"a field {names}")
