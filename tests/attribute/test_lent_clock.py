"""A translation's clock is held against what its ports sent, and that of the logins behind against it."""

from functools import cache
from random import Random

import pyarrow as pa
import pytest

from tests.planting.answers import JONAS, answer
from tests.planting.evenings import SECOND, an_evening, evening, judged_evenings, shifted
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


@cache
def an_evening_of_loans(ports, slots=110, seed=3):
    """Ports of shared addresses that are lent six times each, and what was sent from them."""
    luck = Random(seed)  # noqa: S311  # planted, not secret
    logins, connections = [], []
    for number in range(slots):
        shared, first = f"198.18.0.{number // 100}", 20000 + ports * (number % 100)
        since = at("00:00") + luck.randrange(7200) * SECOND
        for _ in range(6):
            until = since + luck.randrange(1200, 3 * 3600) * SECOND
            slot = (shared, f"100.64.0.{luck.randrange(250)}")
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
    return tables(connections)["connection"], logins


AT_ONCE = (512, 1)  # ports
SLOT = (SHARED, INNER, range(1024, 1536))
TUNNEL = spoke("12:00", src=SHARED, sport=1100)
OWN = [lent("allocate", "05:00", *SLOT), lent("release", "20:00", *SLOT)]
INSIDE = [*beats(), *held(ip=INNER)]
NOTHING = tables()["connection"]


def loans(of, minutes, offset=None):
    """The evening and a tunnel, as logged by a translation whose clock is ahead by so many minutes."""
    sent, lendings = of
    told = [*INSIDE, *shifted([*lendings, *OWN], minutes, "cgnat-1")]
    return evening(sent, told, TUNNEL, offset=offset, gateway="cgnat-1")


@cache
def of_loans():
    """The clock's row and the answer to the tunnel, by ports lent at once and minutes ahead."""
    evenings = {
        (ports, minutes): loans(an_evening_of_loans(ports), minutes)
        for ports in AT_ONCE
        for minutes in (0, 1, -1, 10, -10, 60, -300)
    }
    evenings |= {
        ("few", minutes): loans(an_evening_of_loans(512, 20), minutes) for minutes in (0, 60)
    }
    evenings |= {(512, 660): loans(an_evening_of_loans(512), 660)}
    evenings |= {"mended": loans(an_evening_of_loans(1), 60, offset=-3600)}
    return {
        name: (found.clocks["cgnat-1"], answer(*found.sessions))
        for name, found in judged_evenings(evenings).items()
    }


@pytest.mark.parametrize("ports", AT_ONCE)
@pytest.mark.parametrize("minutes", [0, 1, -1])
def test_a_translation_that_is_right_to_the_minute_fits(ports, minutes):
    found, told = of_loans()[ports, minutes]
    assert (found["finding"], abs(found["best_minutes"]) <= 2) == ("fits", True)
    assert found["changes"] >= 500
    assert told == JONAS


@pytest.mark.parametrize("ports", AT_ONCE)
@pytest.mark.parametrize("minutes", [10, -10, 60, -300])
def test_a_translation_off_by_ten_minutes_or_more_is_refused_and_its_offset_told(ports, minutes):
    found, told = of_loans()[ports, minutes]
    assert (found["finding"], abs(found["best_minutes"] + minutes) <= 2) == ("refused", True)
    assert told == (None, "unknown", "clock")


def test_where_no_loan_is_near_a_refused_translation_is_the_reason_all_the_same():
    _, told = of_loans()[512, 660]
    assert told == (None, "unknown", "clock")


def test_with_few_changes_it_is_an_edge_at_best():
    (late, told_late), (right, told) = of_loans()["few", 60], of_loans()["few", 0]
    assert late["finding"] == "doubtful"
    assert told_late[1:] == ("edge", "clock")
    assert right["finding"] == "unproven"
    assert told == JONAS


def test_an_offset_that_is_stated_mends_the_loans():
    _, told = of_loans()["mended"]
    assert told == JONAS


@pytest.mark.parametrize(
    ("port", "told"), [(1100, (None, "unknown", "clock", 1)), (None, (None, "unknown", "clock", 0))]
)
def test_who_had_a_port_at_an_instant_is_as_unknown_as_whose_its_session_is(port, told):
    """Without a port nobody is counted."""
    late = loans(an_evening_of_loans(512), 60)
    with DuckDB() as engine:
        for name, rows in (
            tables() | {"connection": late.connections, "login": late.logins}
        ).items():
            engine.register(name, rows)
        (row,) = held_at(engine, Instant(SHARED, at("12:00"), port, 17), Settings()).to_pylist()
    assert tuple(row[name] for name in ("holder", "grade", "doubt", "candidates")) == told


