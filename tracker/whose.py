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
_OPENED = Statement("opened", "select opened_by from holding")
_CLOCKS = Statement("clocks", "from found_clock")


def keep_whose(engine: DuckDB, show_logins: ShowLogins, one: pa.Table, settings: Settings) -> None:
    """Makes `holding`, `spanned` and `crowd` of the session `one`, which the engine shows.

    `holding` is how its holder is known, and empty where it names none; `spanned` the logins' coverage
    and the clocks of the gateways concerned; `crowd` how many held the address near its first record.
    `show_logins` makes `login` readable; the engine has afterwards what of it the session needs.

    Whoever is named came, as a rule, shortly before: where his own start tells it, no earlier login
    is read.
    """
    engine.register("found_clock", engine.rows(read_statement(WHOSE / "found_clock.sql")))
    if _START in _basis(one) and settings.login_days > _NEAR:
        _keep_held(engine, show_logins, one, replace(settings, login_days=_NEAR))
        opened = engine.rows(_OPENED)["opened_by"].to_pylist()
        if opened and {*opened} == {"start"}:
            return
    _keep_held(engine, show_logins, one, settings)


def _keep_held(engine: DuckDB, show_logins: ShowLogins, one: pa.Table, settings: Settings) -> None:
    values = _values(engine, one, settings)
    show_logins(Days(values["login_date"], values["last_date"]))
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


def _basis(one: pa.Table) -> str:
    return str(one["holder_basis"][0].as_py() or "")


def _keep_logins(engine: DuckDB, values: Mapping[str, object]) -> None:
    """Makes `login` what the session needs of it: a login session's other records where it has some."""
    engine.keep("spoken", read_statement(WHOSE / "spoken.sql"), values)
    (unspoken,) = engine.rows(read_statement(WHOSE / "unspoken.sql"), values).to_pylist()
    kept = "spoken"
    if unspoken["sessions"]:
        kept = "near_login"
        engine.keep(kept, read_statement(WHOSE / "near_login.sql"), values)
    engine.view("login", Statement("login", f"from {kept}"))


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
