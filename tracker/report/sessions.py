"""Judged sessions, as asked for: all of them in order of time, or those that need attention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import IPv6Address, ip_address
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.errors import UsageError
from tracker.lake import Lake
from tracker.report.reviewed import count_dismissed
from tracker.report.verdicts import FLAGGED

_SHOWN = 5  # candidates named where a beginning fits several ids
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
    dismissed: bool = False  # whether flagged sessions that a review dismisses are shown, too


@dataclass(frozen=True)
class Found:
    """The rows, how many more a limit left out, all counted, and how many dismissed were left out.

    They have the columns of `session` and what reviews make of it: `review` is dismissed, confirmed,
    corrected, reopened or null, `review_id` the decision that counts, and `new_evidence` what has
    ended a dismissal. `provisional` says that logs were missing when their night was judged.
    """

    rows: pa.Table
    more: int
    verdicts: dict[str, int]
    dismissed: int = 0


def sessions(lake: Lake, wanted: Wanted = Wanted()) -> Found:  # frozen
    """The sessions asked for, in order of time."""
    return _found(lake, wanted, "sessions")


def flagged(lake: Lake, wanted: Wanted = Wanted()) -> Found:  # frozen
    """The flagged sessions asked for, what needs attention first; dismissed ones only if wanted."""
    return _found(lake, wanted, "flagged")


def brief(rows: pa.Table) -> pa.Table:
    """What of each session fits on a screen, in the order of the rows; `review` where there is one."""
    told = narrowed(rows, statement("brief"))
    return told if told["review"].null_count < told.num_rows else told.drop_columns(["review"])


def one_session(engine: DuckDB, session: str) -> pa.Table:
    """The one session whose id begins with a text; UsageError where that is none, or several."""
    return _only(engine.rows(statement("found"), {"begins": beginning(session)}), session)


def beginning(session: str) -> str:
    """What an id begins with, as it is shown or typed."""
    return session.strip().rstrip("….").lower()


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
        lake.pin().show(engine, ["session", "review", "run"])
        engine.view("gap", statement("gap"))
        engine.keep("wanted", statement("wanted"), wanted_values(wanted))
        left_out = count_dismissed(engine)
        told = {"flagged": list(FLAGGED), "dismissed": wanted.dismissed}
        listed = engine.rows(statement(question), told)
        engine.register("listed", listed)
        counts = engine.rows(statement("verdicts")).to_pydict()
    rows = listed if wanted.limit is None else listed.slice(0, wanted.limit)
    verdicts = dict(zip(counts["name"], counts["count"], strict=True))
    hides = question == "flagged" and not wanted.dismissed
    return Found(rows, listed.num_rows - rows.num_rows, verdicts, left_out if hides else 0)


def _only(found: pa.Table, session: str) -> pa.Table:
    if not found.num_rows or not session.strip():
        raise UsageError(
            f"no session {session!r}",
            expected="an id, or its beginning",
            todo="`tracker sessions` lists them",
        )
    if found.num_rows > 1:
        named = ", ".join(found.column("session_id").to_pylist()[:_SHOWN])
        raise UsageError(
            f"{found.num_rows} sessions begin with {session!r}",
            expected="one of them alone",
            todo=f"give more of the id: {named}" + (", ..." if found.num_rows > _SHOWN else ""),
        )
    return found


def wanted_values(wanted: Wanted) -> dict[str, object]:
    since, until = wanted.since, wanted.until
    return {
        "first_night": date.fromordinal(since.toordinal() - 3 if since else 1),
        "last_night": date.fromordinal(until.toordinal() + 2 if until else date.max.toordinal()),
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
