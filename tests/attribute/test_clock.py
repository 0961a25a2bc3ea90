"""A gateway's clock is held against what its addresses did; where it does not fit, nobody is named."""

import datetime as dt
from random import Random

import pytest

from tests.planting.answers import JONAS, answer
from tests.planting.rows import DAY, OTHER, at, beats, held, key, logged, one, spoke, tables
from tracker.engine.duckdb import DuckDB, Resources
from tracker.judge.nights import night
from tracker.judging import judge_nights
from tracker.settings import Gateway, Settings, zone_info

SECOND = dt.timedelta(seconds=1)


def an_evening(changes=700, gap=(5, 1800), seed=3, gateway="nas-1", net=0):
    """Logins of a pool whose addresses change hands, and what their holders did meanwhile."""
    luck = Random(seed)  # noqa: S311  # planted, not secret
    logins, connections = [], []
    for number in range(changes // 4):
        ip = (
            f"198.51.{100 + net}.{number % 250 + 1}"
            if number < 250
            else f"203.0.{net}.{number - 249}"
        )
        since = at("00:00") + luck.randrange(7200) * SECOND
        for turn in range(5):
            until = since + luck.randrange(2 * 3600, 5 * 3600) * SECOND
            told = {"ip": ip, "gateway": gateway, "session_key": f"{net}-{number}-{turn}"}
            who = f"person-{net}-{number}-{turn}"
            logins += [logged("start", since, who, **told), logged("stop", until, who, **told)]
            when = since + luck.randrange(5, 60) * SECOND
            while when < until - 10 * SECOND:
                left = int((until - when).total_seconds()) - 5
                length = luck.randrange(1, max(2, min(600, left)))
                web = {"dst": f"192.0.2.{luck.randrange(1, 250)}", "dport": 443, "protocol": 6}
                connections.append(spoke(when, length, src=ip, **web))
                when += luck.randrange(20, 400) * SECOND
            since = until + luck.randrange(*gap) * SECOND
    return connections, logins


EVENING = an_evening()
FEW = an_evening(80)


def shifted(logins, minutes, gateway="nas-1"):
    """The same logins as a gateway tells them whose clock is ahead by so many minutes."""
    moved = dt.timedelta(minutes=minutes)
    return [
        row | {"at": row["at"] + moved, "event_date": (row["at"] + moved).date()}
        if row["gateway"] == gateway
        else row
        for row in logins
    ]


def judgement(connections, logins, offset=None, gateway="nas-1"):
    """The judged sessions and the clocks of the night; an offset is stated of that gateway."""
    gateways = () if offset is None else (Gateway(gateway, offset),)
    settings = Settings(gateways=gateways)
    with DuckDB(Resources(threads=2)) as engine:
        for name, rows in tables(connections, logins).items():
            engine.register(name, rows)
        return judge_nights(engine, [night(DAY, zone_info("UTC"))], settings, "run-1")


def clock(connections, logins, offset=None):
    (row,) = judgement(connections, logins, offset).clocks.to_pylist()
    return row


TUNNEL = spoke("12:00", src=OTHER)
HELD = held("egle", "06:00", "20:00", OTHER)


def whose(evening, minutes, offset=None):
    connections, logins = evening
    told = shifted([*logins, *HELD], minutes)
    (row,) = judgement([*connections, TUNNEL], told, offset).sessions.to_pylist()
    return answer(row)


@pytest.mark.parametrize("minutes", [0, 1, -1])
def test_a_clock_that_is_right_to_the_minute_fits(minutes):
    found = clock(EVENING[0], shifted(EVENING[1], minutes))
    assert (found["finding"], abs(found["best_minutes"]) <= 2) == ("fits", True)
    assert found["changes"] >= 500
    assert whose(EVENING, minutes) == ("egle", "exact", None)


@pytest.mark.parametrize("minutes", [10, -60, 300])
def test_a_clock_off_by_ten_minutes_or_more_is_refused_and_its_offset_told(minutes):
    found = clock(EVENING[0], shifted(EVENING[1], minutes))
    assert found["finding"] == "refused"
    assert abs(found["best_minutes"] + minutes) <= 2
    assert whose(EVENING, minutes) == (None, "unknown", "clock")


@pytest.mark.parametrize("minutes", [60, -300])
def test_with_few_changes_it_is_an_edge_at_best(minutes):
    found = clock(FEW[0], shifted(FEW[1], minutes))
    assert (found["finding"], found["changes"] < 500) == ("doubtful", True)
    assert whose(FEW, minutes)[1:] == ("edge", "clock")


def test_with_few_changes_a_clock_that_fits_is_no_obstacle():
    assert clock(*FEW)["finding"] == "unproven"
    assert whose(FEW, 0) == ("egle", "exact", None)


@pytest.mark.parametrize("gap", [(1, 5), (600, 4 * 3600)])
def test_however_fast_addresses_change_hands_an_hour_is_seen(gap):
    connections, logins = an_evening(gap=gap)
    assert clock(connections, logins)["finding"] == "fits"
    assert clock(connections, shifted(logins, 60))["finding"] == "refused"
    assert clock(connections, shifted(logins, -10))["finding"] == "refused"


def test_an_offset_that_is_stated_mends_the_times():
    found = clock(EVENING[0], shifted(EVENING[1], 60), offset=-3600)
    assert (found["finding"], abs(found["best_minutes"]) <= 2) == ("fits", True)
    assert whose(EVENING, 60, offset=-3600) == ("egle", "exact", None)


def test_an_offset_that_is_stated_and_wrong_is_refused_as_well():
    assert clock(*EVENING, offset=3600)["finding"] == "refused"


def test_another_gateways_clock_is_its_own():
    more, others = an_evening(gateway="nas-2", net=1, seed=4)
    connections, logins = [*EVENING[0], *more], [*EVENING[1], *others]
    told = judgement(connections, shifted(logins, 60, "nas-2")).clocks.to_pylist()
    assert {row["gateway"]: row["finding"] for row in told} == {"nas-1": "fits", "nas-2": "refused"}


def test_traffic_that_knows_nothing_of_the_logins_condemns_no_clock():
    luck = Random(5)  # noqa: S311  # planted, not secret
    day = 86_400
    connections = [
        row | {"started_at": begun, "ended_at": begun + 30 * SECOND}
        for row in EVENING[0]
        for begun in (at("00:00") + luck.randrange(day) * SECOND,)
    ]
    assert clock(connections, EVENING[1])["finding"] == "fits"


def test_logins_without_any_connection_of_their_addresses_leave_the_clock_unproven():
    assert judgement([TUNNEL], EVENING[1]).clocks.num_rows == 0


def delegated(evening, length):
    """The same evening of a gateway that gives out prefixes alone, each sent from by two addresses."""
    connections, logins = evening
    number = {ip: n for n, ip in enumerate(sorted({row["ip"] for row in logins}), 0x100)}
    prefixes = {ip: f"2001:db8:{n:x}:40::" for ip, n in number.items()}
    given = [
        row | {"ip": ip, "ip_key": key(ip), "prefix_length": length}
        for row in logins
        for ip in (prefixes[row["ip"]],)
    ]
    sent = [
        row | {"src_ip": ip, "src_key": key(ip)}
        for n, row in enumerate(connections)
        for ip in (f"{prefixes[row['src_ip']].removesuffix('40::')}{(0x41, 0x7E)[n % 2]:x}::5",)
    ]
    # The same lines' neighbours are at work all day.
    beside = [
        spoke(at("00:00") + 1800 * n * SECOND, 1800, src=f"2001:db8:{line:x}:80::5", dport=443)
        for line in range(0x100, 0x120)
        for n in range(48)
    ]
    return [*sent, *beside], given


@pytest.mark.parametrize("minutes", [0, 10, -60])
@pytest.mark.parametrize("length", [58, 57])
def test_prefixes_are_checked_by_all_the_addresses_under_them(minutes, length):
    connections, logins = delegated(EVENING, length)
    connections = [row for row in connections if length == 58 or ":80::" not in row["src_ip"]]
    found = clock(connections, shifted(logins, minutes))
    assert found["finding"] == ("refused" if minutes else "fits")
    assert abs(found["best_minutes"] + minutes) <= 2


def test_a_change_of_address_and_prefix_at_once_counts_as_one():
    connections, logins = delegated(FEW, 56)
    told = clock([*FEW[0], *connections], [*FEW[1], *logins])
    assert told["changes"] == clock(*FEW)["changes"]


@pytest.mark.parametrize(("hours", "zone"), [(3, "Europe/Vilnius"), (24, "UTC"), (-24, "UTC")])
def test_a_record_of_another_date_counts_where_its_corrected_time_is_in_the_window(hours, zone):
    """The session's only record is its stop, on the evening after the night."""
    ahead = dt.timedelta(hours=hours)
    lone = logged("stop", at("21:30", 1), session_seconds=40 * 3600)
    told = shifted([*beats(), lone], 60 * hours)
    settings = Settings(night_zone=zone, gateways=(Gateway("nas-1", -ahead.total_seconds()),))
    assert answer(one([spoke("12:00")], told, settings=settings)) == JONAS


@pytest.mark.parametrize(("minutes", "doubt"), [(0, "shared"), (300, "clock"), (-420, "clock")])
def test_of_an_address_that_a_refused_clock_tells_of_no_other_gateway_is_believed(minutes, doubt):
    """Egle's stop is lost; that Jonas came after her, his gateway's clock puts before or behind."""
    later = held("jonas", "13:00", "14:30", OTHER, session_key="later")
    lost = [logged("start", "08:00", "egle", OTHER, gateway="nas-2"), *beats("nas-2")]
    told = [*shifted([*EVENING[1], *later], minutes), *lost]
    rows = judgement([*EVENING[0], spoke("14:00", 60, src=OTHER)], told).sessions.to_pylist()
    assert [(row["holder"], answer(row)[2]) for row in rows] == [(None, doubt)]
