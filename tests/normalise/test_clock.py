"""Times: exact where they can be read, never a crash where they cannot."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.parsing import detail, read, zeek
from tracker.normalise.columns import MAIN_TIMES

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


NAMED = "in_named_zone(dated_time(text), named_offsets(text), $zone)"


@given(
    at=st.datetimes(datetime(1996, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001  # in UTC
    zone=st.sampled_from([*ZONES[:4], "Europe/London", "Australia/Sydney", "Europe/Moscow"]),
)
def test_an_abbreviation_of_the_stated_zone_tells_the_repeated_hour_apart(values, at, zone):
    shown = at.replace(microsecond=0, tzinfo=UTC).astimezone(ZoneInfo(zone))
    text, named = f"{shown:%b %d %Y %H:%M:%S %Z}", f"{shown:%a %b %d %H:%M:%S %Z %Y}"
    if shown.tzname().isalpha():
        # Moscow's clocks once showed the same name in both hours that they called the same.
        either = {micros(shown.replace(fold=fold)) for fold in (0, 1)}
        same = shown.replace(fold=0).tzname() == shown.replace(fold=1).tzname()
        assert set(values(NAMED, [text, named], zone=zone)) <= (either if same else {micros(shown)})
    else:
        assert values("named_offsets(text)", [text]) == [None]


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Mar 14 2026 18:00:01 CET", "UTC"),
        ("Mar 14 2026 18:00:01 CET", "Europe/Vilnius"),
        ("Mar 14 2026 18:00:01 CEST", "Europe/Berlin"),  # in winter
        ("Jul 14 2026 18:00:01 EST:", "America/New_York"),  # a clock that is never put forward
        ("Sat Mar 14 18:00:01 EDT 2026", "Europe/Berlin"),
        ("2026-03-14 18:00:01 UTC", "Europe/Berlin"),
    ],
)
def test_an_abbreviation_that_the_stated_zone_does_not_show_gives_no_time(values, text, zone):
    (us,) = values(NAMED, [text], zone=zone)
    assert us < -(10**17)


@pytest.mark.parametrize("name", ["CETX", "LAB", "cet", "PM", ""])
def test_a_name_that_no_zone_is_known_by_says_nothing(values, name):
    assert values("named_offsets(text)", [f"Mar 14 2026 18:00:01 {name}"]) == [None]


@pytest.mark.parametrize("half", ["AM", "PM"])
def test_a_half_of_the_day_is_no_zone_that_could_be_left_out(values, half):
    assert values("dated_time(text)", [f"Mar 14 2026 08:00:01 {half}"]) == [None]
    assert values("in_leap_year(text)", [f"Mar 14 08:00:01 {half}"]) == [None]


@pytest.mark.parametrize("written", ["03/14/2026 08:00:00 PM", "03/14/2026 08:00:00 am"])
def test_a_half_of_the_day_that_a_format_does_not_foresee_is_a_bad_time(tmp_path, written):
    """Left out as if it were a zone's name, it would put an afternoon into the morning."""
    spec, path = tmp_path / "own.toml", tmp_path / "own.csv"
    spec.write_text(
        'title = "own"\nmanual = "own"\n[lines]\nsyntax = "columns"\nonly = "^when;"\n'
        'header = "^when;"\ndelimiter = ";"\n[connection]\n'
        'started_at = { from = "when", form = "%m/%d/%Y %H:%M:%S" }\n'
        'src_ip = "inside"\ndst_ip = "outside"\n'
    )
    path.write_text(f"when;inside;outside\n{written};192.0.2.1;198.51.100.7\n")
    assert read(path, format=str(spec), zone="UTC").reasons() == {2: "bad_time"}


