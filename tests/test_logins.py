"""Login sessions of a holder or a gateway: who dialled in, from where, for how long."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.planting.rows import OTHER, SUBSCRIBER, at, beats, held, logged, tables
from tracker.attribute.pseudonyms import make_key
from tracker.engine.duckdb import DuckDB
from tracker.errors import SettingsError, UsageError
from tracker.intake import ingest
from tracker.lake import create_lake
from tracker.logfile import Asked
from tracker.logins import Dialled, dialled, holder_named, logins
from tracker.settings import Gateway, Settings
from tracker.shipped import samples

JONAS, EGLE = "a" * 32, "b" * 32
PEER = "203.0.113.9"


def asked(rows, settings=Settings(), **wanted):  # noqa: B008  # frozen
    with DuckDB() as engine:
        engine.register("login", tables((), rows)["login"])
        return dialled(engine, Dialled(**wanted), settings)


def of_jonas(rows, **more):
    return asked([*beats(last=3), *rows], holder=JONAS, **more).rows.to_pylist()


def told(rows, *names):
    return [tuple(row[name] for name in names) for row in rows]


def test_a_session_is_one_row_from_its_start_to_its_stop():
    rows = held(JONAS, "10:00", "12:00", peer_ip=PEER, kind="vpn", app="openvpn", bytes_out=7)
    (row,) = of_jonas([*rows, *held(EGLE, ip=OTHER)])
    assert (row["first_at"], row["began_by"], row["last_at"], row["ended_by"]) == (
        *(at("10:00"), "start"),
        *(at("12:00"), "stop"),
    )
    assert (row["gateway"], row["kind"], row["app"], row["seconds"]) == (
        *("nas-1", "vpn", "openvpn"),
        7200,
    )
    assert (row["ips"], row["peer_ips"], row["holder"]) == ([SUBSCRIBER], [PEER], JONAS)
    assert (row["bytes_out"], row["bytes_in"], row["concurrent"]) == (7, None, 0)


def test_all_addresses_and_peers_of_a_session_stand_in_its_row():
    more = {"session_key": "k"}
    rows = [
        logged("start", "10:00", JONAS, peer_ip=PEER, **more),
        logged("interim", "10:01", JONAS, ip="2001:db8:5::", prefix_length=56, **more),
        logged(
            "interim", "10:02", None, None, peer_ip="203.0.113.90", inner_ip="100.64.0.1", **more
        ),
    ]
    (row,) = of_jonas(rows)
    assert row["ips"] == [SUBSCRIBER, "2001:db8:5::/56"]
    assert (row["peer_ips"], row["inner_ips"]) == ([PEER, "203.0.113.90"], ["100.64.0.1"])


def test_what_the_log_says_of_the_length_goes_before_the_difference():
    rows = [logged("stop", "12:00", JONAS, session_seconds=3600)]
    (row,) = of_jonas(rows)
    assert (row["first_at"], row["began_by"], row["seconds"]) == (
        at("11:00"),
        "session time",
        3600,
    )


@pytest.mark.parametrize(
    ("rows", "last", "ended_by"),
    [
        ([logged("reset", "12:00", None, None)], "12:00", "reset"),
        ([], "10:00", "silence"),
        ([logged("interim", "13:00", JONAS)], "13:00", "silence"),
        ([logged("interim", "13:00", JONAS, expires_at=at("15:00"))], "15:00", "lease end"),
    ],
)
def test_how_a_session_without_a_stop_ended_is_told(rows, last, ended_by):
    (row,) = of_jonas([logged("start", "10:00", JONAS), *rows])
    assert (row["last_at"], row["ended_by"]) == (at(last), ended_by)


def test_a_session_whose_end_is_not_told_yet_is_open():
    found = asked([logged("start", "10:00", JONAS), logged("interim", "11:00", EGLE)], holder=JONAS)
    assert told(found.rows.to_pylist(), "last_at", "ended_by") == [(at("10:00"), None)]


def test_a_key_that_is_used_again_is_another_session():
    key = {"session_key": "1"}
    rows = [*held(JONAS, "08:00", "10:00", **key), *held(EGLE, "12:00", "13:00", **key)]
    found = told(of_jonas(rows), "holder", "first_at", "last_at")
    assert found == [(JONAS, at("08:00"), at("10:00"))]


def test_a_record_sent_twice_changes_nothing():
    rows = held(JONAS, "10:00", "12:00")
    (row,) = of_jonas([*rows, *rows, logged("stop", "12:00:05", JONAS)])
    assert (row["last_at"], row["concurrent"]) == (at("12:00"), 0)


def test_why_a_session_ended_is_told_by_the_stop_that_ended_it():
    ended = [
        logged("stop", "12:00:00", JONAS, reason="User-Request", session_seconds=7190),
        logged("stop", "12:00:05", JONAS, reason="Idle-Timeout", session_seconds=7200),
    ]
    (row,) = of_jonas([logged("start", "10:00", JONAS), *ended])
    assert (row["reason"], row["seconds"]) == ("User-Request", 7190)


def test_where_the_key_is_only_a_name_each_start_after_an_end_is_a_session():
    own = {"session_key": None}
    rows = [*held(JONAS, "10:00", "10:05", **own), *held(JONAS, "10:06", "10:09", **own)]
    assert told(of_jonas(rows), "first_at") == [(at("10:00"),), (at("10:06"),)]


def test_a_session_that_names_two_is_listed_for_each_and_names_nobody():
    rows = [logged("start", "10:00", JONAS, session_key="k")]
    rows.append(logged("interim", "10:01", EGLE, session_key="k"))
    assert told(of_jonas(rows), "holder", "names", "concurrent") == [(None, 2, None)]


def test_who_is_let_in_just_before_the_sessions_own_record_is_counted_once():
    let_in = logged("start", "09:59:59", JONAS, None, session_key=None)
    assert told(of_jonas([let_in, *held(JONAS, "10:00", "12:00")]), "concurrent") == [(0,)]


def test_sessions_that_overlap_are_counted_wherever_they_are():
    """Against a count made pair by pair."""
    luck = random.Random(7)  # noqa: S311  # no secret
    spans = [(luck.randrange(0, 300), luck.randrange(1, 90)) for _ in range(60)]
    rows = [
        row
        for number, (since, length) in enumerate(spans)
        for event, minute in (("start", since), ("stop", since + length))
        for row in [
            logged(
                event,
                at("00:00") + dt.timedelta(minutes=minute),
                JONAS,
                session_key=str(number),
                gateway=f"nas-{number % 2}",
            )
        ]
    ]
    found = asked(rows, gateway="nas-1").rows.to_pylist()
    expected = {
        str(number): sum(
            other != number and since < begun + lasted and begun < since + length
            for other, (begun, lasted) in enumerate(spans)
        )
        for number, (since, length) in enumerate(spans)
        if number % 2
    }
    assert {row["session_key"]: row["concurrent"] for row in found} == expected
    begins = {since for since, _ in spans}
    at_once = max(sum(s <= b < s + n for s, n in spans) for b in begins)
    assert asked(rows, holder=JONAS).summed.at_once == at_once


def test_a_gateway_has_its_own_sessions_alone_and_each_with_its_holder():
    rows = [*held(JONAS, "10:00", "12:00", gateway="vpn"), *held(JONAS, "11:00", "13:00")]
    nameless = logged("interim", "11:00", None, None, gateway="vpn", session_key="k", peer_ip=PEER)
    found = asked([*rows, nameless], gateway="vpn")
    assert told(found.rows.to_pylist(), "holder", "concurrent") == [(JONAS, 1), (None, None)]
    both = asked(rows, gateway="vpn", holder=JONAS).rows.to_pylist()
    assert told(both, "gateway", "concurrent") == [("vpn", 1)]


def test_the_window_has_what_overlaps_it_whole():
    rows = held(JONAS, "10:00", "12:00")
    for since, until, count in (
        ("11:00", "11:01", 1),
        ("12:01", "13:00", 0),
        ("09:00", "10:00", 0),
    ):
        found = of_jonas(rows, since=at(since), until=at(until))
        assert told(found, "first_at", "last_at") == [(at("10:00"), at("12:00"))] * count


def test_a_session_without_an_end_is_listed_until_silence_ends_it():
    begun = [logged("start", "10:00", JONAS)]
    assert len(of_jonas(begun, since=at("09:00", 1))) == 1
    assert len(of_jonas(begun, since=at("10:01", 1))) == 0


def test_what_is_stated_of_a_gateway_says_when_silence_ends_its_sessions():
    begun = [logged("start", "10:00", JONAS), *held(EGLE, "06:00", "13:00")]
    short, long = (Settings(gateways=(Gateway("nas-1", silence_hours=h),)) for h in (2, 72))
    for settings, ended_by in ((short, "silence"), (Settings(), None)):
        found = asked(begun, settings, holder=JONAS).rows.to_pylist()
        assert told(found, "last_at", "ended_by") == [(at("10:00"), ended_by)]
    for wanted in ({"holder": JONAS}, {"gateway": "nas-1", "holder": JONAS}, {"gateway": "nas-1"}):
        for settings, since, count in (
            (short, at("11:30"), 1),
            (short, at("12:30"), 0),
            (long, at("09:00", 3), 1),
            (long, at("11:00", 3), 0),
        ):
            found = asked(begun, settings, since=since, until=at("00:00", 9), **wanted).rows
            assert [row["holder"] for row in found.to_pylist()].count(JONAS) == count


def test_a_session_that_only_its_length_puts_into_the_window_is_in_it():
    stop = logged("stop", "12:00", JONAS, session_seconds=7200)
    for more in ({"holder": JONAS}, {"gateway": "nas-1"}):
        found = asked([stop], since=at("10:30"), until=at("11:00"), **more)
        assert told(found.rows.to_pylist(), "first_at") == [(at("10:00"),)]


def test_a_hostile_gateway_is_a_value_and_finds_nothing():
    assert asked(held(JONAS), gateway="' or '1'='1").rows.num_rows == 0


def test_without_a_window_it_is_the_last_thirty_days_of_the_lake():
    rows = [*held(JONAS), logged("start", at("12:00", -31), JONAS, session_key="old")]
    assert told(asked(rows, holder=JONAS).rows.to_pylist(), "first_at") == [(at("00:00"),)]
    everything = asked(rows, holder=JONAS, since=dt.datetime(1, 1, 1, tzinfo=dt.UTC))
    assert everything.rows.num_rows == 2


def test_what_they_come_to_is_summed_before_the_limit():
    rows = [
        *held(JONAS, "10:00", "12:00", peer_ip=PEER),
        *held(JONAS, "11:00", "13:00", gateway="vpn", ip=OTHER),
        logged("failure", "09:00", JONAS, None),
        logged("failure", "09:00", EGLE, None),
    ]
    found = asked(rows, holder=JONAS, limit=1)
    assert (found.rows.num_rows, found.more) == (1, 1)
    summed = found.summed
    assert (summed.sessions, summed.failures, summed.at_once) == (2, 1, 2)
    assert (summed.first_at, summed.last_at) == (at("10:00"), at("13:00"))
    assert (summed.gateways, summed.peer_ips) == (["nas-1", "vpn"], [PEER])


def test_a_stated_clock_puts_the_times_right():
    settings = Settings(gateways=(Gateway("nas-1", -3600.0),))
    found = asked(held(JONAS, "10:00", "12:00"), settings, holder=JONAS)
    assert told(found.rows.to_pylist(), "first_at", "last_at") == [(at("09:00"), at("11:00"))]


def test_loans_of_ports_are_no_logins():
    lent = logged("allocate", "10:00", JONAS, "198.51.100.7", kind="cgnat", inner_ip="100.64.0.1")
    assert of_jonas([lent]) == []


def test_nobody_and_nothing_and_what_is_no_pseudonym_are_refused():
    for wanted in ({}, {"holder": "jonas"}):
        with pytest.raises(UsageError):
            asked([], **wanted)


# format: its gateway, and one who dialled in: from where, for how many seconds
VPNS = {
    "openvpn-server": ("openvpn-server", ["2001:db8:1::13"], 64),
    "openvpn-status": ("openvpn-status", ["203.0.113.12"], 3606),
    "cisco-asa": ("fw-north", ["203.0.113.141"], 95289),
    "fortigate": ("edge-fw1", ["203.0.113.77"], 1202),
    "paloalto": ("012801096514", ["203.0.113.77"], 3600),
    "strongswan": ("gw1", ["203.0.113.5"], 300),
    "mikrotik": ("core-rt", ["203.0.113.78"], 3600),
    "windows-nps": ("192.0.2.1", ["198.51.100.7"], 3600),
}


@pytest.fixture(scope="module")
def dialled_in(tmp_path_factory):
    """A lake with the samples of these formats, and its key."""
    place = tmp_path_factory.mktemp("vpn")
    key = make_key(place / "key")
    lake = create_lake(place / "lake", key.check)
    for name in VPNS:
        said = Asked(zone="Europe/Vilnius", gateway=name)  # where the log tells no gateway
        path = str(Path(samples()) / f"{name}.log")
        ingest(lake, key, [path], said, Settings(max_rejects=1.0))
    return lake, key


@pytest.mark.parametrize("name", VPNS)
def test_who_dialled_in_at_a_vpn_gateway_is_listed_with_peer_and_length(name, dialled_in):
    gateway, peers, seconds = VPNS[name]
    kinds = ("vpn", "radius")
    rows = logins(dialled_in[0], Dialled(gateway=gateway)).rows.to_pylist()
    came = [row for row in rows if row["kind"] in kinds]
    assert told(came, "peer_ips", "seconds").count((peers, seconds)) == 1
    assert all(row["holder"] is None or len(row["holder"]) == 32 for row in came)


def test_a_name_is_folded_and_found_under_the_key(dialled_in):
    lake, key = dialled_in
    holder = holder_named(lake, key, " RUTA ")
    rows = logins(lake, Dialled(holder=holder)).rows.to_pylist()
    assert {row["gateway"] for row in rows} == {"fw-north", "fw-south"}
    assert {row["holder"] for row in rows} == {holder}


def test_another_lakes_key_finds_no_name(dialled_in, tmp_path):
    with pytest.raises(SettingsError, match="not the key"):
        holder_named(dialled_in[0], make_key(tmp_path / "other"), "ruta")
