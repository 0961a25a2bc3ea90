"""A translation's clock is held against what its ports sent, and that of the logins behind against it."""

from random import Random

import pytest

from tests.attribute.test_clock import SECOND, an_evening, judgement, shifted
from tests.planting.answers import JONAS, answer
from tests.planting.rows import at, beats, held, key, logged, spoke, tables
from tracker.engine.duckdb import DuckDB
from tracker.holders import Instant
from tracker.holders import held as held_at
from tracker.settings import Settings

SHARED, INNER = "198.18.0.200", "100.64.200.1"


def lent(event, when, shared, inner, ports):
    """One event of a block of ports, or of a single one, on cgnat-1."""
    told = {"port_first": ports[0], "port_last": ports[-1], "inner_ip": inner}
    told |= {"inner_key": key(inner), "kind": "cgnat", "gateway": "cgnat-1", "session_key": None}
    return logged(event, when, None, shared, **told)


def an_evening_of_loans(ports, slots=110, seed=3):
    """Ports of shared addresses that are lent six times each, and what was sent from them."""
    luck = Random(seed)  # noqa: S311  # planted, not secret
    logins, connections = [], []
    for number in range(slots):
        shared, first = f"198.18.0.{number // 100}", 20000 + ports * (number % 100)
        since = at("00:00") + luck.randrange(7200) * SECOND
        for _ in range(6):
            until = since + luck.randrange(1200, 3 * 3600) * SECOND
            slot = (shared, f"100.64.{luck.randrange(9)}.{luck.randrange(250)}")
            slot = (*slot, range(first, first + ports))
            logins += [lent("allocate", since, *slot), lent("release", until, *slot)]
            when = since
            while when < until - 30 * SECOND:
                left = int((until - when).total_seconds()) - 10
                length = left if ports == 1 else luck.randrange(1, min(900, left))
                web = {"dst": f"192.0.2.{luck.randrange(1, 250)}", "dport": 443, "protocol": 6}
                sport = first + luck.randrange(ports)
                connections.append(spoke(when, length, src=shared, sport=sport, **web))
                when += (length if ports == 1 else luck.randrange(20, 600)) * SECOND
            since = until + luck.randrange(5, 1800) * SECOND
    return connections, logins


EVENINGS = {ports: an_evening_of_loans(ports) for ports in (512, 1)}
FEW = an_evening_of_loans(512, 20)
SLOT = (SHARED, INNER, range(1024, 1536))
TUNNEL = spoke("12:00", src=SHARED, sport=1100)
OWN = [lent("allocate", "05:00", *SLOT), lent("release", "20:00", *SLOT)]
INSIDE = [*beats(), *held(ip=INNER)]


def clock(connections, logins, gateway="cgnat-1", offset=None):
    told = judgement(connections, logins, offset, gateway).clocks.to_pylist()
    return {row["gateway"]: row for row in told}.get(gateway)


def loans(evening, minutes):
    """The evening and a tunnel, as logged by a translation whose clock is ahead by so many minutes."""
    connections, logins = evening
    return [*connections, TUNNEL], [*INSIDE, *shifted([*logins, *OWN], minutes, "cgnat-1")]


def whose(evening, minutes, offset=None):
    rows = judgement(*loans(evening, minutes), offset, "cgnat-1").sessions.to_pylist()
    (row,) = [row for row in rows if row["src_ip"] == SHARED]
    return answer(row)


@pytest.mark.parametrize("ports", EVENINGS)
@pytest.mark.parametrize("minutes", [0, 1, -1])
def test_a_translation_that_is_right_to_the_minute_fits(ports, minutes):
    found = clock(*loans(EVENINGS[ports], minutes))
    assert (found["finding"], abs(found["best_minutes"]) <= 2) == ("fits", True)
    assert found["changes"] >= 500
    assert whose(EVENINGS[ports], minutes) == JONAS


@pytest.mark.parametrize("ports", EVENINGS)
@pytest.mark.parametrize("minutes", [10, -10, 60, -300])
def test_a_translation_off_by_ten_minutes_or_more_is_refused_and_its_offset_told(ports, minutes):
    found = clock(*loans(EVENINGS[ports], minutes))
    assert (found["finding"], abs(found["best_minutes"] + minutes) <= 2) == ("refused", True)
    assert whose(EVENINGS[ports], minutes) == (None, "unknown", "clock")


def test_where_no_loan_is_near_a_refused_translation_is_the_reason_all_the_same():
    assert whose(EVENINGS[512], 660) == (None, "unknown", "clock")


def test_with_few_changes_it_is_an_edge_at_best():
    assert clock(*loans(FEW, 60))["finding"] == "doubtful"
    assert whose(FEW, 60)[1:] == ("edge", "clock")
    assert clock(*loans(FEW, 0))["finding"] == "unproven"
    assert whose(FEW, 0) == JONAS


def test_an_offset_that_is_stated_mends_the_loans():
    assert whose(EVENINGS[1], 60, offset=-3600) == JONAS


