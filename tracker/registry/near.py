"""An id that the register does not have is refused with those that are most like it."""

from __future__ import annotations

from datetime import datetime

from tracker.engine.duckdb import DuckDB
from tracker.errors import UsageError
from tracker.registry.queries import query


def refuse_unknown(
    engine: DuckDB, registration: str | None, known_at: datetime | None = None
) -> None:
    """Raises UsageError unless a term of this id was ever recorded, or was by `known_at`."""
    if registration is None:
        return
    values = {"registration": registration, "known_at": known_at}
    near = engine.rows(query("near_ids"), values).column("registration_id").to_pylist()
    if registration in near[:1]:
        return
    then = f" recorded by {known_at.isoformat(' ', 'seconds')}" if known_at else ""
    raise UsageError(
        f"no registration {registration!r}{then}",
        expected="an id that `tracker registry list` or `tracker registry history` shows",
        todo=f"the nearest are {', '.join(near)}" if near else "the register is empty",
    )
