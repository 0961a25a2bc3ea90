"""The register as a file again: its open terms to edit and bring back, or an empty sheet to fill."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.lake import Lake
from tracker.registry.queries import query
from tracker.registry.seeing import seeing
from tracker.registry.versions import latest_terms
from tracker.settings import Settings


def export_terms(lake: Lake, settings: Settings, *, known_at: datetime | None = None) -> pa.Table:
    """The open terms of the lake in the columns of a register's file, which can be imported again.

    Times are text in the night zone with their offset. What the lake has as a pseudonym alone, the
    account, circuit or number of a binding, is written `pseudonym:` and its 32 digits. `known_at` asks
    the register as it was recorded then. To import what was exported untouched changes nothing.
    """
    with seeing(lake, settings, ["registration"]) as (engine, _):
        engine.register("known_terms", latest_terms(engine, known_at))
        return engine.rows(query("exported"), {"zone": settings.night_zone})


def template(*, examples: bool = False) -> pa.Table:
    """The columns of a register's file without a row, or with invented terms of every kind."""
    with DuckDB() as engine:
        rows = engine.rows(query("examples"))
        return rows if examples else rows.slice(0, 0)
