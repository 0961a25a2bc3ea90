"""Login sessions: of one holder or at one gateway, who dialled in, from where, for how long."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tracker.attribute.pseudonyms import Key, hidden, refuse_other_key
from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.engine import keep_all
from tracker.engine.statement import Statement, read_statement
from tracker.errors import UsageError
from tracker.judge.asking import stated_gateways
from tracker.judging import RESEND
from tracker.lake import Lake
from tracker.report.sessions import narrowed, pseudonym
from tracker.settings import Settings

_QUESTIONS = Path(__file__).parent / "report" / "logins"
_STEPS = ("heard", "asked_key", "parted_record", "dialled", "counted")
_DAY = dt.timedelta(days=1)
# No record has a time outside these.
_FIRST, _LAST = (dt.datetime(year, 1, 1, tzinfo=dt.UTC) for year in (1970, 2100))
_DAYS = 30  # looked at where nobody says since when
_HOUR = 3_600_000_000  # microseconds


@dataclass(frozen=True)
class Dialled:
    """Which login sessions are asked for: of a holder, at a gateway, or both."""

    holder: str | None = None  # a pseudonym
    gateway: str | None = None  # as login.gateway has it
    since: dt.datetime | None = None  # what was over before is left out; 30 days if not said
    until: dt.datetime | None = None  # what begins then or later is left out
    limit: int | None = None


@dataclass(frozen=True)
class Summed:
    """What login sessions come to; `at_once` is the most that one holder had at once."""

    sessions: int
    holders: int
    first_at: dt.datetime | None
    last_at: dt.datetime | None
    gateways: list[str]
    peer_ips: list[str]
    at_once: int
    failures: int  # logins that were refused


@dataclass(frozen=True)
class Logins:
    """The login sessions, how many more a limit left out, and what all of them come to."""

    rows: pa.Table
    more: int
    summed: Summed


def logins(
    lake: Lake,
    asked: Dialled,
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> Logins:
    """The login sessions asked for, in order of time; UsageError where nobody and nothing is named.

    One row a session: gateway, kind, app, holder (null where two are named in it; `names` counts),
    station, session_key, ips, inner_ips, peer_ips, first_at and began_by, last_at and ended_by
    (null where no end is known; then the last sign), reason, seconds, bytes_out, bytes_in, concurrent
    (others of the holder that overlap it, at any gateway), at_once (his sessions when it began).
    """
    with DuckDB(Resources(settings.memory, settings.threads)) as engine:
        lake.pin(["login"]).show(engine, ["login"])
        return dialled(engine, asked, settings)


def dialled(engine: DuckDB, asked: Dialled, settings: Settings) -> Logins:
    """The same of an engine that shows the table `login`."""
    if asked.holder is None and asked.gateway is None:
        raise UsageError("nobody's logins are asked for", expected="a holder or a gateway")
    values = _values(engine, asked, settings)
    engine.register("stated_gateway", stated_gateways(settings))
    keep_all(engine, _QUESTIONS, _STEPS, values)
    listed = engine.rows(_statement("logins"), values)
    engine.register("listed", listed)
    (summed,) = engine.rows(_statement("summed"), values).to_pylist()
    rows = listed if asked.limit is None else listed.slice(0, asked.limit)
    return Logins(rows, listed.num_rows - rows.num_rows, Summed(**summed))


def brief(rows: pa.Table) -> pa.Table:
    """What of each login session fits on a screen, in the order of the rows."""
    return narrowed(rows, _statement("brief"))


def holder_named(lake: Lake, key: Key, user: str) -> str:
    """The pseudonym of a login name under the lake's key; SettingsError where it is another's."""
    refuse_other_key(lake, key)
    with DuckDB() as engine:
        return hidden({"user": user}, engine, key, lake.folding)["user"]


def _values(engine: DuckDB, asked: Dialled, settings: Settings) -> dict[str, object]:
    since = max(asked.since or _latest(engine) - _DAYS * _DAY, _FIRST)
    until = min(asked.until or _LAST, _LAST)
    around = _DAY * (settings.login_days + 1)
    return {
        "holder": pseudonym(asked.holder),
        "gateway": asked.gateway,
        "since": since,
        "until": until,
        "first_date": _utc_date(since - around),
        "last_date": _utc_date(until + around),
        "resend_us": RESEND,
        "silence_us": round(settings.silence_hours * _HOUR),
    }


def _utc_date(at: dt.datetime) -> dt.date:
    return at.astimezone(dt.UTC).date()


def _latest(engine: DuckDB) -> dt.datetime:
    """The last login record's time; where there is none, any time will do."""
    latest: dt.datetime | None = engine.rows(_statement("latest"))["latest"][0].as_py()
    return latest or _LAST


def _statement(name: str) -> Statement:
    return read_statement(_QUESTIONS / f"{name}.sql")
