"""Who held an address at an instant: the stages are asked as judging asks them, for one moment."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tracker.attribute.holdings import attribute, translate
from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.engine import keep_all, show_inputs
from tracker.engine.statement import read_statement
from tracker.errors import UsageError
from tracker.judge.nights import micros, night_at
from tracker.judge.sessions import FOLDER, chain
from tracker.judging import NEEDED, lay_out
from tracker.lake import Lake
from tracker.report.sessions import address_key, canonical, narrowed
from tracker.settings import Settings, zone_info

_QUESTIONS = Path(__file__).parent / "report" / "held"
_TCP, _UDP = 6, 17
_YEARS = (1970, 2099)  # no record has a time outside them


@dataclass(frozen=True)
class Instant:
    """An address at a time, which has an offset, and what else is known of the connection."""

    ip: str
    at: dt.datetime
    port: int | None = None  # the subscriber's, which tells apart who shares the address
    protocol: int | None = None  # its IANA number; without it TCP and UDP are asked for


def holders(
    lake: Lake,
    asked: Instant,
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> pa.Table:
    """The candidates for an address at an instant, as judging would grade a connection of then.

    One row a stay of somebody on it within the guard, or one row that says that there is none: grade
    and doubt (attribution and reason of a session), candidates (how many), holder and station
    (pseudonyms, where a session would name them), kind, gateway, ip, inner_ip, protocol, port_first,
    port_last, opened_at, opened_by, closed_at, closed_by, evidence, sources (of the logins behind it).
    UsageError where the address is none, or the time one that no record can have.
    """
    with DuckDB(Resources(settings.memory, settings.threads)) as engine:
        lake.pin(NEEDED).show(engine, NEEDED)
        return held(engine, asked, settings)


def held(engine: DuckDB, asked: Instant, settings: Settings) -> pa.Table:
    """The same of an engine that shows the tables NEEDED."""
    ip = str(canonical(asked.ip))
    refuse_year(asked.at)
    at_us = micros(asked.at)
    one = night_at(at_us, zone_info(settings.night_zone))
    show_inputs(engine)
    values = lay_out(engine, [one], settings) | {
        "night": one.date,
        "at_us": at_us,
        "ip": ip,
        "ip_key": address_key(ip),
        "port": asked.port,
        "protocol": asked.protocol,
        "protocols": [_TCP, _UDP] if asked.protocol is None else [asked.protocol],
    }
    engine.keep("oriented", read_statement(_QUESTIONS / "asked_record.sql"), values)
    keep_all(engine, FOLDER, ("network", "opening", "retold", "once", "port_moment"), values)
    translate(engine, values)
    chain(engine, values)
    attribute(engine, values)
    keep_all(engine, FOLDER, ("address", "parted"), values)
    keep_all(engine, _QUESTIONS, ("answer", "candidate", "told_by"), values)
    return engine.rows(read_statement(_QUESTIONS / "held.sql"), values)


def refuse_year(at: dt.datetime) -> None:
    """Raises UsageError where no record can have the time."""
    if not _YEARS[0] < at.year < _YEARS[1]:
        raise UsageError(f"the year {at.year}", expected="one between {} and {}".format(*_YEARS))


def brief(rows: pa.Table) -> pa.Table:
    """What of each candidate fits on a screen, in the order of the rows."""
    return narrowed(rows, read_statement(_QUESTIONS / "brief.sql"))
