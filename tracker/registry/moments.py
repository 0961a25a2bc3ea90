"""Dates and times as a register writes them become instants in UTC, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

import pyarrow as pa

from tracker.settings import zone_info

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(?P<offset>.*)"
)
_OFFSET = re.compile(r"Z|[+-][0-9]{2}(:?[0-9]{2})?")
FIRST, LAST = 1970, 2099  # years, as for logs
_INSTANT = pa.timestamp("us", tz="UTC")
_SCHEMA = pa.schema(
    [("text", pa.string()), ("opens", _INSTANT), ("closes", _INSTANT), ("fault", pa.string())]
)


def moments(texts: Iterable[str | None], zone: str) -> pa.Table:
    """One row a distinct text: the instant at which it opens a window and that at which it closes
    one, or else a fault.

    A date is a whole day in the zone: it opens with its first instant and closes with the next
    day's. A time must carry an offset and is one instant for both.
    """
    place = zone_info(zone)
    found = [_row(text, place) for text in sorted({text for text in texts if text is not None})]
    columns = list(zip(*found, strict=True)) or [()] * len(_SCHEMA.names)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, _SCHEMA.types, strict=True)]
    return pa.table(arrays, schema=_SCHEMA)


def _row(text: str, zone: tzinfo) -> tuple[str, datetime | None, datetime | None, str | None]:
    try:
        opens, closes = _day(text, zone) if _DATE.fullmatch(text) else _instant(text)
    except ValueError as fault:
        return text, None, None, str(fault)
    return text, opens, closes, None


def _day(text: str, zone: tzinfo) -> tuple[datetime, datetime]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise ValueError("is no day of the calendar") from None
    _check_year(day)
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    # Where the clocks skip midnight or show it twice, the day begins with the first instant
    # that is not before it: that is what fold 0 says (PEP 495).
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def _instant(text: str) -> tuple[datetime, datetime]:
    match = _TIME.fullmatch(text)
    if not match:
        raise ValueError("is no date and no time")
    if not _OFFSET.fullmatch(match["offset"]):
        raise ValueError("has no offset from UTC")
    try:
        at = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("is no time of the calendar") from None
    _check_year(at)
    return at, at


def _check_year(day: date) -> None:
    if not FIRST <= day.year <= LAST:
        raise ValueError(f"lies outside {FIRST} to {LAST}")
