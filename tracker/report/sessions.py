"""Judged sessions, as asked for: all of them in order of time, or those that need attention."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from ipaddress import IPv6Address, ip_address
from pathlib import Path
from typing import Any

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.statement import Statement, read_statement
from tracker.errors import UsageError
from tracker.lake import Lake
from tracker.report.listing import Listing, all_listed, flags_listed
from tracker.report.verdicts import FLAGGED
from tracker.snapshot import Snapshot
from tracker.whereabouts import AFTER, bounds, nights_of

_WHOLE = 26  # signs of an id (tracker/judge/ids.py)
_SHOWN = 5  # candidates named where a beginning fits several ids
_PSEUDONYM = re.compile("[0-9a-f]{32}")
_ID = re.compile("[0-9a-z]+")
OLD = f"{0xFFFF:024x}"  # what the keys of IPv4 addresses begin with
_LAST_DAY = date.max.toordinal()
_SPAN = Statement("span", "select min(night) as first_night, max(night) as last_night from place")
PLACE = Statement("place", "from place order by session_id, night")


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
    ended a dismissal. `provisional` says that logs were missing when their night was judged; how many
    such sessions there are is counted, too.
    """

    rows: pa.Table
    more: int
    verdicts: dict[str, int]
    dismissed: int = 0
    provisional: int = 0


def sessions(lake: Lake, wanted: Wanted = Wanted()) -> Found:  # frozen
    """The sessions asked for, night by night, each in order of time."""
    with listed_sessions(lake, wanted) as listing:
        return _found(listing)


def flagged(lake: Lake, wanted: Wanted = Wanted()) -> Found:  # frozen
    """The flagged sessions asked for, what needs attention first; dismissed ones only if wanted."""
    with listed_flags(lake, wanted) as listing:
        return _found(listing)


@contextmanager
def listed_sessions(
    lake: Lake,
    wanted: Wanted = Wanted(),  # frozen
    resources: Resources = Resources(),  # noqa: B008  # frozen
    *,
    brief: bool = False,
) -> Iterator[Listing]:
    """As `sessions`, for whoever passes the rows on: those of a few nights at a time are in memory.

    In `brief` a row is what the function of this name makes of it, and what it leaves out not read.
    """
    values = wanted_values(wanted)
    with all_listed(lake, values, wanted.limit, resources, brief=brief) as listing:
        yield listing


@contextmanager
def listed_flags(
    lake: Lake,
    wanted: Wanted = Wanted(),  # frozen
    resources: Resources = Resources(),  # noqa: B008  # frozen
    *,
    brief: bool = False,
) -> Iterator[Listing]:
    """As `flagged`, for whoever passes the rows on; `brief` as in `listed_sessions`."""
    verdicts = [one for one in FLAGGED if not wanted.verdict or one in wanted.verdict]
    values = wanted_values(wanted) | {"verdicts": verdicts}
    shown = {"dismissed": wanted.dismissed, "brief": brief}
    with flags_listed(lake, values, wanted.limit, resources, **shown) as listing:
        yield listing


def brief(rows: pa.Table) -> pa.Table:
    """What of each session fits on a screen, in the order of the rows; `review` where there is one."""
    return reviewed_in_brief(narrowed(rows, statement("brief")))


def reviewed_in_brief(rows: pa.Table) -> pa.Table:
    """Brief rows, without `review` where there is none."""
    return rows if rows["review"].null_count < rows.num_rows else rows.drop_columns(["review"])


def one_session(lake: Lake, pinned: Snapshot, engine: DuckDB, session: str) -> pa.Table:
    """The one session whose id begins with a text; UsageError where that is none, or several.

    The engine shows `session` of the nights in which it may lie.
    """
    _keep_place(lake, pinned, engine, session)
    _refuse_unclear(engine.rows(PLACE), session)
    return engine.rows(statement("placed"), _span(engine))


def keep_begun(lake: Lake, pinned: Snapshot, engine: DuckDB, name: str, session: str) -> None:
    """Keeps the sessions whose ids begin with a text under a name; as for `one_session`."""
    _keep_place(lake, pinned, engine, session)
    engine.keep(name, statement("placed"), _span(engine))


def _keep_place(lake: Lake, pinned: Snapshot, engine: DuckDB, session: str) -> None:
    """Makes `place`: ids that begin with a text, and their nights; no other column is read.

    A whole id is asked for as such: of that files have a filter, and of its beginning none. What the
    nights do not have that are said to have it is looked for in all of them.
    """
    begins = beginning(session)
    typed = begins if _ID.fullmatch(begins) else AFTER  # after every id
    asked = statement("found" if len(typed) < _WHOLE else "identified")
    for nights in ({"session": nights_of(lake, pinned, engine, typed)}, {}):
        pinned.show(engine, ["session"], nights)
        engine.keep("place", asked, bounds(typed))
        if engine.rows(PLACE).num_rows:
            return


def _span(engine: DuckDB) -> dict[str, object]:
    """The first and the last night of `place`, by which files are passed over."""
    (told,) = engine.rows(_SPAN).to_pylist()
    return dict(told)


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


def _found(listing: Listing) -> Found:
    return Found(
        listing.rows.read_all(),
        listing.more,
        listing.verdicts,
        listing.dismissed,
        listing.provisional,
    )


def _refuse_unclear(found: pa.Table, session: str) -> None:
    if not found.num_rows or not session.strip():
        raise UsageError(
            f"no session {session!r}",
            expected="an id, or its beginning",
            todo="`tracker sessions` lists them",
        )
    if found.num_rows > 1:
        named = ", ".join(found["session_id"].slice(0, _SHOWN).to_pylist())
        raise UsageError(
            f"{found.num_rows} sessions begin with {session!r}",
            expected="one of them alone",
            todo=f"give more of the id: {named}" + (", ..." if found.num_rows > _SHOWN else ""),
        )


def wanted_values(wanted: Wanted) -> dict[str, Any]:
    """The values of wanted.sql.

    A night is no UTC date, and of a session that is parted where the holder changes a part may begin a
    day after its night: a record lies at most two days after its night and one before it, by its date
    in any zone.
    """
    since, until = wanted.since, wanted.until
    return {
        "first_night": _date(since.toordinal() - 3 if since else 1),
        "last_night": _date(until.toordinal() + 2 if until else _LAST_DAY),
        "since": wanted.since,
        "until": wanted.until,
        "verdicts": list(wanted.verdict) or None,
        "tiers": list(wanted.tier) or None,
        "ip": canonical(wanted.ip),
        "remote": canonical(wanted.remote),
        "holder": pseudonym(wanted.holder),
        "registration": wanted.registration,
    }


def _date(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), _LAST_DAY))


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
