"""Times that a command line says by the clock: today, yesterday, "7 days ago"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import click

ACCEPTED = (
    "a date or time such as 2026-03-14 or 2026-03-14T21:30, or today, yesterday, now, or"
    " 'N UNIT ago' with minutes, hours, days, weeks or months, such as '7 days ago'"
)
_AGO = re.compile(r"([0-9]{1,6}) *(minute|hour|day|week|month)s? +ago")
_DAYS_BACK = {"today": 0, "yesterday": 1}
_NOW = "tracker.now"


def now() -> datetime:
    """The instant at which a command first asks, and the same however often it asks.

    At midnight `--since yesterday --until today` would else have two days between them, or none.
    """
    ctx = click.get_current_context(silent=True)
    if ctx is None:
        return datetime.now(UTC)
    told: datetime = ctx.meta.setdefault(_NOW, datetime.now(UTC))
    return told


def by_the_clock(text: str, zone: ZoneInfo, at: datetime) -> datetime | None:
    """What a text means at an instant; None where it says nothing of the clock.

    Minutes and hours ago are that instant; a day, and days, weeks and months ago are the first
    instant of that day in the zone. OverflowError where that lies before the year 1.
    """
    said = " ".join(text.lower().split())
    if said == "now":
        return at.astimezone(zone)
    here = at.astimezone(zone).date()
    if said in _DAYS_BACK:
        return _first_instant(here - timedelta(days=_DAYS_BACK[said]), zone)
    if not (ago := _AGO.fullmatch(said)):
        return None
    count, unit = int(ago[1]), ago[2]
    if unit in ("minute", "hour"):
        back = timedelta(**{f"{unit}s": count})
        return (at.astimezone(UTC) - back).astimezone(
            zone
        )  # elapsed, whatever clocks did meanwhile
    if unit == "month":
        return _first_instant(_months_before(here, count), zone)
    return _first_instant(here - timedelta(**{f"{unit}s": count}), zone)


def _first_instant(day: date, zone: ZoneInfo) -> datetime:
    """Where clocks skip midnight, Python reads it by the offset before: that is the instant they skip at."""
    return datetime.combine(day, time(), zone)


def _months_before(day: date, months: int) -> date:
    """The day of the same number so many months before, or the last one where a month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        raise OverflowError
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
