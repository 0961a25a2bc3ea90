"""The decisions that were recorded, as asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.lake import Lake
from tracker.report.reviewed import decision, keep_reviewed
from tracker.report.sessions import beginning, canonical, keep_begun, pseudonym

_NONE_COVERED = pa.table({"review_id": pa.array([], pa.string())})


def reviews(
    lake: Lake,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    outcome: Sequence[str] = (),
    scope: Sequence[str] = (),
    session: str | None = None,
    remote: str | None = None,
    holder: str | None = None,
    waiting: bool = False,
) -> pa.Table:
    """Rows of `review`, the oldest first; `since` and `until` (exclusive) are of their recording.

    `waits` beside their columns is in how many sessions a decision waits for a second reviewer; with
    `waiting` only those are told that do. `session` is the beginning of an id: of a session decided
    on, or of one that is taken in.
    """
    begins = None if session is None else beginning(session)
    values = {
        "since": since,
        "until": until,
        "outcomes": list(outcome) or None,
        "scopes": list(scope) or None,
        "begins": begins,
        "remote": canonical(remote),
        "holder": pseudonym(holder),
        "waiting": waiting,
    }
    with DuckDB() as engine:
        pinned = lake.pin(["session", "review"])
        pinned.show(engine, ["session", "review"])
        engine.keep("wanted", decision("doubted"))
        keep_reviewed(engine)
        engine.keep("waiting", decision("waiting"))
        if session is None:
            engine.register("covered", _NONE_COVERED)
        else:
            keep_begun(lake, pinned, engine, "wanted", session)
            engine.keep("covered", decision("covered"))
        return engine.rows(decision("asked"), values)
