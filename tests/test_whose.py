"""Whose a session was is told by the records that judging went by, and by no name that it lacks."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tests.attribute.test_translation import POOLS, SHARED, block
from tests.attribute.test_translation import logins as behind
from tests.planting.rows import DAY, OTHER, POOL, beats, held, spoke, tables
from tracker.engine.duckdb import DuckDB
from tracker.judge.nights import night
from tracker.judging import judge_nights
from tracker.settings import Settings, zone_info
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


def asked(shown, row, settings=Settings()):  # noqa: B008  # frozen
    with DuckDB() as engine:
        for name, rows in shown.items():
            engine.register(name, rows)
        engine.register("one", row)
        run = {"run_id": "run-1", "clocks": [CLOCK]}
        schema = arrow_schema("run")
        told = pa.Table.from_pylist([dict.fromkeys(schema.names) | run], schema=schema)
        engine.register("run", told)
        engine.register("last_state", arrow_schema("source").empty_table())
        keep_whose(engine, lambda _: engine.register("login", shown["login"]), row, settings)
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