def scanned():
    """What is sent to the ports, from ports never lent, and from theirs at whatever time."""
    luck = Random(5)  # noqa: S311  # planted, not secret
    noise = []
    for row in an_evening_of_loans(512)[0].to_pylist()[::2]:
        begun = at("00:00") + luck.randrange(86_400) * SECOND
        times = {"started_at": begun, "ended_at": begun + 30 * SECOND}
        there = {"dst_ip": row["src_ip"], "dst_key": row["src_key"], "dst_port": row["src_port"]}
        scanner = {"src_ip": "203.0.113.9", "src_key": key("203.0.113.9"), "src_port": 40000}
        noise += [row | times, row | times | {"src_port": 1025}, row | times | there | scanner]
    return evening(NOTHING, an_evening_of_loans(512)[1], *noise)


@cache
def allotted():
    """Loans to the addresses of the evening, each when it sends."""
    sent = an_evening()[0].select(["started_at", "src_ip"]).to_pylist()
    slots = ((row["started_at"], SHARED, row["src_ip"], range(n, n + 1)) for n, row in
             enumerate(sent, 2000))  # fmt: skip
    return [lent("allocate", *slot) for slot in slots]


def leaking():
    """What is hidden behind a translation that fits is seen now and then."""
    hidden, logins = an_evening()
    sent, lendings = an_evening_of_loans(1)
    leaks = hidden.take(pa.array(range(0, hidden.num_rows, 200)))
    told = [*shifted(logins, 60), *lendings, *allotted()]
    return evening(pa.concat_tables([sent, leaks]), told)


def unchecked():
    """All is seen, and lent by a translation an hour ahead, whose ports send nothing."""
    sent, logins = an_evening()
    return evening(sent, [*logins, *shifted(allotted(), 60, "cgnat-1")])


def refused():
    """It lent its ports when the evening's addresses sent something, by a clock an hour ahead."""
    sent, lendings = an_evening_of_loans(1)
    late = shifted([*lendings, *allotted()], 60, "cgnat-1")
    return evening(sent, [*an_evening()[1], *late])


def lent_by_a_gateway(changes):
    """At 12:30 the port was another's; an hour ahead, the gateway has it lent to Jonas until one."""
    sent, logins = an_evening(changes)
    at_noon = [
        lent(event, when, SHARED, inner, range(1024, 1536)) | {"gateway": "nas-1"}
        for since, until, inner in (("10:00", "12:00", INNER), ("12:00", "14:00", "100.64.200.2"))
        for event, when in (("allocate", since), ("release", until))
    ]
    holders = [*beats("nas-2"), *held(ip=INNER, gateway="nas-2")]
    told = [*shifted([*logins, *at_noon], 60), *holders]
    return evening(sent, told, spoke("12:30", src=SHARED, sport=1100))


@cache
def of_other_evenings():
    evenings = {
        "scanned": scanned(),
        "no port seen": evening(NOTHING, an_evening_of_loans(512)[1], TUNNEL),
        "leaking": leaking(),
        "unchecked": unchecked(),
        "refused": refused(),
    }
    evenings |= {
        ("hidden", minutes): evening(
            NOTHING, [*shifted(an_evening()[1], minutes), *allotted()], TUNNEL
        )
        for minutes in (0, 10, -60, 300)
    }
    evenings |= {("by a gateway", changes): lent_by_a_gateway(changes) for changes in (700, 200)}
    return judged_evenings(evenings)


def finding(name, gateway):
    return of_other_evenings()[name].clocks[gateway]["finding"]


def test_scans_and_other_ports_condemn_no_translation():
    assert finding("scanned", "cgnat-1") == "fits"


def test_a_translation_whose_ports_no_connection_shows_has_no_finding():
    assert "cgnat-1" not in of_other_evenings()["no port seen"].clocks


@pytest.mark.parametrize(
    ("minutes", "told"), [(0, "fits"), (10, "refused"), (-60, "refused"), (300, "refused")]
)
def test_logins_whose_addresses_no_connection_shows_are_checked_by_what_was_lent_to_them(
    minutes, told
):
    assert finding(("hidden", minutes), "nas-1") == told


def test_an_address_that_leaks_now_and_then_is_checked_by_a_translation_that_fits():
    assert finding("leaking", "nas-1") == "refused"


def test_where_connections_show_an_address_an_unchecked_translation_is_not_asked():
    assert finding("unchecked", "nas-1") == "fits"


def test_a_translation_that_is_refused_condemns_no_logins():
    found = of_other_evenings()["refused"].clocks
    assert {gateway: row["finding"] for gateway, row in found.items()} == {"cgnat-1": "refused"}


@pytest.mark.parametrize(
    ("changes", "attribution", "named"), [(700, "unknown", {None}), (200, "edge", {None, "jonas"})]
)
def test_ports_lent_by_a_gateway_are_no_surer_than_the_clock_of_its_logins(
    changes, attribution, named
):
    ((holder, *found),) = map(answer, of_other_evenings()["by a gateway", changes].sessions)
    assert (found, holder in named) == ([attribution, "clock"], True)
