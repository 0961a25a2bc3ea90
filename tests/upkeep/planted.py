"""Sources as intake brings them in, each of a few rows whose counts add up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.lake import Lake
from tracker.runs import counts
from tracker.snapshot import Snapshot
from tracker.tables import arrow_schema

DAY = dt.date(2026, 3, 14)
NOON = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)
ROWS = 3  # of each table that a source brings
SOURCES = [f"{n:016x}" for n in range(10)]  # more than a handful


def rows(name: str, *given: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(given), schema=arrow_schema(name))


def state(source: str, word: str, at: dt.datetime = NOON, **more: Any) -> pa.Table:
    told = {"source": source, "state": word, "recorded_at": at, "path": f"/logs/{source}"}
    return rows("source", told | {"sha256": f"of {source}"} | more)


def done(source: str, **more: Any) -> pa.Table:
    """The state that ends a source whose records made ROWS rows in two tables."""
    told: dict[str, Any] = {"records": 2 * ROWS + 1, "used": 2 * ROWS, "passed": 1, "rejected": 0}
    told |= {"rules": counts({"comment": 1}), "reasons": []}
    told |= {"rows": counts({"connection": ROWS, "login": ROWS})}
    return state(source, "done", NOON + dt.timedelta(minutes=1), **(told | more))


def lay(lake: Lake, name: str, source: str, day: dt.date = DAY) -> None:
    made = ({"source": source, "line": n, "event_date": day} for n in range(ROWS))
    lake.append(name, rows(name, *made), sources=[source])


def bring(lake: Lake, source: str) -> None:
    lake.append("source", state(source, "begun"))
    for name in ("connection", "login"):
        lay(lake, name, source)
    lake.append("source", done(source))


def seen(
    lake: Lake, name: str = "connection", pinned: Snapshot | None = None
) -> list[dict[str, Any]]:
    """The visible rows of a table."""
    with DuckDB() as engine:
        (pinned or lake.pin()).show(engine)
        return engine.rows(Statement("seen", f"from {name} order by all")).to_pylist()
