"""What `parse` prints: rows of three tables in one stream, each with what it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from tracker.tables import arrow_schema

if TYPE_CHECKING:
    from tracker.cli.options import Output
    from tracker.logfile import Asked
    from tracker.settings import Settings
    from tracker.taken import Taken

_TABLES = ("connection", "login", "reject")
_SEALED = "sealed"  # what the lake keeps of a rejected text; here it is in clear


def parsed_schema() -> pa.Schema:
    """The columns of connection, login and reject together, behind the table's name."""
    fields = {"table": pa.field("table", pa.string())}
    for name in _TABLES:
        for column in arrow_schema(name):
            if column.name == _SEALED:
                continue
            fields.setdefault(
                _shown(name, column.name), column.with_name(_shown(name, column.name))
            )
    return pa.schema(list(fields.values()))


def show_parsed(paths: list[str], asked: Asked, settings: Settings, output: Output) -> list[Taken]:
    """Writes the rows of files as they are made; returns what became of each file."""
    from tracker.cli.show import opened
    from tracker.intake import parse

    taken: dict[str, Taken] = {}
    apart = output.format in ("jsonl", "table")
    with opened(output, asked.zone or "UTC") as sink:
        if not apart:
            sink.put(parsed_schema().empty_table())
        for told, parts in parse(paths, asked, settings):
            taken[told.shown] = told
            for name, batch in parts:
                if not batch.num_rows:
                    continue
                own = _own(name, batch)
                sink.put(own if apart else _with_all(own), _BRIEF[name])
    return list(taken.values())


_BRIEF = {
    "connection": ("line", "started_at", "src_ip", "src_port", "dst_ip", "dst_port", "protocol"),
    "login": ("line", "at", "event", "user", "ip", "session_key", "gateway"),
    "reject": ("line", "reason", "text"),
}


def _shown(table: str, column: str) -> str:
    # A reject's text stands in full where the lake would keep its shape alone.
    return "text" if (table, column) == ("reject", "shape") else column


def _own(name: str, batch: pa.RecordBatch) -> pa.Table:
    """The rows of one table, with its name in front."""
    shown = {"table": pa.repeat(name, batch.num_rows)}
    return pa.table(
        shown | {_shown(name, key): batch[key] for key in batch.schema.names if key != _SEALED}
    )


def _with_all(rows: pa.Table) -> pa.Table:
    """Rows with the columns of all three tables, for outputs that have one header."""
    schema = parsed_schema()
    count = rows.num_rows
    columns = [
        rows[f.name] if f.name in rows.schema.names else pa.nulls(count, f.type) for f in schema
    ]
    return pa.table(columns, schema=schema)
