"""Numbers that a gateway gave its records tell what was lost, and nothing where they tell nothing."""

from __future__ import annotations

import datetime as dt
import json

import numpy as np
import pyarrow as pa
import pytest

from tests.report.planted import rows
from tracker.attribute.pseudonyms import Key
from tracker.engine.duckdb import DuckDB
from tracker.intake import ingest
from tracker.judge.nights import night
from tracker.lake import create_lake
from tracker.logfile import Asked
from tracker.night import judge
from tracker.report.missing import find_gaps
from tracker.report.status import status
from tracker.settings import Settings, zone_info
from tracker.tables import arrow_schema

DAY = dt.date(2026, 3, 14)
BEGAN = dt.datetime.combine(DAY, dt.time(), dt.UTC)
UTC = zone_info("UTC")
HOLE = range(600, 800)  # of a night's minutes: the last one before is 09:59, the first behind 13:20


def told(numbers, every=60, gateway="gw-1", begin=BEGAN, lasted=900):
    """Records of a gateway, one each minute; None is a minute without. Each is of a flow that lasted."""
    each = ((begin.timestamp() + turn * every, number) for turn, number in enumerate(numbers))
    return [(number, round(at, 6), gateway, lasted) for at, number in each if number is not None]


def without(hole, numbers):
    return [None if turn in hole else number for turn, number in enumerate(numbers)]


def again(times, records, apart=0):
    """Each record several times, some seconds apart."""
    return [(n, at + apart * time, *more) for n, at, *more in records for time in range(times)]


def connections(records):
    schema = arrow_schema("connection")
    numbers, written, gateways, lasted = zip(*records, strict=True)
    begun = [at - length for at, length in zip(written, lasted, strict=True)]
    given = {"sequence": pa.array(numbers, pa.int64()), "gateway": pa.array(gateways, pa.string())}
    given |= {"logged_at": moments(written), "started_at": moments(begun)}
    given["event_date"] = given["started_at"].cast(pa.timestamp("us")).cast(pa.date32())
    lacking = (pa.nulls(len(records), one.type) for one in schema)
    columns = [given.get(one.name, none) for one, none in zip(schema, lacking, strict=True)]
    return pa.table(columns, schema=schema)


def moments(seconds):
    micros = pa.array([round(at * 1_000_000) for at in seconds], pa.int64())
    return micros.cast(pa.timestamp("us", tz="UTC"))


def gaps(*nights, records):
    """gateway, how many numbers of how many are missing, and between when, of each jump."""
    with DuckDB() as engine:
        engine.register("connection", connections(records))
        engine.register("login", rows("login"))
        wanted = [night(date, UTC) for date in nights or [DAY]]
        found = find_gaps(engine, wanted, Settings()).to_pylist()
    return [
        (
            gap["gateway"],
            gap["usual"] - gap["records"],
            gap["usual"],
            f"{gap['from_at']:%d %H:%M}",
            f"{gap['to_at']:%d %H:%M}",
        )
        for gap in found
        if gap["missing"] == "jump"
    ]


def test_numbers_without_a_hole_tell_nothing():
    assert gaps(records=told(range(1440))) == []
    assert gaps(records=again(3, told(range(0, 4320, 3)))) == []


def test_a_hole_is_told_with_what_is_missing_between_the_records_around_it():
    records = told(without(HOLE, range(7_038_583_574_867_673_111, 7_038_583_574_867_674_551)))
    assert gaps(records=records) == [("gw-1", 200, 260, "14 09:59", "14 13:20")]


def test_where_packets_are_numbered_packets_are_missing_and_where_records_are_summed_records():
    packets = again(3, told(without(HOLE, range(1440))))
    assert gaps(records=packets) == [("gw-1", 200, 260, "14 09:59", "14 13:20")]
    slowly = again(3, packets[::3], apart=40)
    assert gaps(records=slowly) == [("gw-1", 200, 201, "14 10:00", "14 13:20")]
    summed = again(3, told(without(HOLE, range(0, 4320, 3))))
    assert gaps(records=summed) == [("gw-1", 600, 780, "14 09:59", "14 13:20")]


