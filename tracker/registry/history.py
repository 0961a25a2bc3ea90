"""What became of the terms: every version in the order of its record, and what an import would add."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB
from tracker.lake import Lake
from tracker.registry.near import refuse_unknown
from tracker.registry.queries import query
from tracker.registry.seeing import seeing
from tracker.settings import Settings


def history(
    lake: Lake,
    settings: Settings,
    registration: str | None = None,
    *,
    registrant: str | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> pa.Table:
    """The versions of the register, oldest first: recorded_at, registry_version, registration_id,
    registrant_id, change, what.

    `change` is added, changed, closed or reopened. `what` names each field that differs from the
    version before, such as `status pending -> approved`, days in the night zone; null where none
    does. A term that passed from one registrant to another is found under both. Raises UsageError
    for a registration that was never recorded.
    """
    wanted = {"registration": registration, "registrant": registrant}
    with seeing(lake, settings, ["registration"]) as (engine, _):
        refuse_unknown(engine, registration)
        engine.view("versions", query("all_versions"))
        keep_history(engine, settings.night_zone)
        return engine.rows(query("asked_history"), wanted | {"since": since, "until": until})


def keep_history(engine: DuckDB, zone: str) -> None:
    """Makes the table `history` of the engine's `versions`, with days and times in a zone."""
    engine.keep("history", query("history"), {"zone": zone})


def preview(engine: DuckDB, known: pa.Table, planned: pa.Table, zone: str) -> tuple[pa.Table, int]:
    """What the versions `planned` do to the latest versions `known`, and to how many registrants.

    A row a term: registrant_id, registration_id, change (added, changed or closed), what.
    """
    engine.register("known_terms", known)
    engine.register("planned_terms", planned)
    engine.view("versions", query("previewed"))
    keep_history(engine, zone)
    rows = engine.rows(query("preview"))
    both = pa.chunked_array(
        [*rows.column("registrant_id").chunks, *rows.column("registrant_before").chunks],
        pa.string(),
    )
    return rows.drop_columns("registrant_before"), pc.count_distinct(
        both, mode="only_valid"
    ).as_py()
