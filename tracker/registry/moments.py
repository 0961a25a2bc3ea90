"""Dates and times as a register writes them become instants in UTC, each distinct one once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import TypeAlias

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
    [
        ("text", pa.string()),
        ("opens", _INSTANT),
        ("closes", _INSTANT),
        ("fault", pa.string()),
        ("todo", pa.string()),
    ]
)
_Row: TypeAlias = tuple[str, datetime | None, datetime | None, str | None, str | None]
# What spreadsheets make of a date: a time at midnight, days in an order of their own, a number.
_AT_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(:00(\.0{1,9})?)?")
_TURNED = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_COUNTED = re.compile(r"[0-9]{5}(\.0)?")
_DAY_NOUGHT = date(1899, 12, 30)  # of spreadsheets, which hold 1900 for a leap year


def moments(texts: Iterable[str | None], zone: str) -> pa.Table:
    """One row a distinct text: the instant at which it opens a window and that at which it closes
    one, or else a fault and what to do about it.

    A date is a whole day in the zone: it opens with its first instant and closes with the next
    day's. A time must carry an offset and is one instant for both.
    """
    place = zone_info(zone)
    found = [_row(text, place) for text in sorted({text for text in texts if text is not None})]
    columns = list(zip(*found, strict=True)) or [()] * len(_SCHEMA.names)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, _SCHEMA.types, strict=True)]
    return pa.table(arrays, schema=_SCHEMA)


def _row(text: str, zone: tzinfo) -> _Row:
    try:
        opens, closes = _day(text, zone) if _DATE.fullmatch(text) else _instant(text)
    except ValueError as fault:
        return text, None, None, *(_mangled(text) or (str(fault), ""))
    return text, opens, closes, None, None


def _mangled(text: str) -> tuple[str, str] | None:
    """Fault and remedy of what a spreadsheet made of a date, if that is what it looks like."""
    if found := _AT_MIDNIGHT.fullmatch(text):
        told = f"write {found[1]} for the whole day, or the time with its offset such as +02:00"
        return "has no offset from UTC", told
    if found := _TURNED.fullmatch(text):
        one, other, year = found.groups()
        days = [f"{year}-{month:0>2}-{day:0>2}" for month, day in ((other, one), (one, other))]
        true = sorted({day for day in days if _is_day(day)})
        told = f"write {' or '.join(true)}, whichever is meant" if len(true) > 1 else ""
        return "is no date and no time", told or "".join(f"write {day}" for day in true)
    if _COUNTED.fullmatch(text):
        day = _DAY_NOUGHT + timedelta(days=int(text[:5]))
        return "is a spreadsheet's number of a day", f"write {day}, if that is meant"
    return None


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


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
