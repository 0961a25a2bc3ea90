"""What is in the lake, what is missing and what that costs, when it last ran."""

from __future__ import annotations

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.lake import Lake
from tracker.report.sessions import statement
from tracker.report.verdicts import FLAGGED


def status(lake: Lake) -> pa.Table:
    """One row for each table, format, unfinished source, month, last run and absence."""
    with DuckDB() as engine:
        lake.pin().show(engine)
        return engine.rows(statement("status"), {"flagged": list(FLAGGED)})
