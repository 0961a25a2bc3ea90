"""Whose a session was is told by the logins that judging went by, and by no name that it lacks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from tests.attribute.test_translation import NEXT, POOLS, SHARED, block, lent
from tests.attribute.test_translation import logins as behind
from tests.planting.rows import (
    DAY,
    OTHER,
    POOL,
    at,
    beats,
    held,
    judgement,
    key,
    logged,
    spoke,
    tables,
)
from tracker.engine.duckdb import DuckDB
from tracker.report.whose import keep_whose
from tracker.settings import Gateway, Settings
from tracker.tables import arrow_schema

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
    *held(station="circuit"),
    *behind(block()),
    *held("egle", ip=OTHER, until="12:05"),
    *held("rasa", ip=OTHER, since="12:06"),
    *held("one", ip="192.0.2.12"),
    *held("two", ip="192.0.2.12", since="10:00", gateway="nas-2"),
    *beats("nas-2"),
]


CLOCK = {"night": DAY, "gateway": "nas-1", "finding": "unproven", "changes": 3}


def told_of(spoken, logins, pools=(), settings=Settings()) -> dict[str, Any]:  # noqa: B008  # frozen
    """Each session of the night by its address, with `holding`, `spanned` and the days `read`."""
    shown = tables(spoken, logins, (), [POOL, *pools])
    made = judgement(shown, settings=settings)
    run = {"run_id": "run-1", "clocks": [CLOCK], "coverage": made.coverage.to_pylist()}
    sessions = [made.sessions.slice(number, 1) for number in range(made.sessions.num_rows)]
    return {one["src_ip"][0].as_py(): asked(shown, run, one, settings) for one in sessions}


def asked(shown, run, one, settings) -> dict[str, Any]:
    read = []
    with DuckDB() as engine:
        schema = arrow_schema("run")
        told = pa.Table.from_pylist([dict.fromkeys(schema.names) | run], schema=schema)
        engine.register("judging_run", told)
        engine.register("one", one)
        engine.register("last_state", arrow_schema("source").empty_table())

        def show_logins(days):
            read.append(days)
            dates = shown["login"]["event_date"]
            near = pc.and_(pc.greater_equal(dates, days.first), pc.less_equal(dates, days.last))
            engine.register("login", shown["login"].filter(near))

        keep_whose(engine, show_logins, one, settings)
        made = {
            name: engine.connection.sql(f"from {name}").to_arrow_table().to_pylist()
            for name in ("holding", "spanned")
        }
    return one.to_pylist()[0] | made | {"read": read[0]}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    return told_of(SPOKEN, LOGINS, POOLS)


def test_a_stay_is_told_by_the_records_that_open_and_close_it(told):
    row = told["192.0.2.10"]
    (stay,) = row["holding"]
    basis = f"{stay['kind']} {stay['opened_by']} .. {stay['closed_by']} on {stay['gateway']}"
    assert basis == row["holder_basis"]
    assert (stay["opening_event"], stay["closing_event"]) == ("start", "stop")
    assert stay["opening_at"] == stay["opened_at"] < row["first_at"]
    assert stay["closing_at"] == stay["closed_at"] > row["last_at"]
    lines = [one["line"] for one in LOGINS if one["user"] == "jonas" and one["kind"] == "radius"]
    assert (stay["opening_line"], stay["closing_line"]) == (min(lines), max(lines[:2]))


def test_what_was_kept_is_told_and_the_circuit_with_it(told):
    """`holding` is the session's own `holdings`, with the records beside."""
    row = told["192.0.2.10"]
    kept = [{name: one[name] for name in row["holdings"][0]} for one in row["holding"]]
    assert kept == row["holdings"]
    assert [one["station"] for one in kept] == ["circuit"]


