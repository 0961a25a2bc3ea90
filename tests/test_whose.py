"""Whose a session was is told by the records that judging went by, and by no name that it lacks."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.attribute.test_translation import POOLS, SHARED, block
from tests.attribute.test_translation import logins as behind
from tests.planting.rows import DAY, OTHER, POOL, at, beats, held, logged, spoke, tables
from tracker import whose
from tracker.engine.duckdb import DuckDB
from tracker.judge.nights import night
from tracker.judging import judge_nights
from tracker.settings import Settings, zone_info
from tracker.snapshot import Days
from tracker.tables import arrow_schema
from tracker.whose import keep_whose

# One address in one stay, one behind a translation, one that two had in turn, one that two claim.
SPOKEN = [
    spoke("12:00"),
    spoke("12:00", src=SHARED, sport=1100),
    spoke("12:00", src=OTHER),
    spoke("12:00", src="192.0.2.12"),
    spoke("12:00", src="192.0.2.13"),
]
LOGINS = [
    *beats(),
    *held(),
    *behind(block()),
    *held("egle", ip=OTHER, until="12:05"),
    *held("rasa", ip=OTHER, since="12:06"),
    *held("one", ip="192.0.2.12"),
    *held("two", ip="192.0.2.12", since="10:00", gateway="nas-2"),
    *beats("nas-2"),
]


@pytest.fixture(scope="module")
def told():
    """Each session of the night by its address, with `holding`, `spanned` and `crowd`."""
    found = {}
    with DuckDB() as engine:
        shown = tables(SPOKEN, LOGINS, (), [POOL, *POOLS])
        for name, rows in shown.items():
            engine.register(name, rows)
        one = night(DAY, zone_info("UTC"))
        judged = judge_nights(engine, [one], Settings(), "run-1")
    for number in range(judged.sessions.num_rows):
        row = judged.sessions.slice(number, 1)
        found[row["src_ip"][0].as_py()] = row.to_pylist()[0] | asked(shown, row)
    return found


CLOCK = {"night": DAY, "gateway": "nas-1", "finding": "unproven", "changes": 3}


def asked(shown, row, settings=Settings(), read=None):  # noqa: B008  # frozen
    """What is told of a session; `read` gets the days whose logins are read, one after the other."""
    with DuckDB() as engine:
        for name, rows in shown.items():
            engine.register(name, rows)
        engine.register("one", row)
        run = {"run_id": "run-1", "clocks": [CLOCK]}
        schema = arrow_schema("run")
        told = pa.Table.from_pylist([dict.fromkeys(schema.names) | run], schema=schema)
        engine.register("run", told)
        engine.register("last_state", arrow_schema("source").empty_table())

        def show_logins(days):
            if read is not None:
                read.append(days)
            dates = shown["login"]["event_date"]
            near = pc.and_(pc.greater_equal(dates, days.first), pc.less_equal(dates, days.last))
            engine.register("login", shown["login"].filter(near))

        keep_whose(engine, show_logins, row, settings)
        return {
            name: engine.connection.sql(f"from {name}").to_arrow_table().to_pylist()
            for name in ("holding", "spanned", "crowd")
        }


def test_a_stay_is_told_by_the_records_that_open_and_close_it(told):
    row = told["192.0.2.10"]
    (stay,) = row["holding"]
    basis = f"{stay['kind']} {stay['opened_by']} .. {stay['closed_by']} on {stay['gateway']}"
    assert basis == row["holder_basis"]
    assert (stay["opening_event"], stay["closing_event"]) == ("start", "stop")
    assert stay["opening_at"] == stay["opened_at"] < row["first_at"]
    assert stay["closing_at"] == stay["closed_at"] > row["last_at"]
    lines = [one["line"] for one in held_lines("jonas")]
    assert (stay["opening_line"], stay["closing_line"]) == (min(lines), max(lines))


def held_lines(user):
    return [one for one in LOGINS if one["user"] == user and one["ip"] == "192.0.2.10"]


def test_behind_a_translation_the_loan_is_told_beside_the_stay(told):
    row = told[SHARED]
    loan, stay = sorted(row["holding"], key=lambda one: one["kind"])
    assert (loan["kind"], loan["port_first"] <= 1100 <= loan["port_last"]) == ("cgnat", True)
    assert f"of ports {loan['port_first']}-{loan['port_last']} on" in row["holder_basis"]
    assert f"{stay['opened_by']} .. {stay['closed_by']} on {stay['gateway']}" in row["holder_basis"]
    assert loan["opening_line"]
    assert stay["opening_line"]


@pytest.mark.parametrize("address", [OTHER, "192.0.2.12", "192.0.2.13"])
def test_nobody_is_named_whom_the_session_does_not_name(told, address):
    row = told[address]
    assert row["holder"] is None
    assert row["holding"] == []


def test_how_many_held_an_address_is_counted(told):
    assert told["192.0.2.12"]["crowd"] == [{"candidates": 2}]
    assert told["192.0.2.13"]["crowd"] == [{"candidates": 0}]


def test_the_holders_gateway_tells_what_its_logins_span_and_how_its_clock_goes(told):
    (one,) = told["192.0.2.10"]["spanned"]
    assert (one["gateway"], one["covers"]) == ("nas-1", True)
    assert one["from_at"] <= told["192.0.2.10"]["first_at"] < one["to_at"]
    assert one["clock"] == "unproven"


def test_of_an_address_that_two_claim_both_gateways_are_told(told):
    assert {one["gateway"] for one in told["192.0.2.12"]["spanned"]} == {"nas-1", "nas-2"}


def test_an_address_that_no_login_tells_of_concerns_no_gateway(told):
    assert told["192.0.2.13"]["spanned"] == []


KEYS = {"session_key": "one"}
YESTERDAY = held(since=at("20:00", -1), **KEYS)
WORLDS = {
    "a start of yesterday": YESTERDAY,
    "a start of ten days ago": held(since=at("20:00", -10), **KEYS),
    "a key that was another session's": [
        *held("egle", since=at("20:00", -10), until=at("21:00", -10), **KEYS),
        *YESTERDAY,
    ],
    "a key that the session had begun by": [logged("start", at("08:00", -10), **KEYS), *YESTERDAY],
    "a line that broke while the session began": [
        *held(since=at("20:00", -10), until="11:59:50", session_key=None),
        *held(since="12:00:20", session_key=None),
    ],
    "the same, with keys": [
        *held(since=at("20:00", -10), until="11:59:50", **KEYS),
        *held(since="12:00:20", session_key="two"),
    ],
    "no keys": held(since=at("20:00", -1), session_key=None),
}


@pytest.mark.parametrize("world", WORLDS)
def test_two_days_of_logins_tell_what_five_weeks_tell(world, monkeypatch):
    """Earlier ones are left unread only where no login session near has a record among them."""
    shown = tables([spoke("12:00")], [*beats(first=-14), *WORLDS[world]], (), [POOL])
    with DuckDB() as engine:
        for name, rows in shown.items():
            engine.register(name, rows)
        judged = judge_nights(engine, [night(DAY, zone_info("UTC"))], Settings(), "run-1")
    assert " start .. " in judged.sessions["holder_basis"][0].as_py()
    read: list[Days] = []
    near = asked(shown, judged.sessions, read=read)
    monkeypatch.setattr(whose, "_NEAR", 100)
    whole = asked(shown, judged.sessions)
    assert near["holding"] == whole["holding"] != []
    assert near["crowd"] == whole["crowd"]
    is_near = world in ("a start of yesterday", "no keys")
    assert (read[-1].last < DAY) == is_near  # what was read last are the keys of earlier days