def test_who_had_the_port_at_an_instant_is_as_unknown_as_whose_its_session_is():
    with DuckDB() as engine:
        for name, rows in tables(*loans(EVENINGS[512], 60)).items():
            engine.register(name, rows)
        (row,) = held_at(engine, Instant(SHARED, at("12:00"), 1100, 17), Settings()).to_pylist()
    assert (row["holder"], row["grade"], row["doubt"]) == (None, "unknown", "clock")


def test_scans_and_other_ports_condemn_no_translation():
    """What is sent to the ports, from ports never lent, and from theirs at whatever time."""
    luck = Random(5)  # noqa: S311  # planted, not secret
    noise = []
    for row in EVENINGS[512][0][::2]:
        begun = at("00:00") + luck.randrange(86_400) * SECOND
        times = {"started_at": begun, "ended_at": begun + 30 * SECOND}
        there = {"dst_ip": row["src_ip"], "dst_key": row["src_key"], "dst_port": row["src_port"]}
        scanner = {"src_ip": "203.0.113.9", "src_key": key("203.0.113.9"), "src_port": 40000}
        noise += [row | times, row | times | {"src_port": 1025}, row | times | there | scanner]
    assert clock(noise, EVENINGS[512][1])["finding"] == "fits"


def test_a_translation_whose_ports_no_connection_shows_has_no_finding():
    assert clock([TUNNEL], EVENINGS[512][1]) is None


def allotted(connections):
    """Loans to the addresses that sent these, each when it sends."""
    slots = ((row["started_at"], SHARED, row["src_ip"], range(n, n + 1)) for n, row in
             enumerate(connections, 2000))  # fmt: skip
    return [lent("allocate", *slot) for slot in slots]


@pytest.mark.parametrize(
    ("minutes", "finding"), [(0, "fits"), (10, "refused"), (-60, "refused"), (300, "refused")]
)
def test_logins_whose_addresses_no_connection_shows_are_checked_by_what_was_lent_to_them(
    minutes, finding
):
    connections, logins = an_evening()
    told = [*shifted(logins, minutes), *allotted(connections)]
    assert clock([TUNNEL], told, "nas-1")["finding"] == finding


def test_an_address_that_leaks_now_and_then_is_checked_by_a_translation_that_fits():
    hidden, logins = an_evening()
    leaks = [row for n, row in enumerate(hidden) if n % 200 == 0]
    connections, lendings = EVENINGS[1]
    told = [*shifted(logins, 60), *lendings, *allotted(hidden)]
    assert clock([*connections, *leaks], told, "nas-1")["finding"] == "refused"


def test_where_connections_show_an_address_an_unchecked_translation_is_not_asked():
    connections, logins = an_evening()
    late = shifted(allotted(connections), 60, "cgnat-1")
    assert clock(connections, [*logins, *late], "nas-1")["finding"] == "fits"


def test_a_translation_that_is_refused_condemns_no_logins():
    """It lent its ports when the evening's addresses sent something, by a clock an hour ahead."""
    hidden, logins = an_evening()
    connections, lendings = EVENINGS[1]
    late = shifted([*lendings, *allotted(hidden)], 60, "cgnat-1")
    told = judgement(connections, [*logins, *late]).clocks.to_pylist()
    assert [(row["gateway"], row["finding"]) for row in told] == [("cgnat-1", "refused")]


@pytest.mark.parametrize(
    ("changes", "attribution", "named"), [(700, "unknown", {None}), (200, "edge", {None, "jonas"})]
)
def test_ports_lent_by_a_gateway_are_no_surer_than_the_clock_of_its_logins(
    changes, attribution, named
):
    """At 12:30 the port was another's; an hour ahead, the gateway has it lent to Jonas until one."""
    connections, logins = an_evening(changes)
    at_noon = [
        lent(event, when, SHARED, inner, range(1024, 1536)) | {"gateway": "nas-1"}
        for since, until, inner in (("10:00", "12:00", INNER), ("12:00", "14:00", "100.64.200.2"))
        for event, when in (("allocate", since), ("release", until))
    ]
    holders = [*beats("nas-2"), *held(ip=INNER, gateway="nas-2")]
    told = [*shifted([*logins, *at_noon], 60), *holders]
    record = spoke("12:30", src=SHARED, sport=1100)
    rows = judgement([*connections, record], told).sessions.to_pylist()
    ((holder, *found),) = (answer(row) for row in rows)
    assert (found, holder in named) == ([attribution, "clock"], True)


def test_without_a_port_a_refused_translation_counts_nobody():
    with DuckDB() as engine:
        for name, rows in tables(*loans(EVENINGS[512], 60)).items():
            engine.register(name, rows)
        (row,) = held_at(engine, Instant(SHARED, at("12:00"), None, 17), Settings()).to_pylist()
    assert (row["grade"], row["doubt"], row["candidates"]) == ("unknown", "clock", 0)
