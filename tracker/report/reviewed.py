"""How the auditors' decisions leave sessions: asked for with them, never written into them.

The table `session` says what was judged and `review` what was decided, so that a night may be
judged again at any time. The rules stand in decisions/: what a decision takes in
(covered), what new evidence is (compared), and which decision counts (applied).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.report.verdicts import FLAGGED

_HERE = Path(__file__).parent
_OF_COVERED = Statement(
    "evident",
    "select session_id, evidence, matches from asked semi join covered using (session_id)",
)
_ALL = Statement("wanted", "from session")


def _with_them(engine: DuckDB) -> None:
    """Makes `evident` of what stands in `wanted` itself."""
    engine.view("evident", decision("evident"))


def keep_reviewed(engine: DuckDB, keep_evident: Callable[[DuckDB], None] = _with_them) -> None:
    """Makes `covered`, `evident`, `compared`, `applied` and `reviewed` of the sessions in `wanted` and `review`.

    `keep_evident` makes what was seen of the sessions in `covered`, which is all that is asked of
    it: of the others it need not be read.

    `reviewed` has a row for each session that decisions leave dismissed, confirmed, corrected,
    reopened or, where the latest one waits for a second reviewer, proposed: session_id, review,
    review_id (of the decision that counts, or waits), new_evidence.
    """
    engine.keep("covered", decision("covered"))
    keep_evident(engine)
    for name in ("compared", "applied", "reviewed"):
        engine.keep(name, decision(name))


def keep_accused(engine: DuckDB) -> None:
    """As `keep_reviewed` of those in `asked` alone that are flagged; `wanted` has few of their columns."""
    engine.keep("wanted", decision("accused"), {"flagged": list(FLAGGED)})
    keep_reviewed(engine, lambda engine: engine.keep("evident", _OF_COVERED))


def view_all(engine: DuckDB) -> None:
    """Makes `wanted` all sessions of the lake."""
    engine.view("wanted", _ALL)


def count_dismissed(engine: DuckDB) -> int:
    """How many of the flagged sessions in `wanted` are dismissed."""
    keep_reviewed(engine)
    return int(engine.rows(decision("dismissed"), {"flagged": list(FLAGGED)})["count"][0].as_py())


def precision(engine: DuckDB) -> pa.Table:
    """By detection, how many sessions that were decided on are confirmed, how many dismissed.

    The engine shows session and review. Columns: detection, confirmed, dismissed; a detection that
    fired in none of these sessions has no row.
    """
    view_all(engine)
    keep_reviewed(engine)
    return engine.rows(read_statement(_HERE / "precision.sql"))


def decision(name: str) -> Statement:
    """One of the statements about decisions."""
    return read_statement(_HERE / "decisions" / f"{name}.sql")
