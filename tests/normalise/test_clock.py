"""Times: exact where they can be read, never a crash where they cannot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.parsing import detail, read, zeek

BEYOND = 253402300800000000  # the year 10000
ZONES = ["Europe/Vilnius", "America/New_York", "Asia/Kolkata", "Asia/Kathmandu", "UTC"]
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LOCAL = st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1))  # noqa: DTZ001  # a zone's clock


def micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


@given(us=st.integers(0, 4_102_444_799_999_999))
def test_an_epoch_in_decimal_seconds_is_exact_to_the_microsecond(values, us):
    assert values("since_epoch(text, 1000000)", [f"{us // 10**6}.{us % 10**6:06d}"]) == [us]
    assert values("since_epoch(text, 1)", [str(us)]) == [us]


@pytest.mark.parametrize(
    "text", ["9223372036854", "-99999999999999", "1e300", "nan", "inf", "-inf"]
)
def test_an_epoch_beyond_all_years_is_out_of_range_and_runs_nothing_over(values, text):
    assert values("since_epoch(text, 1000000)", [text]) == [BEYOND]


@pytest.mark.parametrize("text", ["", "yesterday", "12:00", "1773504000 s", "0x12"])
def test_what_is_no_number_is_no_epoch(values, text):
    assert values("since_epoch(text, 1000000)", [text]) == [None]


def test_a_duration_lasts_no_less_than_nothing_and_no_longer_than_a_century_or_so(values):
    texts = [None, "0", "1.5", "1e2", "-1", "4102444801", "nan", "inf", "1h", ""]
    known = [0, 0, 1_500_000, 100_000_000]
    assert values("lasting(text, 1000000)", texts) == known + [None] * 6


@given(local=LOCAL, zone=st.sampled_from(ZONES))
def test_a_clock_is_read_in_its_zone(values, local, zone):
    early, late = (local.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    (us,) = values("in_zone(local_time(text), $zone)", [local.isoformat(" ")], zone=zone)
    # In the hour that the clocks skip or repeat, either reading will do.
    assert us in {micros(early), micros(late)}


@pytest.mark.parametrize("local", ["2026-03-29 03:30:00", "2026-10-25 03:30:00"])
def test_the_hour_that_is_skipped_or_repeated_has_a_time(values, local):
    assert values("in_zone(local_time(text), 'Europe/Vilnius')", [local])[0] is not None


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-14",
        "14/03/2026 18:00:00",
        "0000-00-00 00:00:00.000",
        "2026-02-30 12:00:00",
        "epoch",
        "infinity",
        "2026-03-14 (BC) 00:00:00",
        "2026-03-14 18:00:00+02",
        "2026-03-14T18:00:00Z",
        "2026-03-14 25:00:00",
        "2026-03-14 18:00:00 Europe/Vilnius",
    ],
)
def test_a_text_that_is_no_time_without_zone_is_none(values, text):
    assert values("in_zone(local_time(text), 'Europe/Vilnius')", [text]) == [None]


@given(text=st.text("0123456789-: .T+Zeinf", max_size=30))
def test_no_text_is_a_crash(values, text):
    values(
        "[since_epoch(text, 1000000), lasting(text, 1000000), in_zone(local_time(text), 'UTC')]",
        [text],
    )


def test_a_year_of_six_digits_is_out_of_range_in_every_form(tmp_path):
    path = tmp_path / "flows.csv"
    header = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows"
    row = "586585-06-03 10:00:00.000,1.000,17,192.0.2.1,40000,198.51.100.1,1194,1,100,1"
    path.write_text(f"{header}\n{row}\n")
    assert read(path, zone="UTC").reasons() == {2: "time_out_of_range"}
    path.write_text(zeek({"ts": "18446744073709"}))
    assert read(path).reasons() == {3: "time_out_of_range"}


@pytest.mark.parametrize("ts", ["9223372036854", "9223372036854775807", "-1", "1e308", "nan"])
def test_no_time_of_a_record_is_a_crash(tmp_path, ts):
    path = tmp_path / "conn.log"
    path.write_text(zeek({"ts": ts, "duration": "4102444800"}, {}))
    assert read(path).reasons() == {3: "time_out_of_range"}


@pytest.mark.parametrize("duration", ["9223372036854", "-0.1", "1h", "nan"])
def test_a_duration_that_cannot_be_is_a_bad_time_and_no_end_that_is_made_up(tmp_path, duration):
    path = tmp_path / "conn.log"
    path.write_text(zeek({"duration": duration}, {"duration": "-"}))
    found = read(path)
    assert found.reasons() == {3: "bad_time"}
    (row,) = found.of("connection")
    assert row["ended_at"] == row["started_at"]


STATUS, RECEIVED = "Acct-Status-Type = Start", "Timestamp = 1773504005"
# What stands before Timestamp, and the time and the rule that come of both.
EVENTS = [
    ([], "16:00:05", "utc"),
    (["Acct-Delay-Time = 5"], "16:00:00", "utc"),
    (['Event-Timestamp = "Mar 14 2026 18:00:01 EET"'], "16:00:01", "configured-zone"),
    # The stated zone decides, not the abbreviation, which names three.
    (['Event-Timestamp = "Mar 14 2026 18:00:01 IST"'], "16:00:01", "configured-zone"),
    # Hours off: the zone stated is not that of this clock, and the server is believed.
    (['Event-Timestamp = "Mar 14 2026 21:30:01 IST"'], "16:00:05", "utc"),
    (['Event-Timestamp = "some time"'], "16:00:05", "utc"),
    (
        ['Event-Timestamp = "Mar 14 2026 18:00:01 EET"', "Acct-Delay-Time = 3"],
        "16:00:01",
        "configured-zone",
    ),
]


def test_an_event_is_when_the_access_server_says_unless_its_clock_is_off(tmp_path):
    path = tmp_path / "radius.detail"
    path.write_text(detail(*([STATUS, *event, RECEIVED] for event, _, _ in EVENTS)))
    found = read(path, zone="Europe/Vilnius").of("login")
    told = [(f"{row['at']:%H:%M:%S}", row["time_basis"]) for row in found]
    assert told == [(at, basis) for _, at, basis in EVENTS]


def test_a_day_of_one_digit_is_read_with_its_blank(tmp_path):
    path = tmp_path / "radius.detail"
    path.write_text(
        detail([STATUS, 'Event-Timestamp = "Mar  4 2026 18:00:00 EET"', "Timestamp = 1772640002"])
    )
    (row,) = read(path, zone="Europe/Vilnius").of("login")
    assert row["at"] == datetime(2026, 3, 4, 16, tzinfo=UTC)


def test_a_delay_that_cannot_be_is_a_bad_time(tmp_path):
    path = tmp_path / "radius.detail"
    delays = ["-9223372036854", "99999999999", "soon"]
    path.write_text(detail(*([STATUS, f"Acct-Delay-Time = {n}", RECEIVED] for n in delays)))
    assert list(read(path).reasons().values()) == ["bad_time"] * 3


WITHOUT_YEAR = "yearless_time(in_leap_year(text), $file_us, 'UTC')"


@given(
    file=st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)),  # noqa: DTZ001  # in UTC
    age=st.timedeltas(timedelta(days=-1), timedelta(days=363)),
)
def test_a_line_without_its_year_is_of_the_year_before_its_file_was_written(values, file, age):
    """From a day after that to almost a year before it, whatever New Year lies between."""
    at = (file - age).replace(microsecond=0, tzinfo=UTC)
    file_us = micros(file.replace(tzinfo=UTC))
    for text in (f"{at:%b} {at.day:2} {at:%H:%M:%S}", f"{at:%b} {at.day} {at:%H:%M:%S.%f} CEST"):
        assert values(WITHOUT_YEAR, [text], file_us=file_us) == [micros(at)]


@pytest.mark.parametrize(
    ("written", "year"), [("2026-03-16", 2024), ("2024-03-01", 2024), ("2024-02-27", 2020)]
)
def test_29_february_is_of_the_latest_leap_year(values, written, year):
    file_us = micros(datetime.fromisoformat(written).replace(tzinfo=UTC))
    told = values(WITHOUT_YEAR, ["Feb 29 12:00:00"], file_us=file_us)
    assert told == [micros(datetime(year, 2, 29, 12, tzinfo=UTC))]


@given(text=st.text())
def test_no_text_is_a_crash_without_a_year_either(values, text):
    values(WITHOUT_YEAR, [text], file_us=0)
    for macro in ("offset_time", "dated_time", "offset_us", "clock_length", "syslog_header"):
        values(f"{macro}(text)", [text])


@given(local=LOCAL, minutes=st.integers(-14 * 60, 14 * 60))
def test_an_offset_that_is_printed_is_believed(values, local, minutes):
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    us = micros(local.replace(tzinfo=UTC)) - minutes * 60_000_000
    for offset in (f"{sign}{hours:02}:{rest:02}", f"{sign}{hours:02}{rest:02}"):
        assert values("offset_time(text)", [f"{local.isoformat()} {offset}"]) == [us]
        assert values("offset_time(text)", [local.isoformat() + offset]) == [us]
        assert values("offset_us(text)", [offset, f"UTC{offset}"]) == [minutes * 60_000_000] * 2


@pytest.mark.parametrize("offset", ["+99:00", "-2400", "+19:00", "+02:60", "+0299"])
def test_no_clock_is_so_far_from_utc(values, offset):
    assert values("offset_time(text)", [f"2026-03-14T18:00:00{offset}"]) == [None]
    assert values("offset_time(text)", [f"2026-03-14 18:00:00.5 {offset}"]) == [None]
    assert values("offset_us(text)", [offset, f"UTC{offset}"]) == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "Mar 14 2026 18:00:00", "Sat Mar 14 18:00:00 2026", "2026 Mar 14 18:00:00", "Mar 14 18:00:00 2026",
        "14/Mar/2026:18:00:00", "14 Mar 2026 18:00:00", "Mar 14 2026 18:00:00.000", "Mar 14 2026 18:00:00 EET",
    ],
)  # fmt: skip
def test_a_date_with_its_year_is_read_in_every_order(values, text):
    assert values("dated_time(text)", [text]) == [micros(datetime(2026, 3, 14, 18, tzinfo=UTC))]


@given(us=st.integers(10**15, 4_102_444_799_999_999), unit=st.sampled_from([1, 1000, 10**6]))
def test_an_epochs_size_tells_its_unit(values, us, unit):
    """From 2001 on, in seconds, milliseconds, microseconds and nanoseconds."""
    whole = us // unit * unit
    texts = [str(whole // unit), str(whole * 1000)]
    assert values("sized_epoch(text)", texts) == [whole] * 2


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0:02:05", 125), ("125", 125), ("2h:28m:09s", 8889), ("1d 2h:28m:09s", 95289), ("1d02:28:09", 95289),
        ("27:00:00", 97200), ("3m12s", 192), ("1w2d3h4m5s", 788645), ("1 day, 0:00:01", 86401), (None, 0),
        ("soon", None), ("1:2:3:4", None), ("-5", None),
    ],
)  # fmt: skip
def test_a_length_of_time_is_read_as_clocks_and_counters_write_it(values, text, seconds):
    wanted = None if seconds is None else seconds * 1_000_000
    assert values("clock_length(text)", [text]) == [wanted]
