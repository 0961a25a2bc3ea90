"""Dates and times: half-open windows in UTC, whatever the clocks of the zone do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.registry.moments import moments

# Clocks are changed by night, at midnight, by half an hour, and not at all.
ZONES = st.sampled_from(
    ["Europe/Vilnius", "America/Sao_Paulo", "America/Havana", "Asia/Beirut",
     "Australia/Lord_Howe", "Atlantic/Azores", "UTC"]
)  # fmt: skip
DAYS = st.dates(date(1990, 1, 1), date(2037, 12, 30))


def one(text, zone="UTC"):
    return moments([text], zone).to_pylist()[0]


@given(DAYS, ZONES)
def test_a_day_closes_where_the_next_opens(day, zone):
    assert one(str(day), zone)["closes"] == one(str(day + timedelta(days=1)), zone)["opens"]


@given(st.datetimes(datetime(1990, 1, 2), datetime(2037, 12, 30), timezones=st.just(UTC)), ZONES)  # noqa: DTZ001  # hypothesis wants it naive
def test_an_instant_lies_in_the_window_of_its_own_day_and_in_no_other(at, zone):
    day = at.astimezone(ZoneInfo(zone)).date()
    for other in (-1, 0, 1):
        window = one(str(day + timedelta(days=other)), zone)
        assert (window["opens"] <= at < window["closes"]) == (other == 0)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_on_which_the_clocks_change_is_shorter_or_longer(day, hours):
    window = one(day, "Europe/Vilnius")
    assert window["closes"] - window["opens"] == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text", ["2026-03-14T21:30:00+02:00", "2026-03-14 19:30Z", "2026-03-14T19:30:00.000000+00"]
)
def test_a_time_with_an_offset_is_one_instant(text):
    window = one(text, "Asia/Tokyo")
    assert window["opens"] == window["closes"] == datetime(2026, 3, 14, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2026-02-29", "is no day of the calendar"),
        ("2026-03-14T19:30:00", "has no offset from UTC"),
        ("2026-03-14T25:00:00Z", "is no time of the calendar"),
        ("9999-12-31", "lies outside 1970 to 2099"),
        ("1969-12-31T23:59:59Z", "lies outside 1970 to 2099"),
        ("14.03.2026", "is no date and no time"),
        ("2026-W11-6", "is no date and no time"),
        ("tomorrow", "is no date and no time"),
    ],
)
def test_anything_else_is_a_fault(text, fault):
    assert one(text)["fault"] == fault
