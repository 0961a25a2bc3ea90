"""The numbers and rows of the report page, all counted from one pinned state of the lake."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.engine.workplace import workplace
from tracker.lake import Lake
from tracker.report.impact import Impact, reckon, within
from tracker.report.reviewed import keep_reviewed
from tracker.report.sessions import Wanted, statement, wanted_values
from tracker.report.verdicts import ALLOWED, FLAGGED, VERDICTS
from tracker.settings import Settings

MOST_ENDPOINTS = 25
MOST_GATEWAYS = 40  # of each kind in the heat map
_HOURLY = 4  # nights: of so few a cell of the heat map is an hour, of more a day
_DAY = dt.timedelta(days=1)
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Figures:
    """What the page tells of one window; each table is described in the .sql file of its name."""

    wanted: Wanted
    summary: dict[str, Any]
    by_night: pa.Table
    by_category: pa.Table
    endpoints: pa.Table
    coverage: pa.Table
    by_hour: bool  # whether a row of coverage is an hour; else a day
    missing: pa.Table
    runs: pa.Table
    accused: pa.Table
    files: pa.Table
    impact: Impact
    tables: pa.Table  # name, version: of the lake's tables when they were read


def figures(
    lake: Lake,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> Figures:
    """Counts the sessions that begin from `since` to `until` (exclusive), with all that the page tells."""
    wanted = Wanted(since=since, until=until)
    with workplace(settings) as (engine, _):
        pinned = lake.pin()
        pinned.show(engine)
        engine.view("gap", statement("gap"))
        values = wanted_values(wanted) | {"flagged": list(FLAGGED)}
        # All columns of those that accuse, as decisions are on these; of the others what is counted.
        engine.keep("wanted", statement("wanted"), values | {"verdicts": list(FLAGGED)})
        keep_reviewed(engine)
        engine.keep("counted", _statement("counted"), values)
        summary = engine.rows(_statement("summary"), {"allowed": list(ALLOWED)}).to_pylist()[0]
        by_hour = summary["nights"] <= _HOURLY
        order = {"order": list(VERDICTS)}
        engine.keep("accused", _statement("accused"))
        return Figures(
            wanted=wanted,
            summary=summary,
            by_night=engine.rows(_statement("by_night"), order),
            by_category=engine.rows(_statement("by_category"), order),
            endpoints=engine.rows(_statement("endpoints"), values | {"most": MOST_ENDPOINTS}),
            coverage=_coverage(engine, summary, by_hour=by_hour),
            by_hour=by_hour,
            missing=engine.rows(_statement("missing")),
            runs=engine.rows(_statement("runs"), values),
            accused=engine.rows(_ACCUSED),
            files=engine.rows(_statement("files")),
            impact=_impact(engine, wanted),
            tables=pa.Table.from_pylist(pinned.versions()),
        )


def _coverage(engine: DuckDB, summary: dict[str, Any], *, by_hour: bool) -> pa.Table:
    """What each gateway told in the nights that are told of, and a day on either side of them."""
    first, last = summary["first_night"], summary["last_night"]
    days = {"first": first and first - _DAY, "last": last and last + _DAY}
    return engine.rows(_statement("coverage"), days | {"by_hour": by_hour, "most": MOST_GATEWAYS})


def _impact(engine: DuckDB, wanted: Wanted) -> Impact:
    """What policies would have cut of all sessions in the window; nothing is asked after it."""
    engine.view("wanted", within(wanted.since, wanted.until))
    return reckon(engine)


def _statement(name: str) -> Statement:
    return read_statement(_HERE / f"{name}.sql")


_ACCUSED = Statement("accused", "from accused")
