"""What a night lacks is known by the nights before, and nothing is said to lack that never came."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from tests.report.planted import rows
from tracker.engine.duckdb import DuckDB
from tracker.judge.nights import night
from tracker.report.missing import find_gaps
from tracker.settings import Settings, zone_info

DAY = dt.date(2026, 3, 14)
ALL_DAY = range(24)


def told(away, hours=ALL_DAY, gateway="gw-1", each=1):
    """Records at half past of these hours, so many nights before the judged one."""
    for hour in hours:
        at = dt.datetime.combine(DAY, dt.time(hour, 30), dt.UTC) - dt.timedelta(days=away)
        for n in range(each):
            moment = at + dt.timedelta(seconds=n)
            yield {"gateway": gateway, "started_at": moment, "event_date": at.date()}


def week(away=range(1, 8), **how):
    return [row for one in away for row in told(one, **how)]


def gaps(*connections, logins=(), zone="UTC", **settings):
    """gateway, what is missing, and from which hour of UTC to which, of each gap of the night."""
    given = [row for part in connections for row in part]
    with DuckDB() as engine:
        engine.register("connection", rows("connection", *given))
        engine.register("login", rows("login", *logins))
        one = night(DAY, zone_info(zone))
        found = find_gaps(engine, [one], Settings(night_zone=zone, **settings)).to_pylist()
    span = [
        (gap["from_at"].strftime("%d %H:%M"), gap["to_at"].strftime("%d %H:%M")) for gap in found
    ]
    return [(gap["gateway"], gap["missing"], *at) for gap, at in zip(found, span, strict=True)]


OTHER = [*told(0, gateway="other")]  # tells how far logs have come in at all


def test_a_night_like_those_before_lacks_nothing():
    assert gaps(week(), told(0)) == []


def test_a_gateway_that_told_in_three_nights_of_seven_and_not_in_this_is_silent():
    assert gaps(week(range(5, 8)), OTHER) == [("gw-1", "silent", "14 00:00", "14 23:30")]


def test_one_that_told_in_two_of_seven_or_in_none_of_these_is_no_gap():
    assert gaps(week(range(6, 8)), OTHER) == []
    assert gaps(week(range(8, 12)), OTHER) == []


def test_hours_without_a_record_are_missing_where_there_were_some_in_the_nights_before():
    here = told(0, [*range(8), *range(16, 24)])
    assert gaps(week(), here) == [("gw-1", "hours", "14 07:30", "14 16:30")]


@pytest.mark.parametrize(("longest", "found"), [(6.0, 1), (9.0, 1), (9.1, 0)])
def test_a_silence_counts_from_the_length_that_judging_takes_for_uncovered(longest, found):
    here = [*told(0, [*range(8), *range(16, 24)])]
    assert len(gaps(week(), here, coverage_gap_hours=longest)) == found


def test_a_gateway_that_never_tells_at_these_hours_lacks_nothing():
    by_day = [*range(8, 18)]
    assert gaps(week(hours=by_day), told(0, by_day), OTHER) == []


def test_one_that_falls_silent_a_little_sooner_than_it_always_does_lacks_nothing():
    assert gaps(week(hours=range(12)), told(0, range(10)), OTHER) == []


def test_a_night_that_logs_have_not_come_to_the_end_of_lacks_nothing_beyond():
    """One that is judged at noon has no afternoon; but the gateway whose morning is missing is told."""
    morning = [*told(0, range(12), gateway="other")]
    known = week(gateway="other")
    assert gaps(week(), known, morning) == [("gw-1", "silent", "14 00:00", "14 11:30")]
    assert gaps(week(), known, morning, told(0, range(12))) == []


def test_far_fewer_records_than_as_a_rule_are_a_drop_in_the_hours_where_they_are():
    here = [*told(0, [*range(10), *range(12, 24)], each=100), *told(0, [10, 11], each=9)]
    assert gaps(week(each=100), here) == [("gw-1", "drop", "14 10:00", "14 12:00")]


@pytest.mark.parametrize(
    ("usual", "left", "nights"),
    [(100, 10, 7), (99, 0, 7), (100, 0, 2)],
    ids=["a tenth", "too few as a rule", "too few nights"],
)
def test_what_falls_by_less_or_is_seldom_is_no_drop(usual, left, nights):
    others = [*range(10), *range(11, 24)]
    here = [*told(0, others, each=usual), *told(0, [10], each=left)]
    assert gaps(week(range(1, nights + 1), each=usual), here) == []


def test_an_hour_without_any_record_is_a_drop_unless_the_silence_is_told():
    here = [*told(0, [*range(10), *range(11, 24)], each=100)]
    assert gaps(week(each=100), here) == [("gw-1", "drop", "14 10:00", "14 11:00")]
    assert gaps(week(each=100), told(0, range(8), each=100), OTHER) == [
        ("gw-1", "hours", "14 07:31", "14 23:30")
    ]


def test_logins_and_connections_are_told_apart_and_each_gateway_for_itself():
    before = [row | {"at": row["started_at"]} for row in week(gateway=None)]
    logins = [{key: row[key] for key in ("gateway", "at", "event_date")} for row in before]
    assert gaps(week(), told(0), logins=logins) == [(None, "silent", "14 00:00", "14 23:30")]


def test_a_night_is_a_day_of_the_operators_zone():
    found = gaps(week(), told(0, range(12)), OTHER, zone="Europe/Vilnius")
    assert found == [("gw-1", "hours", "14 11:30", "14 22:00")]


def test_nights_judged_together_lack_what_each_alone_does():
    given = [*week(), *OTHER, *told(-1, gateway="other"), *told(-1)]
    zone = zone_info("UTC")
    nights = [night(DAY + dt.timedelta(days=n), zone) for n in (-1, 0, 1)]
    with DuckDB() as engine:
        engine.register("connection", rows("connection", *given))
        engine.register("login", rows("login"))
        alone = [find_gaps(engine, [one], Settings()) for one in nights]
        together = find_gaps(engine, nights, Settings())
        none = find_gaps(engine, [], Settings())
    assert together.num_rows > 0
    assert together == pa.concat_tables(alone).combine_chunks()
    assert none.schema == together.schema