def test_hours_beside_one_another_are_told_at_once_and_others_each_for_itself():
    """What a rotated file after the other holds is looked for in one place."""
    holes = [*range(400, 520), *range(530, 650), *range(1000, 1110)]
    records = told(without(holes, range(2880)), every=30)
    assert gaps(records=records) == [
        ("gw-1", 240, 290, "14 03:19", "14 05:25"),
        ("gw-1", 110, 150, "14 08:19", "14 09:15"),
    ]


@pytest.mark.parametrize(
    "numbers",
    [
        [*range(5000, 5720), *range(720)],
        [*range(5000, 5720), *range(4600, 5320)],
        [*range(2**32 - 720, 2**32), *range(720)],
        [*range(720), *range(10_000, 10_720)],
    ],
    ids=["from nought", "among those before", "over its end", "far ahead"],
)
def test_a_counter_that_begins_anew_is_no_loss_and_hides_none_that_is_told_apart(numbers):
    assert gaps(records=told(numbers)) == []
    hole = range(500, 601)
    assert gaps(records=told(without(hole, numbers)))[0][1:2] == (101,)


@pytest.mark.parametrize(("sooner", "found"), [(0, [150]), (50, [150]), (70, [])])
def test_what_is_lost_within_an_instant_is_told_though_the_next_is_dated_a_little_sooner(
    sooner, found
):
    before = told(range(9000), every=0.25)
    behind = told(range(9150, 18_150), every=0.25, begin=BEGAN + dt.timedelta(seconds=2250))
    behind[:10] = ((number, at - sooner, *more) for number, at, *more in behind[:10])
    assert [gap[1] for gap in gaps(records=[*before, *behind])] == found


def test_exporters_of_one_name_tell_nothing_where_their_numbers_mingle():
    one = again(3, told(without(HOLE, range(0, 4320, 3)), gateway=None))
    other = again(5, told(without(HOLE, range(1001, 8201, 5)), gateway=None))
    assert gaps(records=[*one, *other]) == []


def test_each_gateway_is_told_for_itself():
    """Neither the numbers of another nor what another lacks by its manner counts."""
    lacking = {hour * 360 + turn for hour in range(24) for turn in range(45)}
    others = [
        record
        for gateway in ("gw-2", "gw-3")
        for record in told(without(lacking, range(1000, 9640)), every=10, gateway=gateway)
    ]
    hole = ("14 04:09", "14 04:30")
    for gateway in ("gw-1", None):
        records = told(without(range(1500, 1620), range(3600)), every=10, gateway=gateway)
        assert gaps(records=[*records, *others]) == [(gateway, 120, 360, *hole)]


def test_a_filter_before_the_log_tells_nothing():
    """Of ten records it lets eight pass, and a hole among them may be anything."""
    holes = np.flatnonzero(np.random.default_rng(1).random(2880) > 0.8).tolist()
    assert gaps(records=told(without({*holes, *HOLE}, range(2880)), every=30)) == []


@pytest.mark.parametrize(("count", "found"), [(1201, 1), (1200, 0)])
def test_of_fewer_than_a_thousand_steps_nothing_is_known(count, found):
    assert len(gaps(records=told(without(HOLE, range(count))))) == found


@pytest.mark.parametrize(
    ("every", "lost", "found"),
    [(30, 100, 1), (30, 99, 0), (0.25, 144, 1), (0.25, 142, 0)],
    ids=["a hundred", "fewer", "a hundredth of an hour", "less"],
)
def test_a_few_lost_numbers_make_no_night_provisional(every, lost, found):
    hole = range(1500, 1500 + lost)
    count = 2880 if every == 30 else 18_000
    assert len(gaps(records=told(without(hole, range(count)), every=every))) == found


