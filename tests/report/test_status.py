from __future__ import annotations

from tests.report.planted import NIGHT, SOURCE, rows, term
from tracker.report.status import status
from tracker.tables import tables


def parts(lake, part: str) -> dict[str, dict]:
    return {one["name"]: one for one in status(lake).to_pylist() if one["part"] == part}


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
