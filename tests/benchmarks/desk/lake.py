"""The lake of the benchmark desk.py: a year of judged nights, and what was logged, listed and decided.

    python tests/benchmarks/desk/lake.py FOLDER NIGHTS SESSIONS OTHERS

Sessions are committed as judging commits them, a night at a time; logs a file at a time in the last
30 nights, whose connections are whole, and together before, as upkeep leaves them.
"""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.judge.ids import session_ids
from tracker.lake import Lake, create_lake
from tracker.settings import Settings
from tracker.tables import arrow_schema
from tracker.upkeep.compact import compact
from tracker.whereabouts import note_ids

HERE = Path(__file__).parent
LAST = dt.date(2026, 6, 30)
ORDER = [(name, "ascending") for name in ("night", "first_at", "session_id")]
DENSE = 30  # nights, the last ones, whose logs are whole
AHEAD = 40  # nights before these, whose logins are whole: `explain` looks back as far


def build(part: Path, nights: int, sessions: int, others: int) -> None:
    """Makes the lake, the oldest night first."""
    lake, told = create_lake(part, "check"), Told()
    first = LAST - dt.timedelta(days=nights - 1)
    with DuckDB() as engine:
        append(lake, "registration", engine.rows(made("registration"), {"terms": 10_000}))
        append(lake, "endpoint", engine.rows(made("endpoint")))
        append(lake, "run", engine.rows(made("run"), {"first": first, "last": LAST}))
    for day in range(nights):
        one_night(lake, told, first, day, sessions, others, nights - 1 - day)
        if day % 30 == 0:
            print(f"night {day} of {nights}", flush=True)
    append(lake, "review", pa.concat_tables(told.reviews))
    append(lake, "source", pa.concat_tables(told.sources))
    compact(lake, Settings())
    with lake.lock("benchmark"), DuckDB() as engine:
        note_ids(lake, engine)


@dataclass
class Told:
    """Rows that are committed for all nights together."""

    reviews: list[pa.Table] = field(default_factory=list)
    sources: list[pa.Table] = field(default_factory=list)


def one_night(
    lake: Lake, told: Told, first: dt.date, day: int, sessions: int, others: int, left: int
) -> None:
    """One night: its logs as lines, its sessions, and what was decided on them."""
    night = first + dt.timedelta(days=day)
    is_dense = left < DENSE
    begin = dt.datetime.combine(night, dt.time(), dt.UTC)
    values: dict[str, object] = {
        "day": day,
        "night": night,
        "begin_us": int(begin.timestamp()) * 1_000_000,
        "sessions": sessions,
        "others": others if is_dense else 0,
    }
    with DuckDB() as engine:
        engine.keep("drawn", made("drawn"), values)
        engine.keep("record", made("record"), values)
        rows = judged(engine.rows(made("session"), values))
        lake.replace("session", rows, [night.isoformat()])
        engine.register("judged", rows)
        told.reviews.append(filled("review", engine.rows(made("review"))))
        told.sources.append(filled("source", engine.rows(made("source"), values)))
        lines = engine.rows(made("connection"), values | {"whole": is_dense})
        append(lake, "connection", lines, *([None] if not is_dense else sources(lines)))
        logins = engine.rows(made("login"), values | {"whole": left < DENSE + AHEAD})
        append(lake, "login", logins)


def judged(rows: pa.Table) -> pa.Table:
    """Rows of `session` in the order and with the ids that judging gives them."""
    ids = session_ids(rows["digest"].combine_chunks())
    return filled("session", rows.append_column("session_id", ids).sort_by(ORDER))


def sources(lines: pa.Table) -> list[str]:
    return lines["source"].unique().to_pylist()


def append(lake: Lake, name: str, rows: pa.Table, *of: str | None) -> None:
    """Commits rows, or those of each source in a commit of their own, as bringing in logs does."""
    for source in of or (None,):
        own = rows if source is None else rows.filter(pc.equal(rows["source"], source))
        lake.append(name, filled(name, own), [source] if source else [])


def filled(name: str, rows: pa.Table) -> pa.Table:
    """The rows with every column of the table, null where a generator names none."""
    schema = arrow_schema(name)
    return pa.Table.from_arrays(
        [
            rows[column.name].cast(column.type)
            if column.name in rows.column_names
            else pa.nulls(rows.num_rows, column.type)
            for column in schema
        ],
        schema=schema,
    )


def made(name: str) -> Statement:
    return read_statement(HERE / f"{name}.sql")


if __name__ == "__main__":
    build(Path(sys.argv[1]), *map(int, sys.argv[2:]))
