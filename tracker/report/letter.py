"""A letter to the person concerned: his sessions, how they were judged, and nobody else's matters."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.workplace import workplace
from tracker.errors import UsageError
from tracker.judge.rules import read_rules
from tracker.lake import Lake
from tracker.report.letter_words import worded
from tracker.report.replaced import of_today
from tracker.report.reviewed import keep_reviewed
from tracker.report.sessions import OLD, address_key, statement
from tracker.report.verdicts import FLAGGED
from tracker.settings import Settings, zone_info

_TABLES = ("session", "review", "run", "endpoint", "registration", "login")
_DAY = dt.timedelta(days=1)


def letter(
    lake: Lake,
    session: str,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> str:
    """A plain text for the person whom a session names: his sessions of that night, or of a range.

    Where it names nobody it is of that session alone. No other subscriber is in it, nor what may be
    one's. UsageError where there is no such session, or none of his in the range.
    """
    if until is not None and since is None:
        raise UsageError("--until without --since", expected="a range from a date on")
    with workplace(settings) as (engine, _):
        pinned = lake.pin(_TABLES)
        one = of_today(lake, pinned, engine, session, settings.keep_days)
        pinned.show(engine, _TABLES)
        told = one.to_pylist()[0]
        if since is not None and told["holder"] is None:
            raise UsageError(
                f"session {told['session_id']} names nobody",
                expected="no range: a letter tells of it alone",
            )
        engine.register("one", one)
        rows = _sessions(engine, told["night"], since, until)
        inside = _inside(engine, rows, settings.login_days)
    titles = read_rules(settings).titles
    return worded(rows.to_pylist(), inside, titles, settings, zone_info(settings.night_zone))


def _sessions(
    engine: DuckDB, night: dt.date, since: dt.datetime | None, until: dt.datetime | None
) -> pa.Table:
    """The sessions with how reviews leave each, flagged ones first, then in the order of time."""
    values = {
        "since": since,
        "until": until,
        "first_night": since.date() - _DAY if since else night,
        "last_night": (until.date() + _DAY if until else dt.date.max) if since else night,
    }
    engine.keep("wanted", statement("letter_sessions"), values)
    keep_reviewed(engine)
    rows = engine.rows(statement("letter_order"), {"flagged": list(FLAGGED)})
    if not rows.num_rows:
        raise UsageError("no session of this person in the range", expected="one that has some")
    return rows


def _inside(engine: DuckDB, rows: pa.Table, login_days: int) -> set[str]:
    """The remote sides that are or may be other subscribers, by logins of as many days as judging reads."""
    remotes = [ip for ip in rows["remote_ip"].unique().to_pylist() if ip]
    keys = [address_key(ip) for ip in remotes]
    kind = pa.string()
    engine.register(
        "remote", pa.table({"ip": pa.array(remotes, kind), "key": pa.array(keys, kind)})
    )
    nights = rows["night"].to_pylist()
    first = min(nights) - max(1, login_days) * _DAY
    values = {"first_day": first, "last_day": max(nights) + _DAY, "old": OLD}
    return set(engine.rows(statement("inside"), values)["ip"].to_pylist())
