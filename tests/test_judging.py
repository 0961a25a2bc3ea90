"""The order of the stages from the outside: which nights are touched, and that nothing is left over."""

import datetime as dt
import re
import tomllib

import pyarrow as pa
import pytest

from tests.planting.rows import DAY, at, beats, held, judged, logged, spoke, tables, term
from tracker import judging
from tracker.engine.duckdb import DuckDB
from tracker.judge.nights import night
from tracker.judge.sessions import FOLDER
from tracker.judging import judge_nights, touched_nights, vacated_nights
from tracker.settings import Settings, zone_info
from tracker.tables import arrow_schema

NEW, OLD = "c" * 16, "a" * 16


def touched(connections=(), logins=(), zone="UTC"):
    with DuckDB() as engine:
        for name, rows in tables(connections, logins).items():
            engine.register(name, rows)
        nights = touched_nights(engine, [NEW], Settings(night_zone=zone))
    return [one.date.day for one in nights]


def test_new_connections_touch_their_night_and_those_beside_it_that_have_any():
    records = [spoke(at("12:00", day), source=OLD) for day in (-3, -1, 0, 2)]
    assert touched([*records, spoke("10:00", source=NEW)]) == [13, 14]


def test_new_logins_touch_the_nights_of_connections_alone():
    records = [spoke(at("12:00", day), source=OLD) for day in (-2, 0, 1, 3)]
    assert touched(records, [logged("start", at("10:00"), source=NEW)]) == [14, 15]


def test_nothing_new_touches_nothing():
    assert touched([spoke("12:00", source=OLD)], held(source=OLD)) == []


def test_the_operators_zone_says_which_night_is_touched():
    assert touched([spoke("22:30", source=NEW)], zone="Europe/Vilnius") == [15]
    assert touched([spoke("22:30", source=NEW)], zone="Asia/Kathmandu") == [15]
    assert touched([spoke("02:00", source=NEW)], zone="America/Sao_Paulo") == [13]


def test_what_is_forgotten_touches_the_judged_nights_from_a_day_before_it_to_a_day_behind():
    """Also such as had no session, or have no connection left; no night that was never judged."""
    sessions = [{"night": DAY + dt.timedelta(days=day)} for day in (-2, -1, 0, 3, 5)]
    runs = [{"nights": [f"{DAY + dt.timedelta(days=day)}" for day in (1, 4)]}, {"nights": []}]
    spans = [
        {"first_at": at("23:30"), "last_at": at("12:00", 2)},
        {"first_at": None, "last_at": None},  # begun and not finished
    ]
    with DuckDB() as engine:
        engine.register("session", planted("session", sessions))
        engine.register("run", planted("run", runs))
        forgotten = planted("source", spans)
        nights = vacated_nights(engine, forgotten, Settings(night_zone="Europe/Vilnius"))
    assert [(one.date - DAY).days for one in nights] == [0, 1, 3]


def planted(name, rows):
    schema = arrow_schema(name)
    return pa.Table.from_pylist([dict.fromkeys(schema.names) | row for row in rows], schema)


def test_a_row_has_the_columns_of_session_and_no_night_gives_none():
    with DuckDB() as engine:
        for name, rows in tables().items():
            engine.register(name, rows)
        none = judge_nights(engine, [], Settings(), "run-1").sessions
        empty = judge_nights(engine, [night(DAY, zone_info("UTC"))], Settings(), "run-1").sessions
    assert none.schema == empty.schema == arrow_schema("session")
    assert none.num_rows == empty.num_rows == 0


@pytest.mark.parametrize("told", ["ended_at", "logged_at"])
def test_a_record_that_tells_no_beginning_is_judged_by_its_end(told):
    times = dict.fromkeys(("started_at", "ended_at", "logged_at")) | {told: at("12:00")}
    (row,) = judged([spoke("12:00", **times)], held())
    assert (row["first_at"], row["last_at"]) == (at("12:00"), at("12:00"))


def test_what_judging_made_on_the_way_is_dropped():
    shown = "select table_name from information_schema.tables order by 1"
    with DuckDB() as engine:
        for name, rows in tables([spoke("12:00")], held(), [term()]).items():
            engine.register(name, rows)
        judge_nights(engine, [night(DAY, zone_info("UTC"))], Settings(), "run-1")
        left = {name for (name,) in engine.connection.execute(shown).fetchall()}
    assert left == {"calendar", "connection", "login", "registration", "endpoint"}


def test_how_many_nights_are_judged_in_one_pass_changes_nothing(monkeypatch):
    records = [spoke(at("23:50", day)) for day in range(3)] + [spoke(at("00:10", 1))]
    logins = [*beats(last=3), *held()]
    nights = [DAY + dt.timedelta(days=day) for day in range(4)]
    together = judged(records, logins, dates=nights)
    monkeypatch.setattr(judging, "_AT_ONCE", 1)
    assert judged(records, logins, dates=nights) == together
    assert len({row["night"] for row in together}) == 3


@pytest.mark.parametrize("name", ["verdict.sql", "answered.sql"])
def test_every_reason_that_a_verdict_can_give_is_documented(name):
    reasons = tomllib.loads((FOLDER / "reasons.toml").read_text())
    words = {word for told in reasons.values() for word in told}
    sql = (FOLDER / name).read_text()
    given = re.search(r"\n    case\n((?:        .*\n)+)    end as reason", sql)
    assert given
    assert set(re.findall(r"(?:then|else) '(\w+)'", given[1])) <= words
