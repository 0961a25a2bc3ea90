"""Judged sessions, as asked for: all of them in order of time, or those that need attention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv6Address, ip_address
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.errors import UsageError
from tracker.lake import Lake
from tracker.report.verdicts import FLAGGED

_PSEUDONYM = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True)
class Wanted:
    """Which sessions are asked for; None and empty ask nothing."""

    since: datetime | None = None  # of the first record, inclusive
    until: datetime | None = None  # exclusive
    verdict: Sequence[str] = ()
    tier: Sequence[str] = ()
    ip: str | None = None  # the subscriber's side
    remote: str | None = None
    holder: str | None = None  # a pseudonym
    registration: str | None = None
    limit: int | None = None


@dataclass(frozen=True)
class Found:
    """The rows with the columns of `session`, how many more a limit left out, and all counted."""

    rows: pa.Table
    more: int
    verdicts: dict[str, int]


def sessions(lake: Lake, wanted: Wanted = Wanted()) -> Found:  # frozen
    """The sessions asked for, in order of time."""
    return _found(lake, wanted, "sessions")


def flagged(lake: Lake, wanted: Wanted = Wanted()) -> Found:  # frozen
    """The flagged sessions asked for, what needs attention first."""
    return _found(lake, wanted, "flagged")


def brief(rows: pa.Table) -> pa.Table:
    """What of each session fits on a screen, in the order of the rows."""
    return narrowed(rows, statement("brief"))


def narrowed(rows: pa.Table, question: Statement) -> pa.Table:
    """What a question tells of rows, which it reads as `listed`."""
    with DuckDB() as engine:
        engine.register("listed", rows)
        return engine.rows(question)


def statement(name: str) -> Statement:
    """One of the questions beside this file."""
    return read_statement(Path(__file__).with_name(f"{name}.sql"))


def _found(lake: Lake, wanted: Wanted, question: str) -> Found:
    with DuckDB() as engine:
        lake.pin().show(engine, ["session"])
        engine.keep("wanted", statement("wanted"), _values(wanted))
        listed = engine.rows(statement(question), {"flagged": list(FLAGGED)})
        engine.register("listed", listed)
        counts = engine.rows(statement("verdicts")).to_pydict()
    rows = listed if wanted.limit is None else listed.slice(0, wanted.limit)
    verdicts = dict(zip(counts["name"], counts["count"], strict=True))
    return Found(rows, listed.num_rows - rows.num_rows, verdicts)


def _values(wanted: Wanted) -> dict[str, object]:
    return {
        "since": wanted.since,
        "until": wanted.until,
        "verdicts": list(wanted.verdict) or None,
        "tiers": list(wanted.tier) or None,
        "ip": canonical(wanted.ip),
        "remote": canonical(wanted.remote),
        "holder": pseudonym(wanted.holder),
        "registration": wanted.registration,
    }


def canonical(text: str | None) -> str | None:
    """The one spelling the lake has of an address."""
    if text is None:
        return None
    try:
        address = ip_address(text.strip().strip("[]"))
    except ValueError:
        raise UsageError(f"{text!r} is no address", expected="such as 192.0.2.1") from None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def address_key(ip: str) -> str:
    """An address as 32 hexadecimal digits, IPv4 as ::ffff: (design, connection)."""
    address = ip_address(ip)
    mapped = 0xFFFF << 32 if address.version == 4 else 0  # noqa: PLR2004  # IPv4
    return f"{mapped | int(address):032x}"


def pseudonym(text: str | None) -> str | None:
    """The text, which must be a pseudonym if there is one."""
    if text is None or _PSEUDONYM.fullmatch(text):
        return text
    raise UsageError(
        f"{text!r} is no pseudonym", expected="the 32 hexadecimal digits of a session's holder"
    )
