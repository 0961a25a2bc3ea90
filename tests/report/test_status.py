from __future__ import annotations

from datetime import timedelta

import pytest

from tests.report.planted import NIGHT, SOURCE, connection, login, rows, term
from tracker.formats import find_format, told_specs, whole
from tracker.report.status import status
from tracker.settings import Settings
from tracker.tables import tables


def parts(lake, part: str, settings: Settings | None = None) -> dict[str, dict]:
    told = status(lake, settings or Settings()).to_pylist()
    return {one["name"]: one for one in told if one["part"] == part}


def test_each_table_of_the_lake_is_counted(judged):
    counted = {name: one["rows"] for name, one in parts(judged, "table").items()}
    assert counted == dict.fromkeys(tables(), 0) | {"session": 5, "source": 1, "run": 1}


def test_a_source_begun_and_not_done_is_told_by_its_path(judged):
    begun = SOURCE | {"source": "b2", "state": "begun", "path": "/logs/late.log"}
    judged.append("source", rows("source", begun))
    assert list(parts(judged, "unfinished")) == ["/logs/late.log"]


def test_a_month_counts_its_nights_and_its_flags(judged):
    told = parts(judged, "night")["2026-03"]
    assert (told["rows"], told["first_at"]) == (5, NIGHT)
    assert told["told"] == "nights with sessions: 1, sessions flagged: 3"


def test_what_is_missing_is_told_until_it_is_there(judged):
    assert set(parts(judged, "missing")) == {"logins", "register", "pools", "epdg"}
    judged.append("registration", rows("registration", term("R-1")))
    judged.append("endpoint", rows("endpoint", {"list": "own", "category": "local"}))
    assert set(parts(judged, "missing")) == {"logins", "epdg"}


def test_an_empty_lake_has_a_status(lake):
    assert not parts(lake, "run")
    assert parts(lake, "table")["source"]["rows"] == 0


def hours(*given: float) -> list[timedelta]:
    return [timedelta(hours=some) for some in given]


def test_a_gateways_logins_and_connections_are_told_apart_with_first_last_and_gaps(judged):
    judged.append(
        "login",
        rows(
            "login",
            *(login("s") | {"gateway": "nas-1", "at": NIGHT + h} for h in hours(0, 5.9, 11.8)),
            *(login("s") | {"gateway": "nas-2", "at": NIGHT + h} for h in hours(0, 6, 20.5, 21)),
        ),
    )
    told = parts(judged, "logins")
    assert [(name, one["rows"], one["told"]) for name, one in told.items()] == [
        ("nas-1", 3, "no gap"),
        ("nas-2", 4, "2 gaps, the longest of 14.5 h from 2026-03-15 02:00 UTC"),
    ]
    assert (told["nas-2"]["first_at"], told["nas-2"]["last_at"]) == (NIGHT, NIGHT + hours(21)[0])
    assert not parts(judged, "connections")


def test_records_without_a_gateway_are_told_under_no_name(judged):
    judged.append("connection", rows("connection", connection(443), connection(443, gateway="b")))
    assert list(parts(judged, "connections")) == [None, "b"]


@pytest.mark.parametrize(
    "times", [{"started_at": NIGHT}, {"ended_at": NIGHT}, {"logged_at": NIGHT}], ids=str
)
def test_a_connection_counts_at_the_time_it_is_judged_by(times, judged):
    judged.append("connection", rows("connection", connection(443, started_at=None) | times))
    assert parts(judged, "connections")[None]["first_at"] == NIGHT


@pytest.mark.parametrize(("gap", "told"), [(1.0, "1 gap"), (1.01, "no gap"), (0.0, "2 gaps")])
def test_a_gap_lasts_coverage_gap_hours_or_longer(gap, told, judged):
    times = hours(0, 0.001, 1.001)
    given = [login("s") | {"at": NIGHT + h} for h in times]
    judged.append("login", rows("login", *given))
    found = parts(judged, "logins", Settings(coverage_gap_hours=gap))
    assert found[None]["told"].startswith(told)


SPEC = "zeek-conn:0123456789abcdef"


def test_a_file_that_an_older_spec_read_is_told_with_what_to_say_to_read_it_again(judged):
    read = {"format": "zeek-conn", "spec_digest": SPEC, "zone": "UTC", "gateway": "border-1"}
    grown = [SOURCE | read | {"source": name, "path": "/logs/conn.log"} for name in ("b", "c")]
    judged.append("source", rows("source", *grown))
    (told,) = parts(judged, "outdated").values()
    assert (told["name"], told["rows"]) == ("/logs/conn.log", 2)
    assert told["told"] == (
        "read with an older spec of zeek-conn: "
        "`tracker ingest --again PATH --zone UTC --gateway border-1`"
    )


@pytest.mark.parametrize(
    ("spec", "state"),
    [
        (None, "done"),
        (told_specs(map(whole, find_format("zeek-conn"))), "done"),
        ("zeek-conn:own-0123456789abcdef", "done"),
        ("shipped-no-longer:0123456789abcdef", "done"),
        (SPEC, "forgotten"),
        (SPEC, "begun"),
    ],
)
def test_nobody_is_asked_to_read_again_what_would_be_read_the_same(judged, spec, state):
    """Nor what nobody can tell: an operator's own specs, and those of versions that kept no digest."""
    one = SOURCE | {"source": "b", "state": state, "format": "zeek-conn", "spec_digest": spec}
    judged.append("source", rows("source", one))
    assert not parts(judged, "outdated")


def test_of_many_files_of_a_kind_the_first_ten_are_named(judged):
    many = [
        SOURCE | {"source": f"{n}", "path": f"{n:02}.log", "spec_digest": SPEC} for n in range(12)
    ]
    judged.append("source", rows("source", *many))
    told = {name: one["rows"] for name, one in parts(judged, "outdated").items()}
    assert told == {f"{n:02}.log": 1 for n in range(10)} | {"more files": 2}
