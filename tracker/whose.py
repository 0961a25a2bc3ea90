"""Whose a judged session was: its subject's logins are asked again as judging asks them, it alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pyarrow as pa

from tracker.attribute.holdings import cover, loans_again, stays_again
from tracker.engine.duckdb import DuckDB
from tracker.engine.engine import INPUTS, keep_all
from tracker.engine.statement import Statement, read_statement
from tracker.judge.nights import micros, night
from tracker.judging import lay_out
from tracker.report.explain import WHOSE, ShowLogins
from tracker.report.sessions import address_key
from tracker.settings import Settings, zone_info
from tracker.snapshot import Days

_OLD = f"{0xFFFF:024x}"  # what the keys of IPv4 addresses begin with
_NEAR = 2  # days of logins that are read first
_START = " start .. "  # as the basis of a holder has it (tracker/attribute/attributed.sql)
_KEPT = Statement("login", "from near_login")
_SPOKEN = Statement("near_login", "from spoken")
_OPENED = Statement("opened", "select opened_by, opened_at from holding")
_CLOCKS = Statement("clocks", "from found_clock")


def keep_whose(engine: DuckDB, show_logins: ShowLogins, one: pa.Table, settings: Settings) -> None:
    """Makes `holding`, `spanned` and `crowd` of the session `one`, which the engine shows.

    `holding` is how its holder is known, and empty where it names none; `spanned` the logins' coverage
    and the clocks of the gateways concerned; `crowd` how many held the address near its first record.
    `show_logins` makes `login` readable; the engine has afterwards what of it the session needs.

    Whoever is named came, as a rule, shortly before. Where his own start before the session tells it,
    every login session near begins with a start, and none has an earlier record, what else was logged
    is left unread: of earlier days nothing but the keys is looked through.
    """
    engine.register("found_clock", engine.rows(read_statement(WHOSE / "found_clock.sql")))
    if _START in _basis(one) and settings.login_days > _NEAR:
        near = _keep_held(engine, show_logins, one, replace(settings, login_days=_NEAR))
        if _is_settled(engine, one, settings) and not _goes_back(
            engine, show_logins, near.first, settings.login_days
        ):
            return
    _keep_held(engine, show_logins, one, settings)


def _keep_held(engine: DuckDB, show_logins: ShowLogins, one: pa.Table, settings: Settings) -> Days:
    """As `keep_whose`, from all logins of so many days; says which days these are."""
    values = _values(engine, one, settings)
    days = Days(values["login_date"], values["last_date"])
    show_logins(days)
    engine.view("login_us", read_statement(INPUTS / "login_us.sql"))
    cover(engine, values)
    is_lent = _basis(one).startswith("cgnat")
    _keep_logins(engine, {**values, "lent": is_lent})
    if is_lent:
        engine.keep("outward", read_statement(WHOSE / "outward.sql"), values)
    loans_again(engine, values, is_lent=is_lent)
    engine.keep("moment", read_statement(WHOSE / "moment.sql"), values)
    stays_again(engine, values, engine.rows(_CLOCKS))
    keep_all(engine, WHOSE, ("claimed", "holding", "spanned", "crowd"), values)
    return days


def _is_settled(engine: DuckDB, one: pa.Table, settings: Settings) -> bool:
    """Whether the holdings begin with starts clearly before the session, and so does all that is near."""
    guard = dt.timedelta(seconds=settings.guard_seconds)
    held = engine.rows(_OPENED).to_pylist()
    before = one["first_at"][0].as_py() - guard
    if not held or any(h["opened_by"] != "start" or h["opened_at"] > before for h in held):
        return False
    (unsettled,) = engine.rows(read_statement(WHOSE / "unsettled.sql")).to_pylist()
    return not unsettled["sessions"]


def _goes_back(engine: DuckDB, show_logins: ShowLogins, first: dt.date, days: int) -> bool:
    """Whether a login session that was read has a record before the first day that was."""
    day = dt.timedelta(days=1)
    show_logins(Days(first - day * days, first - day))
    (older,) = engine.rows(read_statement(WHOSE / "older.sql")).to_pylist()
    engine.view("login", _KEPT)
    return bool(older["records"])


def _basis(one: pa.Table) -> str:
    return str(one["holder_basis"][0].as_py() or "")


def _keep_logins(engine: DuckDB, values: Mapping[str, object]) -> None:
    """Makes `login` what the session needs of it: a login session's other records where it has some."""
    engine.keep("spoken", read_statement(WHOSE / "spoken.sql"), values)
    (unspoken,) = engine.rows(read_statement(WHOSE / "unspoken.sql"), values).to_pylist()
    if unspoken["sessions"]:
        engine.keep("near_login", read_statement(WHOSE / "near_login.sql"), values)
    else:
        engine.view("near_login", _SPOKEN)
    engine.view("login", _KEPT)


def _values(engine: DuckDB, one: pa.Table, settings: Settings) -> dict[str, Any]:
    record = one.to_pylist()[0]
    first_at: dt.datetime = record["first_at"]
    judged = night(record["night"], zone_info(settings.night_zone))
    return lay_out(engine, [judged], settings) | {
        "night": judged.date,
        "at_us": micros(first_at),
        "ip_key": address_key(record["src_ip"]),
        "port": record["src_port"] or None,
        "protocol": record["protocol"] or 0,
        "holder": record["holder"],
        "old": _OLD,
    }
