"""Whose a judged session was: its subject's logins are asked again as judging asks them, it alone."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from tracker.attribute.holdings import cover, loans_again, stays_again
from tracker.engine.duckdb import DuckDB
from tracker.engine.engine import INPUTS, keep_all
from tracker.engine.statement import Statement, read_statement
from tracker.judge.nights import micros, night
from tracker.judging import lay_out
from tracker.report.explain import WHOSE
from tracker.report.sessions import address_key
from tracker.settings import Settings, zone_info

_OLD = f"{0xFFFF:024x}"  # what the keys of IPv4 addresses begin with


def keep_whose(engine: DuckDB, one: pa.Table, settings: Settings) -> None:
    """Makes `holding`, `spanned` and `crowd` of the session `one`, which the engine shows.

    `holding` is how its holder is known, and empty where it names none; `spanned` the logins' coverage
    and the clocks of the gateways concerned; `crowd` how many held the address near its first record.
    The engine shows the lake's tables; of `login` it has what the session needs afterwards.
    """
    values = _values(engine, one, settings)
    clocks = engine.rows(read_statement(WHOSE / "found_clock.sql"))
    engine.register("found_clock", clocks)
    engine.view("login_us", read_statement(INPUTS / "login_us.sql"))
    cover(engine, values)
    engine.keep("near_login", read_statement(WHOSE / "near_login.sql"), values)
    engine.view("login", Statement("login", "from near_login"))
    is_lent = str(one["holder_basis"][0].as_py() or "").startswith("cgnat")
    if is_lent:
        engine.keep("outward", read_statement(WHOSE / "outward.sql"), values)
    loans_again(engine, values, is_lent=is_lent)
    engine.keep("moment", read_statement(WHOSE / "moment.sql"), values)
    stays_again(engine, values, clocks)
    keep_all(engine, WHOSE, ("claimed", "holding", "spanned", "crowd"), values)


def _values(engine: DuckDB, one: pa.Table, settings: Settings) -> dict[str, object]:
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