BUILT = (
    "Built inbound TCP connection 1 for outside:198.51.100.7/443 (198.51.100.7/443)"
    " to inside:192.0.2.5/5000 (192.0.2.5/5000)"
)
FLOW = "src=192.0.2.5 dst=198.51.100.7 spt=5000 dpt=443 proto=UDP"
# Lines of clocks that print CET, each as its maker's.
ABBREVIATED = [
    f"<166>Mar 14 2026 01:02:03 CET: %ASA-6-302013: {BUILT}",
    f"<166>Mar 14 2026 01:02:03 CET fw1 : %ASA-6-302013: {BUILT}",
    f"Mar 14 01:02:03 relay : Mar 14 01:02:03 CET: %ASA-6-302013: {BUILT}",
    (
        "<190>12: *Mar 14 01:02:03.000 CET: %SEC-6-IPACCESSLOGP: list 101 permitted"
        " tcp 192.0.2.5(5000) -> 198.51.100.7(443), 1 packet"
    ),
    (
        "<190>12: Mar 14 2026 01:02:03.000 CET: %IPNAT-6-CREATED: udp 192.0.2.5:5000"
        " 203.0.113.7:5000 198.51.100.7:443 198.51.100.7:443"
    ),
    (
        'device="SFW" date=2026-03-14 time=01:02:03 timezone="CET" device_name="XG" device_id=C1'
        ' log_id=010101600001 log_type="Firewall" log_component="Firewall Rule"'
        ' log_subtype="Allowed" status="Allow" duration=0 src_ip=192.0.2.5 dst_ip=198.51.100.7'
        ' protocol="UDP" src_port=5000 dst_port=443'
    ),
    f"CEF:0|V|P|1|x|y|5|rt=Mar 14 2026 01:02:03 CET {FLOW}",
    f"CEF:0|V|P|1|x|y|5|rt=Sat Mar 14 01:02:03 CET 2026 {FLOW}",
    "LEEF:1.0|V|P|1|x|devTime=Sat Mar 14 01:02:03 CET 2026\tsrc=192.0.2.5\tdst=198.51.100.7",
    "LEEF:1.0|V|P|1|x|devTime=2026-03-14 01:02:03 CET\tsrc=192.0.2.5\tdst=198.51.100.7",
    (
        "2026-03-14 01:02:03 CET Address: 192.0.2.5 has been assigned for 1 hrs 0 mins 0 secs"
        " to a device with hardware address: hwtype=1 08:00:2b:02:3f:4e"
    ),
]


@pytest.mark.parametrize("line", ABBREVIATED)
def test_a_clock_that_names_its_zone_is_read_in_it_or_not_at_all(tmp_path, line):
    path = tmp_path / "box.log"
    path.write_text(line + "\n")
    os.utime(path, (1773532800, 1773532800))  # the same year
    found = read(path, zone="Europe/Berlin")
    rows = [row for table in ("connection", "login") for row in found.of(table)]
    times = {row[name] for row in rows for name in MAIN_TIMES if row.get(name)}
    assert times == {datetime(2026, 3, 14, 0, 2, 3, tzinfo=UTC)}
    assert read(path, zone="UTC").reasons() == {1: "other_zone"}


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("%d.%m.%Y %H:%M:%S %Z", "14.03.2026 18:00:00 EET"),
        ("%a %b %d %H:%M:%S %Z %Y", "Sat Mar 14 18:00:00 EET 2026"),
        ("%H:%M:%S %d %b %Y", "18:00:00 14 Mar 2026"),
        ("%m/%d/%Y %I:%M:%S %p", "03/14/2026 06:00:00 PM"),
    ],
)
def test_a_format_of_ones_own_reads_each_spelling_in_the_stated_zone(tmp_path, form, written):
    spec, path = tmp_path / "own.toml", tmp_path / "own.csv"
    spec.write_text(
        'title = "own"\nmanual = "own"\n[lines]\nsyntax = "columns"\nonly = "^when;"\n'
        'header = "^when;"\ndelimiter = ";"\n[connection]\n'
        f'started_at = {{ from = "when", form = "{form}" }}\nsrc_ip = "a"\ndst_ip = "b"\n'
    )
    path.write_text(f"when;a;b\n{written};192.0.2.1;198.51.100.1\n")
    (row,) = read(path, format=str(spec), zone="Europe/Vilnius").of("connection")
    assert row["started_at"] == datetime(2026, 3, 14, 16, tzinfo=UTC)


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
