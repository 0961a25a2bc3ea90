"""Dates that are said by the clock: each is one instant, in the night zone, and the clock is read once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.__main__ import run
from tracker.cli.moments import by_the_clock, now
from tracker.cli.options import moment
from tracker.errors import UsageError

VILNIUS = "Europe/Vilnius"
NO_TIMES = [
    *("tomorrow", "ago", "days ago", "in 3 days", "last week", "7days", ""),
    *("-1 days ago", "1.5 days ago", "1 year ago", "٣ days ago"),
    *("999999 months ago", "999999 weeks ago", "9999999 days ago"),
]
BEGIN = datetime(1980, 1, 1, tzinfo=UTC)
NOON = "2026-03-17T10:20:30+00:00"  # 12:20:30 in Vilnius


def said(text: str, at: str, zone: str = VILNIUS) -> str | None:
    """What a text means at an instant, in UTC."""
    found = by_the_clock(text, ZoneInfo(zone), datetime.fromisoformat(at))
    return found and found.astimezone(UTC).isoformat().removesuffix("+00:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("now", "2026-03-17T10:20:30"),
        ("today", "2026-03-16T22:00:00"),
        ("yesterday", "2026-03-15T22:00:00"),
        ("0 days ago", "2026-03-16T22:00:00"),
        ("1 day ago", "2026-03-15T22:00:00"),
        ("7 days ago", "2026-03-09T22:00:00"),
        ("2 weeks ago", "2026-03-02T22:00:00"),
        ("1 month ago", "2026-02-16T22:00:00"),
        ("15 months ago", "2024-12-16T22:00:00"),
        ("3 hours ago", "2026-03-17T07:20:30"),
        ("90 minutes ago", "2026-03-17T08:50:30"),
        ("  Yesterday ", "2026-03-15T22:00:00"),
        ("7  DAYS\tago", "2026-03-09T22:00:00"),
    ],
)
def test_days_are_their_first_instant_in_the_zone_and_hours_are_elapsed(text, expected):
    assert said(text, NOON) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-16T21:59:59", "2026-03-14T22:00:00"),
        ("2026-03-16T22:00:00", "2026-03-15T22:00:00"),
    ],
)
def test_which_day_it_is_says_the_zone_and_not_utc(at, expected):
    assert said("yesterday", f"{at}+00:00") == expected


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        # On 29 March 2026 clocks in Vilnius went from 03:00 to 04:00, on 25 October back.
        ("today", "2026-03-29T09:00:00", "2026-03-28T22:00:00"),
        ("yesterday", "2026-03-30T09:00:00", "2026-03-28T22:00:00"),
        ("1 week ago", "2026-04-01T09:00:00", "2026-03-24T22:00:00"),
        ("24 hours ago", "2026-03-29T09:00:00", "2026-03-28T09:00:00"),
        ("today", "2026-10-25T09:00:00", "2026-10-24T21:00:00"),
        ("2 hours ago", "2026-10-25T02:30:00", "2026-10-25T00:30:00"),
    ],
)
def test_a_day_of_a_clock_change_begins_at_its_own_midnight_and_hours_stay_hours(
    text, at, expected
):
    assert said(text, f"{at}+00:00") == expected


@pytest.mark.parametrize(
    ("zone", "at", "expected"),
    [
        ("America/Sao_Paulo", "2018-11-04T15:00:00", "2018-11-04T03:00:00"),  # 00:00 is 01:00
        ("America/Havana", "2026-11-01T15:00:00", "2026-11-01T04:00:00"),  # midnight comes twice
    ],
)
def test_where_midnight_is_skipped_or_comes_twice_a_day_begins_at_its_first_instant(
    zone, at, expected
):
    assert said("today", f"{at}+00:00", zone) == expected
    before = datetime.fromisoformat(f"{expected}+00:00") - timedelta(microseconds=1)
    days = [one.astimezone(ZoneInfo(zone)).day for one in (before, before + timedelta(hours=1))]
    assert days[0] != days[1]


@pytest.mark.parametrize(
    ("at", "text", "expected"),
    [
        ("2026-03-31", "1 month ago", "2026-02-28"),
        ("2024-03-31", "1 month ago", "2024-02-29"),
        ("2026-05-31", "1 month ago", "2026-04-30"),
        ("2026-01-31", "1 month ago", "2025-12-31"),
        ("2026-12-15", "12 months ago", "2025-12-15"),
        ("2026-03-01", "yesterday", "2026-02-28"),
    ],
)
def test_a_month_ago_is_the_day_of_that_number_or_the_last_of_a_shorter_month(at, text, expected):
    assert said(text, f"{at}T12:00:00+00:00", "UTC") == f"{expected}T00:00:00"


@given(
    st.integers(0, 57 * 365 * 86400).map(lambda seconds: BEGIN + timedelta(seconds=seconds)),
    st.integers(0, 400),
    st.sampled_from([VILNIUS, "UTC", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu"]),
)
def test_so_many_days_ago_is_that_date_and_nothing_of_it_lies_before(at, days, zone):
    there = ZoneInfo(zone)
    found = by_the_clock(f"{days} days ago", there, at)
    day = at.astimezone(there).date() - timedelta(days=days)
    tick = timedelta(microseconds=1)
    found = found.astimezone(UTC)
    assert [(found - back).astimezone(there).date() for back in (0 * tick, tick)] == [
        day,
        day - timedelta(days=1),
    ]


@pytest.mark.parametrize("text", NO_TIMES)
def test_what_is_no_time_is_refused_and_it_is_told_what_is_one(text):
    with pytest.raises(UsageError, match="is no date or time") as refused:
        moment(text, VILNIUS)
    assert "today, yesterday, now, or 'N UNIT ago'" in str(refused.value)


def test_dates_are_read_as_before():
    assert str(moment("2026-03-14", VILNIUS)) == "2026-03-14 00:00:00+02:00"
    assert str(moment("2026-03-14T21:30Z", VILNIUS)) == "2026-03-14 21:30:00+00:00"
    assert moment(None, VILNIUS) is None


def test_a_command_reads_the_clock_once():
    """What it asks at midnight is of one day."""
    with click.Context(click.Command("outer")) as outer:
        first = now()
        with click.Context(click.Command("inner"), parent=outer):
            assert now() == first
            assert moment("now", "UTC") == first
    assert now() > first


def test_a_command_line_takes_them_in_the_zone_of_its_settings(tmp_path, monkeypatch, capfd):
    """What day it is there can be read in the refusal of days that are the wrong way round."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tracker.toml").write_text('night_zone = "Pacific/Kiritimati"\n')
    assert run(["init"]) == 0
    for when in ("yesterday", "7 days ago", "1 month ago", "now"):
        assert run(["flagged", "--since", when, "-o", "jsonl"]) == 0
    assert run(["judge", "--since", "today", "--until", "yesterday"]) == 2
    told = capfd.readouterr().err
    today = datetime.now(ZoneInfo("Pacific/Kiritimati")).date()
    days = {str(today), str(today - timedelta(days=1))}  # midnight may have come between
    assert any(f"no night from {day} up to" in told for day in days)
