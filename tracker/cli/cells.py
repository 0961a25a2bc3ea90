"""Columns become text: times with their offset, lists as JSON, whole batches at once in DuckDB."""

from __future__ import annotations

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources, literal, quoted
from tracker.engine.spreadsheet import unrun, unrun_name
from tracker.engine.statement import Statement

_ISO = "%Y-%m-%dT%H:%M:%S.%f%z"
_SHORT = "%Y-%m-%d %H:%M:%S%z"


class Cells:
    """Turns batches into text; times are told in the zone, with their offset."""

    def __init__(self, zone: str) -> None:
        self._engine = DuckDB(Resources(threads=1))
        self._engine.connection.execute(f"set timezone = {literal(zone)}")

    def close(self) -> None:
        self._engine.connection.close()

    def table(self, rows: pa.Table, names: list[str]) -> pa.Table:
        """Every cell as short text for eyes; what is null stays null."""
        chosen = rows.select(names)
        return self._rows(
            chosen, [f"{_text(f, _SHORT)} as {quoted(f.name)}" for f in chosen.schema]
        )

    def csv(self, rows: pa.Table) -> pa.Table:
        """Numbers as numbers, all else as text in which no formula begins."""
        return self._rows(rows, [f"{_csv(f)} as {quoted(unrun_name(f.name))}" for f in rows.schema])

    def lines(self, rows: pa.Table) -> str:
        """One JSON object a row, each on a line of its own."""
        pairs = ", ".join(f"{literal(f.name)}: {_json(f)}" for f in rows.schema)
        found = self._rows(rows, [f"cast(to_json({{{pairs}}}) as varchar) as line"])
        return "".join(f"{line}\n" for line in found.column("line").to_pylist())

    def _rows(self, rows: pa.Table, columns: list[str]) -> pa.Table:
        self._engine.register("shown", rows)
        return self._engine.rows(Statement("shown", f"select {', '.join(columns)} from shown"))


def _is_number(kind: pa.DataType) -> bool:
    kinds = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal)
    return any(is_kind(kind) for is_kind in kinds)


def _text(field: pa.Field, times: str) -> str:
    name = quoted(field.name)
    if pa.types.is_timestamp(field.type) and field.type.tz:
        # %z writes +02 for a whole hour; ISO 8601 readers want the minutes as well.
        told = f"strftime({name}, '{times}')"
        return f"regexp_replace({told}, '([+-][0-9][0-9])$', '\\1:00')"
    if pa.types.is_nested(field.type):
        return f"cast(to_json({name}) as varchar)"
    return f"cast({name} as varchar)"


def _csv(field: pa.Field) -> str:
    if _is_number(field.type):
        return quoted(field.name)
    return unrun(_text(field, _ISO))


def _json(field: pa.Field) -> str:
    name = quoted(field.name)
    if pa.types.is_floating(field.type):
        # JSON knows neither infinity nor NaN.
        return f"case when isfinite({name}) then {name} end"
    if _is_number(field.type) or pa.types.is_boolean(field.type) or pa.types.is_nested(field.type):
        return name
    return _text(field, _ISO)
