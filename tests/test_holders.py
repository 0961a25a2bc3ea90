"""Who held an address at an instant is what a session of that instant would be judged by."""

from __future__ import annotations

from functools import cache

import pytest

from tests.attribute.test_translation import INNER, NEXT, POOLS, SHARED, block
from tests.attribute.test_translation import logins as behind
from tests.planting.places import Case, judged_at_places
from tests.planting.rows import (
    DAY,
    OTHER,
    POOL,
    SUBSCRIBER,
    at,
    beats,
    held,
    listed,
    logged,
    spoke,
    tables,
)
from tests.planting.simulated import simulate
from tracker.engine.duckdb import DuckDB
from tracker.errors import UsageError
from tracker.holders import Instant
from tracker.holders import held as asked_of
from tracker.judge.nights import night
from tracker.judging import NEEDED, judge_nights
from tracker.settings import Gateway, Settings, zone_info


def asked(ip, when, logins, entries=(POOL,), settings=Settings(), **more):  # noqa: B008  # frozen
    """The candidates, as dicts."""
    with DuckDB() as engine:
        for name, rows in tables((), logins, (), entries).items():
            engine.register(name, rows)
        return asked_of(engine, Instant(ip, at(when), **more), settings).to_pylist()


def graded(rows):
    return {(row["holder"], row["grade"], row["doubt"]) for row in rows}


HAND_OVER = [*beats(), *held(until="12:00"), *held("egle", since="12:00:05")]
CONTESTED = [*beats(), *held(), *held("egle", since="10:00", gateway="nas-2"), *beats("nas-2")]
TWICE = behind(block(), block(inner=NEXT))
IN_TURN = behind(block(until="12:00"), block("12:00:01", inner=NEXT))
WHOLE = behind(block(first=None, last=None))
STATIC = [listed("192.0.2.0/24", "pool_static")]


PORT, ELSEWHERE, ESP = (1100, 17), (40000, 17), (None, 50)
CASES = {
    "in the midst of a stay": (SUBSCRIBER, "12:00", [*beats(), *held()], [POOL], ELSEWHERE),
    "near its end": (SUBSCRIBER, "23:58", [*beats(), *held()], [POOL], ELSEWHERE),
    "a second before another": (SUBSCRIBER, "11:59:59", HAND_OVER, [POOL], ELSEWHERE),
    "minutes before another": (SUBSCRIBER, "11:57", HAND_OVER, [POOL], ELSEWHERE),
    "two at once": (SUBSCRIBER, "12:00", CONTESTED, [POOL], ELSEWHERE),
    "nobody": (OTHER, "12:00", [*beats(), *held()], [POOL], ELSEWHERE),
    "an address that is given for good": (OTHER, "12:00", [*beats(), *held()], STATIC, ELSEWHERE),
    "a port that is lent": (SHARED, "12:00", behind(block()), POOLS, PORT),
    "a port that is not": (SHARED, "12:00", behind(block()), POOLS, ELSEWHERE),
    "near the beginning of a loan": (SHARED, "08:01", behind(block()), POOLS, PORT),
    "a port lent to two": (SHARED, "12:00", TWICE, POOLS, PORT),
    "between two loans": (SHARED, "12:00", IN_TURN, POOLS, PORT),
    "a port of one protocol": (SHARED, "12:00", behind(block(protocol=17)), POOLS, PORT),
    "no port, of a block": (SHARED, "12:00", behind(block()), POOLS, ESP),
    "no port, of a whole address": (SHARED, "12:00", WHOLE, POOLS, ESP),
}
WITHOUT_PORTS = ("no port, of a block", "no port, of a whole address")


NO_LOGINS = (SUBSCRIBER, "12:00", [], [POOL], ELSEWHERE)


def recorded(ip, when, logins, entries, port_and_protocol):
    """A record of this instant."""
    port, protocol = port_and_protocol
    dport = {} if port else {"dport": None}
    return Case([spoke(when, 0, ip, sport=port, protocol=protocol, **dport)], logins, entries)


def asked_about(ip, when, logins, entries, port_and_protocol):
    port, protocol = port_and_protocol
    return asked(ip, when, logins, entries, port=port, protocol=protocol)


@cache
def sessions():
    """The session of each case, all judged in one night."""
    found = judged_at_places([recorded(*case) for case in CASES.values()])
    return {name: session for name, (session,) in zip(CASES, found, strict=True)}


def same_answer(rows, session):
    """The candidates are told as the session is judged."""
    doubt = session["reason"] if session["verdict"] == "unattributable" else None
    named = {row["holder"] for row in rows} - {None}
    assert {row["grade"] for row in rows} == {session["attribution"]}
    assert named == {session["holder"]} - {None}
    assert doubt is None or {row["doubt"] for row in rows} == {doubt}
    if named:
        assert session["holder_basis"] in {row["evidence"] for row in rows}


@pytest.mark.parametrize("case", [case for case in CASES if case not in WITHOUT_PORTS])
def test_an_instant_is_graded_as_a_session_of_it_is_judged(case):
    same_answer(asked_about(*CASES[case]), sessions()[case])


@pytest.mark.parametrize("case", WITHOUT_PORTS)
def test_what_has_no_ports_is_graded_without_one_as_its_session_is_judged(case):
    (row,) = asked_about(*CASES[case])
    same_answer([row], sessions()[case])