def test_what_an_hour_lacks_like_all_others_is_the_exporters_manner():
    """Templates and options take numbers as well; an hour that lacks three times as many is told."""
    each = {hour * 360 + turn for hour in range(24) for turn in range(100, 140)}
    for more, found in ((80, [("gw-1", 120, 360, "14 08:16", "14 08:46")]), (79, [])):
        holes = each | set(range(3080, 3080 + more))
        assert gaps(records=told(without(holes, range(8640)), every=10)) == found


def test_a_jump_is_one_of_the_night_in_which_it_lies_and_over_midnight_one_of_both():
    lacking = [*range(3000, 3240), *range(5100, 5280), *range(5520, 6000)]
    records = told(without(lacking, range(8640)), every=30, begin=BEGAN - dt.timedelta(days=1))
    days = [DAY + dt.timedelta(days=n) for n in (-1, 0, 1)]
    each = [gaps(day, records=records) for day in days]
    over = (480, "14 21:59", "15 02:00")
    assert [[gap[1:2] + gap[3:] for gap in one] for one in each] == [
        [],
        [(240, "14 00:59", "14 03:00"), (180, "14 18:29", "14 20:00"), over],
        [over],
    ]
    assert gaps(*days, records=records) == [gap for one in each for gap in one]


def test_nights_judged_together_lack_what_each_alone_does():
    """Neither what the other lacks by its manner counts, nor records that one alone does not read."""
    manner = {hour * 360 + turn for hour in range(24) for turn in range(100, 140)}
    hole = range(10_140, 10_250)
    yesterday = BEGAN - dt.timedelta(days=1)
    records = told(without({*manner, *hole}, range(10_800)), every=10, begin=yesterday)
    late = [number if number in hole else None for number in range(10_800)]
    records += told(late, every=10, begin=yesterday, lasted=3 * 86_400)
    assert gaps(yesterday.date(), records=records) == []
    alone = gaps(records=records)
    assert alone == [("gw-1", 110, 360, "14 04:09", "14 04:28")]
    assert gaps(yesterday.date(), DAY, records=records) == alone


def test_numbers_that_nobody_counted_break_nothing():
    assert (
        gaps(records=told(np.random.default_rng(2).integers(2**63 - 1, size=1440).tolist())) == []
    )
    assert gaps(records=told([2**63 - 1, 0] * 720)) == []
    assert gaps(records=again(1440, told([0]))) == []


def flow(number, minute, port):
    """A line of goflow2; the flow began a quarter of an hour before its packet came."""
    at = round(BEGAN.timestamp()) * 10**9 + minute * 60 * 10**9
    told = {"type": "IPFIX", "time_received_ns": at, "sequence_num": number}
    told |= {"sampler_address": "203.0.113.1", "time_flow_start_ns": at - 900 * 10**9}
    told |= {"time_flow_end_ns": at, "bytes": 84, "packets": 1, "proto": "UDP"}
    told |= {"src_addr": "192.0.2.10", "dst_addr": "198.51.100.7", "src_port": port}
    return json.dumps(told | {"dst_port": 443}) + "\n"


def test_a_file_that_is_missing_makes_its_night_provisional_until_it_comes(tmp_path):
    """An exporter that counts its flows, two a packet; the files of the collector hold four hours."""
    key = Key(b"k" * 32)
    lake = create_lake(tmp_path / "lake", key.check)
    files = []
    for begin in range(60, 1440, 240):
        files.append(tmp_path / f"flows-{begin}.json")
        minutes = range(begin, begin + 240)
        files[-1].write_text(
            "".join(flow(2 * minute, minute, port) for minute in minutes for port in (4000, 4001))
        )

    def judged_with(*paths):
        ingest(lake, key, list(map(str, paths)), Asked(), Settings())
        judge(lake, Settings(), DAY, DAY + dt.timedelta(days=1))
        found = status(lake, Settings()).to_pylist()
        return [row["told"] for row in found if row["part"] == "provisional"]

    lacking = "480 of 600 numbers between 2026-03-14 08:59 and 2026-03-14 13:00 UTC"
    told = [f"connections of 203.0.113.1 lack {lacking}"]
    assert judged_with(*files[:2], *files[3:]) == told
    assert judged_with(files[2]) == []
