"""Nights: days of the operator's zone, with the instants at which they begin and end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pyarrow as pa

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
_ONE_DAY = dt.timedelta(days=1)
HOUR = 3_600_000_000  # microseconds
DAY = 24 * HOUR
NEVER = 1 << 61  # after every instant in microseconds, and still far from overflowing


@dataclass(frozen=True)
class Night:
    """One night; its instants are microseconds since 1970, the end exclusive."""

    date: dt.date
    first_us: int
    end_us: int


def night(date: dt.date, zone: ZoneInfo) -> Night:
    """The night of a date, from local midnight to the next: 23 to 25 hours where clocks change."""
    return Night(date, micros(midnight(date, zone)), micros(midnight(date + _ONE_DAY, zone)))


def night_at(us: int, zone: ZoneInfo) -> Night:
    """The night in which an instant lies."""
    return night((_EPOCH + us * _MICROSECOND).astimezone(zone).date(), zone)


def nights_between(since: dt.date, until: dt.date, zone: ZoneInfo) -> list[Night]:
    """The nights from `since` up to and without `until`."""
    return [night(since + _ONE_DAY * n, zone) for n in range((until - since).days)]


def midnight(date: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The first instant of a date; where clocks skip midnight, the first that exists."""
    return dt.datetime.combine(date, dt.time(), zone).astimezone(dt.UTC)


def micros(instant: dt.datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND


def calendar(nights: Iterable[Night], zone: ZoneInfo, gap_us: int, login_days: int) -> pa.Table:
    """Each night (`judged`) with the one before and the one after (`away` -1, 0, 1).

    `carry_us` is as far as a record that starts in that night may carry a chain: short of the night
    after next by more than the gap, so that a cut can be decided by two nights alone. The judged
    night's logins are those from `since_us` to before `until_us`.
    """
    rows = [
        (judged.date, away, near.first_us, near.end_us, after.end_us - gap_us - 1, since, until)
        for judged in nights
        for since in (night(judged.date - _ONE_DAY * (login_days + 1), zone).first_us,)
        for until in (night(judged.date + _ONE_DAY, zone).end_us,)
        for away in (-1, 0, 1)
        for near in (night(judged.date + _ONE_DAY * away, zone),)
        for after in (night(near.date + _ONE_DAY, zone),)
    ]
    kinds = (pa.date32(), pa.int32(), *[pa.int64()] * 5)
    names = ("judged", "away", "first_us", "end_us", "carry_us", "since_us", "until_us")
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return pa.table(
        {name: pa.array(told, kind) for name, told, kind in zip(names, columns, kinds, strict=True)}
    )


def hours(nights: Iterable[Night], zone: ZoneInfo) -> pa.Table:
    """The hours since 1970 that a night's records may reach: from the night before to two after."""
    rows = [
        (judged.date, hour)
        for judged in nights
        for first in (night(judged.date - _ONE_DAY, zone).first_us,)
        for end in (night(judged.date + 2 * _ONE_DAY, zone).end_us,)
        for hour in range(first // HOUR, end // HOUR + 1)
    ]
    judged_at, hour_at = list(zip(*rows, strict=True)) or ((), ())
    return pa.table(
        {"judged": pa.array(judged_at, pa.date32()), "hour": pa.array(hour_at, pa.int64())}
    )
