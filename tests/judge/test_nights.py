import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tracker.judge.nights import calendar, micros, night, night_at, nights_between

HOUR = 3600 * 1_000_000
ZONES = ("UTC", "Europe/Vilnius", "America/Sao_Paulo", "Asia/Kathmandu", "Australia/Lord_Howe")


def test_a_night_is_an_hour_shorter_or_longer_where_the_clocks_change():
    zone = ZoneInfo("Europe/Vilnius")
    spring = night(dt.date(2026, 3, 29), zone)
    autumn = night(dt.date(2026, 10, 25), zone)
    assert (spring.end_us - spring.first_us) // HOUR == 23
    assert (autumn.end_us - autumn.first_us) // HOUR == 25


def test_a_night_begins_with_the_first_instant_where_midnight_is_skipped():
    began = night(dt.date(2017, 10, 15), ZoneInfo("America/Sao_Paulo"))
    assert began.first_us == micros(dt.datetime(2017, 10, 15, 3, tzinfo=dt.UTC))


# Hypothesis wants bounds without a zone, and lays the zone on top.
FIRST, LAST = dt.datetime(1971, 1, 1), dt.datetime(2098, 1, 1)  # noqa: DTZ001


@given(
    st.sampled_from(ZONES),
    st.datetimes(FIRST, LAST, timezones=st.just(dt.UTC)),
)
def test_every_instant_lies_in_one_night_and_nights_follow_without_a_gap(name, instant):
    zone, us = ZoneInfo(name), micros(instant)
    one = night_at(us, zone)
    assert one.first_us <= us < one.end_us
    assert night(one.date + dt.timedelta(days=1), zone).first_us == one.end_us


def test_nights_between_leaves_the_last_date_out():
    found = nights_between(dt.date(2026, 3, 1), dt.date(2026, 3, 3), ZoneInfo("UTC"))
    assert [one.date.day for one in found] == [1, 2]


def test_a_calendar_has_the_night_before_and_the_night_after():
    zone = ZoneInfo("UTC")
    rows = calendar([night(dt.date(2026, 3, 14), zone)], zone, HOUR, 2).to_pylist()
    assert [row["away"] for row in rows] == [-1, 0, 1]
    assert rows[0]["end_us"] == rows[1]["first_us"]
    assert rows[0]["since_us"] == rows[1]["first_us"] - 72 * HOUR
    assert rows[0]["until_us"] == rows[2]["end_us"]
