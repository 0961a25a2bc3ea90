"""How good the judgement is on traffic of which an operator knows the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.engine.workplace import workplace
from tracker.judge.nights import micros
from tracker.judge.sessions import FOLDER as JUDGE
from tracker.lake import Lake
from tracker.report.reviewed import precision
from tracker.settings import Settings
from tracker.truth import CLASSES, read_truth, statement

_STEPS = ("truth", "faced", "met", "stood", "fitting", "pair", "standing")
_MINUTE = 60_000_000


@dataclass(frozen=True)
class Interval:
    """How many of how many, and where the true share lies with 95 % (Wilson 1927); None of none."""

    hits: int
    total: int
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Evaluation:
    """What came of a truth.

    `families`: class, family (`all` for the sum), pairs, confirmed, likely, possible (pairs by their
    best session), spared (only exempt sessions), missed, false, flows, and false sessions at likely
    or better and at confirmed in 100,000 ordinary flows. `records`: one row a tunnel pair (missed,
    found, spared), one a session of a pair of another class (false, spared), and one a session of
    known hosts that fits no flow of theirs (unmatched), with tier, verdict, session_id and the files
    and lines behind it. `detections`: of each that fired the true and the false sessions, and how many
    of those that auditors decided on are confirmed and dismissed.
    `counts`: rows, flows, pairs, left_out, repeated, outside, sessions, unmatched, untold. `recall` and
    `precision` are of pairs at likely or better, `precision` over all classes that are no tunnel.
    """

    families: pa.Table
    records: pa.Table
    detections: pa.Table
    counts: dict[str, int]
    recall: Interval
    precision: Interval
    warnings: tuple[str, ...]


def evaluate(
    lake: Lake,
    truth: Path,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    since: datetime | None = None,
    until: datetime | None = None,
) -> Evaluation:
    """Compares the judged sessions of a lake with a truth file; nothing is written.

    `since` (inclusive) and `until` (exclusive) leave out flows of the truth that begin outside of
    them. Raises InputError or Faults where the file cannot be taken as a truth.
    """
    with workplace(settings) as (engine, _):
        read = read_truth(truth, engine)
        lake.pin(["session", "review"]).show(engine)
        values = {
            "since_us": since and micros(since),
            "until_us": until and micros(until),
            "gap_us": settings.session_gap_minutes * _MINUTE,
            "zone": settings.night_zone,
            "classes": list(CLASSES),
        }
        engine.keep("vpn_port", read_statement(JUDGE / "vpn_port.sql"))
        for name in _STEPS:
            engine.keep(name, statement(name), values)
        families, records, detections, summed = (
            engine.rows(statement(name), values)
            for name in ("families", "records", "fired", "summed")
        )
        engine.register("judged", detections)
        engine.register("looked", precision(engine))
        detections = engine.rows(statement("decided"))
    (counts,) = summed.to_pylist()
    return Evaluation(
        families,
        records,
        detections,
        {name: counts[name] for name in _COUNTS},
        Interval(counts["found"], counts["tunnels"], counts["recall_low"], counts["recall_high"]),
        Interval(
            counts["found"], counts["accused"], counts["precision_low"], counts["precision_high"]
        ),
        read.warnings,
    )


_COUNTS = (
    *("rows", "flows", "pairs", "left_out", "repeated", "outside", "sessions", "unmatched"),
    "untold",
)


def brief(records: pa.Table) -> pa.Table:
    """What of each record fits on a screen."""
    with DuckDB() as engine:
        engine.register("listed", records)
        return engine.rows(statement("brief"))