def test_behind_a_translation_the_loan_is_told_beside_the_stay(told):
    row = told[SHARED]
    loan, stay = sorted(row["holding"], key=lambda one: one["kind"])
    assert (loan["kind"], loan["port_first"] <= 1100 <= loan["port_last"]) == ("cgnat", True)
    assert f"of ports {loan['port_first']}-{loan['port_last']} on" in row["holder_basis"]
    assert f"{stay['opened_by']} .. {stay['closed_by']} on {stay['gateway']}" in row["holder_basis"]
    assert loan["inner_ip"] == stay["inner_ip"] != SHARED
    assert loan["opening_line"]
    assert stay["opening_line"]


@pytest.mark.parametrize("address", [OTHER, "192.0.2.12", "192.0.2.13"])
def test_nobody_is_named_whom_the_session_does_not_name(told, address):
    row = told[address]
    assert row["holder"] is None
    assert row["holdings"] == row["holding"] == []


def test_how_many_held_an_address_is_counted(told):
    counted = {address: told[address]["candidates"] for address in ("192.0.2.10", "192.0.2.12")}
    assert counted == {"192.0.2.10": 1, "192.0.2.12": 2}
    assert told["192.0.2.13"]["candidates"] == 0
    assert told[SHARED]["candidates"] == 1


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
OPENED = {
    "yesterday": held(since=at("20:00", -1), **KEYS),
    "ten days ago": held(since=at("20:00", -10), **KEYS),
    "under a key that was another session's": [
        *held(since=at("20:00", -1), **KEYS),
        *held("egle", since=at("20:00", -10), until=at("21:00", -10), **KEYS),
    ],
    "without a key": held(since=at("20:00", -1), session_key=None),
    "by a prefix": held(
        ip="192.0.2.0", since=at("20:00", -1), prefix_length=28, ip_key=key("192.0.2.0")
    ),
}


@pytest.mark.parametrize("world", OPENED)
def test_of_the_logins_the_days_that_the_holding_spans_are_read(world):
    logins = OPENED[world]
    row = told_of([spoke("12:00")], [*beats(first=-14), *logins])["192.0.2.10"]
    (stay,) = row["holding"]
    opening, closing = logins[:2]
    assert (stay["opening_line"], stay["closing_line"]) == (opening["line"], closing["line"])
    assert (row["read"].first, row["read"].last) == (opening["at"].date(), DAY)


def test_the_records_are_found_by_a_clock_that_is_put_right():
    """The login stands under the day of its own clock, an hour early here, and so on the day before."""
    hour = timedelta(hours=1)
    logins = [
        one | {"at": one["at"] - hour, "event_date": (one["at"] - hour).date()}
        for one in (*beats(), *held(since="00:30"))
    ]
    settings = Settings(gateways=(Gateway("nas-1", clock_offset_seconds=3600),))
    row = told_of([spoke("12:00")], logins, settings=settings)["192.0.2.10"]
    (stay,) = row["holding"]
    assert stay["opening_line"] == logins[-2]["line"]
    assert stay["opening_at"] == stay["opened_at"] == at("00:30")


def test_where_another_came_the_holders_own_last_record_closes_it():
    logins = [*beats(), logged("start", "10:00"), logged("interim", "13:00")]
    logins.append(logged("start", "14:00", "egle"))
    row = told_of([spoke("12:00")], logins)["192.0.2.10"]
    (stay,) = row["holding"]
    assert (stay["closed_by"], stay["closed_at"]) == ("next start", at("14:00"))
    assert (stay["closing_event"], stay["closing_at"]) == ("interim", at("13:00"))
    assert stay["records"] == 2


def test_a_session_of_an_older_layout_tells_no_holding_and_is_read_as_one_without():
    shown = tables([spoke("12:00")], [*beats(), *held()], (), [POOL])
    made = judgement(shown).sessions
    place = made.schema.get_field_index("holdings")
    old = made.set_column(place, made.field(place), pa.nulls(1, made.field(place).type))
    row = asked(shown, {"run_id": "run-1", "clocks": None, "coverage": None}, old, Settings())
    assert (row["holding"], row["spanned"]) == ([], [])


