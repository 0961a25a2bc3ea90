"""A session's id that late data has replaced: which session has its records now."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.errors import UsageError
from tracker.lake import Lake
from tracker.named import beside
from tracker.report.sessions import PLACE, beginning, one_session
from tracker.snapshot import Snapshot

_STEPS = Path(__file__).with_name("again")
_NAMED = 5  # sessions named where several have the records


def of_today(lake: Lake, pinned: Snapshot, engine: DuckDB, session: str, days: int) -> pa.Table:
    """The one session whose id begins with a text; the engine shows `session` where it may lie.

    UsageError where that is none, or several; of an id that was replaced it says by which, as long as
    that is known: earlier versions of a table stay for so many days.
    """
    try:
        return one_session(lake, pinned, engine, session)
    except UsageError as fault:
        begins = beginning(session)
        if not begins or engine.rows(PLACE).num_rows:
            raise
        pinned.show(engine, ["session", "review"])
        _refuse_replaced(lake, engine, session, begins)
        forgotten = f"an id that late data replaced more than {days} days ago is not known any more"
        raise UsageError(
            fault.found, expected=fault.expected, todo=f"{fault.todo}; {forgotten}"
        ) from None


def _refuse_replaced(lake: Lake, engine: DuckDB, session: str, begins: str) -> None:
    """Raises UsageError where the id was once a session's; returns where nothing remembers it."""
    _keep_before(lake, engine, begins)
    found = engine.rows(read_statement(_STEPS / "successor.sql")).to_pylist()
    if not found:
        return
    (replaced, night) = found[0]["replaced"], found[0]["replaced_night"]
    if len({one["replaced"] for one in found}) > 1:
        raise UsageError(
            f"several sessions that are no more began with {session!r}",
            todo="give more of the id",
        )
    ids = [one["session_id"] for one in found if one["session_id"]]
    told = f"session {replaced} is no more: its night, {night}, was judged again"
    if not ids:
        raise UsageError(
            told,
            expected="no session has its records now",
            todo=f"`tracker sessions --since {night}` lists the night's",
        )
    more = f" and {len(ids) - _NAMED} more" if len(ids) > _NAMED else ""
    has = "has" if len(ids) == 1 else "have"
    raise UsageError(
        told,
        expected=f"{', '.join(ids[:_NAMED])}{more}, which {has} its records now",
        todo=f"`tracker explain {ids[0]}`",
    )


def _keep_before(lake: Lake, engine: DuckDB, begins: str) -> None:
    """Makes `before`: what is remembered of sessions that began so.

    A night judged again leaves the files of its earlier version for as long as they may be read; a
    decision remembers its session for good. Only what some version named counts: what a killed run
    left was never a session.
    """
    now = lake.latest("session")
    left = {str(file) for file in beside(lake.path / "session", now.named("session"))}
    values: dict[str, object] = {"begins": begins}
    if not _holds(engine, now, left, values) or not _was_named(lake, engine, left, values):
        now.show_files(engine, "session", [], "left_session")
    engine.keep("before", read_statement(_STEPS / "before.sql"), values)


def _was_named(lake: Lake, engine: DuckDB, left: set[str], values: dict[str, object]) -> bool:
    """Whether an earlier version holds the session; shows its files as `left_session` then."""
    for number in range((lake.version("session") or 0) - 1, -1, -1):
        before = lake.at("session", number)
        if before is None:
            return False
        files = left & set(before.files())
        left = left - files
        if _holds(engine, before, files, values):
            return True
    return False


def _holds(engine: DuckDB, of: Snapshot, files: set[str], values: dict[str, object]) -> bool:
    of.show_files(engine, "session", sorted(files), "left_session")
    found = engine.rows(read_statement(_STEPS / "left.sql"), values)
    return bool(found.num_rows)