def test_an_instant_that_no_logins_cover_is_graded_as_a_session_of_it_is_judged():
    ((session,),) = judged_at_places([recorded(*NO_LOGINS)])
    same_answer(asked_about(*NO_LOGINS), session)


def test_of_a_simulated_night_each_instant_is_graded_as_its_session_is_judged():
    """Every tunnel is made an instant; of each kind of answer some are asked for again."""
    planted = simulate(20260314, 0.25)
    with DuckDB() as engine:
        connections = planted.connections
        ended = connections.schema.get_field_index("ended_at")
        moments = connections.set_column(ended, "ended_at", connections["started_at"])
        terms = tables()["registration"]
        told = (moments, planted.logins, terms, planted.pools)
        for name, rows in zip(NEEDED, told, strict=True):
            engine.register(name, rows)
        one = night(DAY, zone_info("UTC"))
        found = judge_nights(engine, [one], Settings(), "run-1").sessions.to_pylist()
        kinds: dict[tuple[str, ...], list[dict]] = {}
        for session in (one for one in found if one["connections"] == 1):
            shared = session["src_ip"].startswith("198.51.100.")
            kind = (session["attribution"], session["reason"], shared)
            kinds.setdefault(kind, []).append(session)
        assert {attribution for attribution, *_ in kinds} >= {"exact", "edge", "unknown"}
        for session in (session for several in kinds.values() for session in several[:1]):
            rows = asked_of(engine, _instant(session), Settings()).to_pylist()
            assert {row["grade"] for row in rows} == {session["attribution"]}, session
            assert {row["holder"] for row in rows} - {None} == {session["holder"]} - {None}


def _instant(session):
    where = {"port": session["src_port"], "protocol": session["protocol"]}
    return Instant(session["src_ip"], session["first_at"], **where)


def test_a_candidate_is_told_with_its_stay_and_where_that_is_written():
    (row,) = asked(SUBSCRIBER, "12:00", [*beats(), *held(station="st", since="08:00")])
    assert (row["holder"], row["station"], row["kind"], row["gateway"]) == (
        *("jonas", "st"),
        *("radius", "nas-1"),
    )
    assert (row["opened_at"], row["opened_by"]) == (at("08:00"), "start")
    assert (row["closed_at"], row["closed_by"]) == (at("23:59"), "stop")
    (source,) = row["sources"]
    assert source["last_line"] == source["first_line"] + 1


def test_who_cannot_be_told_apart_is_counted_and_not_named():
    for logins in (HAND_OVER, CONTESTED):
        rows = asked(SUBSCRIBER, "12:00:02", logins)
        assert [row["candidates"] for row in rows] == [2, 2]
        assert {row["holder"] for row in rows} == {None}
        assert {row["sources"] for row in rows} == {None}


def test_a_shared_address_without_a_port_has_its_lenders_counted():
    (row,) = asked(SHARED, "12:00", TWICE, POOLS)
    assert (row["grade"], row["doubt"], row["holder"]) == ("shared", "shared", None)
    assert (row["candidates"], row["inner_ip"]) == (3, None)


def test_a_shared_address_that_nobody_had_then_is_nobodys():
    logins = [row for row in behind(block()) if row.get("inner_ip") != "100.64.9.9"]
    (row,) = asked(SHARED, "21:00", [*logins, *beats("cgnat-1")], POOLS)
    assert (row["grade"], row["doubt"], row["candidates"]) == ("unknown", "no_holder", 0)


def test_the_port_leads_to_the_inner_address_and_its_stay():
    (row,) = asked(SHARED, "12:00", TWICE[: len(behind(block()))], POOLS, port=1100)
    assert (row["holder"], row["inner_ip"], row["protocol"]) == ("jonas", INNER, None)
    assert (row["port_first"], row["port_last"]) == (1024, 1535)


def test_ports_lent_for_one_protocol_alone_are_answered_protocol_by_protocol():
    rows = asked(SHARED, "12:00", behind(block(protocol=17)), POOLS, port=1100)
    assert {(row["protocol"], row["holder"]) for row in rows} == {(17, "jonas"), (6, None)}


def test_a_stated_clock_moves_the_stay():
    settings = Settings(gateways=(Gateway("nas-1", 3600.0),))
    logins = [*beats(), *held(since="10:00", until="14:00")]
    assert graded(asked(SUBSCRIBER, "14:30", logins, settings=settings)) == {
        ("jonas", "exact", None)
    }
    assert graded(asked(SUBSCRIBER, "10:30", logins, settings=settings)) == {
        (None, "unknown", "no_holder")
    }


def test_one_within_a_delegated_prefix_is_found_by_it():
    logins = [*beats(), *held(ip="2001:db8:5::", prefix_length=56)]
    (row,) = asked("2001:DB8:5:0:0::9", "12:00", logins, [listed("2001:db8::/32", "pool_dynamic")])
    assert (row["holder"], row["grade"], row["ip"]) == ("jonas", "exact", "2001:db8:5::9")


def test_who_sits_at_a_gateway_is_no_candidate():
    rows = asked(SUBSCRIBER, "12:00", [*beats(), logged("start", "10:00", kind="system")])
    assert graded(rows) == {(None, "unknown", "no_holder")}


def test_what_is_no_address_is_refused():
    with pytest.raises(UsageError, match="no address"):
        asked("192.0.2.999", "12:00", [])