def test_records_that_another_clock_would_lead_to_are_not_told():
    """Half an hour off, the stop of his session before stands where this one began."""
    before = held(since="08:00", until="09:30", session_key="one")
    logins = [*beats(), *before, *held(since="10:00", until="12:30", session_key="two")]
    shown = tables([spoke("12:00")], logins, (), [POOL])
    made = judgement(shown).sessions
    run = {"run_id": "run-1", "clocks": None, "coverage": None}
    (same,) = asked(shown, run, made, Settings())["holding"]
    assert (same["opening_line"], same["records"]) == (logins[-2]["line"], 2)
    later = Settings(gateways=(Gateway("nas-1", clock_offset_seconds=1800),))
    (other,) = asked(shown, run, made, later)["holding"]
    assert other["opened_at"] == at("10:00")
    assert (other["opening_line"], other["closing_line"], other["records"]) == (None, None, None)


ELSEWHERE = {
    "a prefix of his elsewhere": logged(
        "interim", "13:30", ip="192.0.2.128", ip_key=key("192.0.2.128"), prefix_length=28
    ),
    "a prefix of his beside": logged(
        "interim", "13:35", ip="192.0.2.0", ip_key=key("192.0.2.0"), prefix_length=29
    ),
    "a login session of his without an address": logged("interim", "13:40", ip=None),
}


@pytest.mark.parametrize("which", ELSEWHERE)
def test_a_record_of_another_login_session_of_his_closes_nothing(which):
    logins = [*beats(), logged("start", "10:00"), logged("interim", "13:00")]
    logins += [logged("start", "14:00", "egle"), ELSEWHERE[which] | {"session_key": "another"}]
    row = told_of([spoke("12:00")], logins)["192.0.2.10"]
    (stay,) = row["holding"]
    assert (stay["closing_at"], stay["closing_line"]) == (at("13:00"), logins[-3]["line"])


def test_a_record_without_an_address_belongs_to_the_session_whose_key_it_has():
    logins = [*beats(), *held(until="13:00", session_key="one")]
    logins[-1] |= {"ip": None, "ip_key": None}
    row = told_of([spoke("12:00")], logins)["192.0.2.10"]
    (stay,) = row["holding"]
    assert (stay["closed_by"], stay["closing_line"]) == ("stop", logins[-1]["line"])


def test_each_of_two_translations_is_told_by_its_own_records():
    lendings = [block(), block(gateway="cgnat-2", until="19:00")]
    spread = [
        lent("interim", at(clock), "100.64.9.9", 60000, 60511, gateway="cgnat-2")
        for clock in ("00:00", "05:00", "10:00", "15:00", "20:00", "23:50")
    ]
    row = told_of(
        [spoke("12:00", src=SHARED, sport=1100)], [*beats(), *spread, *behind(*lendings)], POOLS
    )[SHARED]
    loans = {one["gateway"]: one for one in row["holding"] if one["kind"] == "cgnat"}
    assert loans["cgnat-2"]["closing_at"] == loans["cgnat-2"]["closed_at"] == at("19:00")
    assert loans["cgnat-1"]["closing_at"] == loans["cgnat-1"]["closed_at"] > at("19:00")


def test_whoever_borrows_the_port_hours_later_is_no_candidate():
    lendings = [block(until="16:00"), block(since="16:02", until="22:00", inner=NEXT)]
    spoken = [spoke("09:00", seconds=8 * 3600, src=SHARED, sport=1100)]
    row = told_of(spoken, [*beats(), *behind(*lendings)], POOLS)[SHARED]
    assert (row["holder"], row["candidates"]) == (None, 1)


def test_a_gateway_without_a_name_is_told_as_none():
    row = told_of([spoke("12:00")], [*beats(None), *held(gateway=None)])["192.0.2.10"]
    assert [one["gateway"] for one in row["holdings"]] == [None]
    assert (row["holding"][0]["opening_event"], row["spanned"][0]["gateway"]) == ("start", None)
