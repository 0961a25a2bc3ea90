"""Behind a shared address: the port and the time lead to the inner address, and that to its holder."""

import datetime as dt

import pyarrow as pa
import pytest

from tests.parsing import read
from tests.planting.answers import JONAS, NOBODY, answer
from tests.planting.rows import DAY, at, beats, held, judged, key, listed, logged, one, spoke
from tracker.attribute.holdings import FOLDER
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.judging import stated_gateways
from tracker.settings import Gateway, Settings

SHARED = "198.51.100.7"
INNER, NEXT = "100.64.0.10", "100.64.0.11"
POOLS = [listed("198.51.100.0/24", "pool_cgnat"), listed("100.64.0.0/10", "pool_cgnat")]


def lent(event, when, inner=INNER, first=1024, last=1535, **more):
    """One event of a block of ports on cgnat-1."""
    more = {"kind": "cgnat", "session_key": None, "gateway": "cgnat-1"} | more
    ports = {"port_first": first, "port_last": last}
    inside = {"inner_ip": inner, "inner_key": key(inner)}
    return logged(event, when, None, SHARED, **ports, **inside, **more)


def block(since="08:00", until="20:00", inner=INNER, **more):
    return [lent("allocate", since, inner, **more), lent("release", until, inner, **more)]


def spoke_behind(when, port=1100, seconds=600, **more):
    return spoke(when, seconds, src=SHARED, sport=port, **more)


def logins(*more):
    """Two inner addresses with one holder each all night, and gateways that are never silent."""
    still = [
        lent("interim", at("00:00") + dt.timedelta(hours=hour), "100.64.9.9", 60000, 60511)
        for hour in range(-24, 48, 3)
    ]
    holders = [*held("jonas", ip=INNER), *held("egle", ip=NEXT)]
    return [*beats(), *still, *holders, *(row for rows in more for row in rows)]


def whose(record, *more, **asked):
    return answer(one([record], logins(*more), entries=POOLS, **asked))


def test_port_and_time_lead_to_the_inner_address_and_that_to_its_holder():
    assert whose(spoke_behind("12:00"), block()) == JONAS


def test_the_basis_tells_both_steps():
    session = one([spoke_behind("12:00")], logins(block()), entries=POOLS)
    assert session["holder_basis"] == (
        "cgnat start .. stop of ports 1024-1535 on cgnat-1, radius start .. stop on nas-1"
    )
    assert (session["src_ip"], session["src_port"]) == (SHARED, 1100)


@pytest.mark.parametrize("port", [1023, 1536, 40000])
def test_a_port_outside_every_block_names_nobody(port):
    assert whose(spoke_behind("12:00", port), block()) == NOBODY


def test_before_the_block_is_lent_and_after_it_came_back_nobody_is_named():
    assert whose(spoke_behind("07:00"), block()) == NOBODY
    assert whose(spoke_behind("21:00"), block()) == NOBODY


def test_a_block_whose_release_is_lost_ends_with_the_next_allocation():
    rows = [lent("allocate", "08:00"), *block("12:00", "20:00", NEXT)]
    assert whose(spoke_behind("11:00"), rows) == JONAS
    assert whose(spoke_behind("13:00"), rows) == ("egle", "exact", None)


def test_a_release_that_comes_late_takes_nothing_from_the_next():
    rows = [*block("08:00", "12:00:30"), *block("12:00", "20:00", NEXT)]
    assert whose(spoke_behind("13:00"), rows) == ("egle", "exact", None)


def test_a_release_by_another_long_after_says_that_he_had_it_at_some_time_since():
    rows = [lent("allocate", "08:00"), lent("release", "12:00", NEXT)]
    assert whose(spoke_behind("10:00"), rows) == (None, "shared", "shared")
    assert whose(spoke_behind("13:00"), rows) == NOBODY


@pytest.mark.parametrize(
    ("start", "attribution"),
    [("08:00", "exact"), ("07:59:59", "edge"), ("19:50:00", "exact"), ("19:50:01", "edge")],
)
def test_a_connection_that_reaches_beyond_its_block_is_at_the_edge(start, attribution):
    """A block is lent because of a connection: to begin with it is no doubt."""
    assert whose(spoke_behind(start), block())[:2] == ("jonas", attribution)


@pytest.mark.parametrize(("since", "attribution"), [("12:12:01", "exact"), ("12:11:59", "edge")])
def test_somebody_else_on_the_port_within_the_guard_makes_it_an_edge_of_nobody(since, attribution):
    rows = [*block("12:00", "12:10"), *block(since, "20:00", NEXT)]
    found = whose(spoke_behind("12:00"), rows)
    assert found[:2] == (("jonas" if attribution == "exact" else None), attribution)


def test_a_record_that_spans_two_inner_addresses_names_nobody():
    rows = [*block(until="12:00"), *block("12:00:01", "20:00", NEXT)]
    assert whose(spoke_behind("11:50", seconds=1200), rows) == (None, "edge", "spans_change")


def test_two_translators_that_lend_one_port_at_once_name_nobody():
    twice = block(gateway="cgnat-2", inner=NEXT)
    quiet = [
        lent("interim", at("00:00", day) + dt.timedelta(hours=h), "100.64.9.8", 61000, 61511)
        | {"gateway": "cgnat-2"}
        for day in (-1, 0, 1)
        for h in range(0, 24, 3)
    ]
    assert whose(spoke_behind("12:00"), block(), twice, quiet) == (None, "shared", "shared")


def test_a_block_of_one_port_and_protocol_is_of_that_alone():
    single = {"first": 1100, "last": 1100}
    rows = [*block(**single, protocol=17), *block(**single, protocol=6, inner=NEXT)]
    assert whose(spoke_behind("12:00"), rows) == JONAS
    tcp = spoke_behind("12:00", protocol=6, dport=1194)
    assert one([tcp], logins(rows), entries=POOLS)["holder"] == "egle"


def test_a_whole_address_is_lent_with_all_its_ports():
    rows = block(first=None, last=None)
    assert whose(spoke_behind("12:00", 54321), rows) == JONAS
    esp = spoke_behind("12:00", None, protocol=50, dport=None)
    assert whose(esp, rows) == JONAS


def test_two_subscribers_of_one_remote_behind_one_address_are_two_sessions():
    rows = [*block(), *block(inner=NEXT, first=1536, last=2047)]
    records = [spoke_behind("12:00", 1100), spoke_behind("12:00", 1600)]
    sessions = judged(records, logins(rows), entries=POOLS)
    assert sorted(session["holder"] for session in sessions) == ["egle", "jonas"]
    assert len({session["session_id"] for session in sessions}) == 2


def test_one_subscribers_blocks_are_one_session():
    rows = [*block(), *block(first=1536, last=2047)]
    records = [spoke_behind("12:00", 1100), spoke_behind("12:15", 1600)]
    (session,) = judged(records, logins(rows), entries=POOLS)
    assert (session["holder"], session["connections"]) == ("jonas", 2)


def test_an_inner_address_that_changes_hands_is_as_doubtful_as_any():
    change = [*held("jonas", until="12:00", ip=INNER), *held("egle", since="12:00:30", ip=INNER)]
    still = [row for row in logins(block()) if row["ip"] != INNER]
    (session,) = judged([spoke_behind("11:50", seconds=1200)], [*still, *change], entries=POOLS)
    assert (session["attribution"], session["reason"]) == ("edge", "spans_change")
    before = one([spoke_behind("11:00")], [*still, *change], entries=POOLS)
    assert (before["holder"], before["attribution"]) == ("jonas", "exact")


def test_where_the_translators_log_is_silent_too_long_nothing_is_known():
    rows = [row for row in logins(block("08:00", "23:30")) if row["gateway"] != "cgnat-1"]
    rows += [lent("allocate", "08:00"), lent("release", "08:30", NEXT, 3000, 3511)]
    session = one([spoke_behind("12:00")], rows, entries=POOLS)
    assert (session["holder"], session["attribution"]) == (None, "unknown")


def test_a_translation_that_names_the_subscriber_tells_who_holds_the_inner_address():
    alone = "100.64.0.77"
    rows = [row | {"user": "ruta"} for row in block(inner=alone, first=3072, last=3583)]
    assert whose(spoke_behind("12:00", 3100), rows) == ("ruta", "exact", None)


def test_a_connection_that_the_translation_ended_in_its_first_second_holds_nothing():
    single = {"first": 1100, "last": 1100}
    rows = [lent("allocate", "12:00", **single), lent("release", "12:00", **single)]
    assert whose(spoke_behind("13:00"), rows) == NOBODY


def test_a_loan_without_a_release_lasts_as_long_as_is_stated_of_its_translator():
    rows = [lent("allocate", "08:00")]
    short = Settings(gateways=(Gateway("cgnat-1", silence_hours=3),))
    assert whose(spoke_behind("12:00"), rows) == JONAS
    assert whose(spoke_behind("10:00"), rows, settings=short) == JONAS
    assert whose(spoke_behind("12:00"), rows, settings=short) == NOBODY
    assert whose(spoke_behind("12:00"), block(), settings=short) == JONAS


@pytest.mark.parametrize("again", ["11:30", "12:00"])
def test_who_has_a_port_for_two_connections_has_it_until_the_later_ends(again):
    """However soon that is after the first: it is no release that was sent twice."""
    rows = [lent("allocate", "11:00"), lent("allocate", again)]
    rows += [lent("release", "12:00"), lent("release", "12:08")]
    assert whose(spoke_behind("12:00", seconds=420), rows) == JONAS
    twice = [lent("allocate", "11:00"), lent("release", "12:00"), lent("release", "12:08")]
    assert whose(spoke_behind("12:04", seconds=60), twice) == NOBODY


def test_a_record_that_writes_no_port_as_nought_is_of_no_block():
    esp = spoke_behind("12:00", 0, protocol=50, dport=0)
    assert whose(esp, block(first=0, last=511)) == NOBODY
    assert whose(esp, block(first=None, last=None)) == JONAS


@pytest.mark.parametrize("unknown", ["nulls first", "nulls last"])
def test_of_a_release_told_twice_the_one_with_a_length_counts_whichever_comes_first(unknown):
    slot = {"judged": DAY, "ip_key": "k", "gateway": "g", "protocol": 17, "inner_key": "x"}
    slot |= {"port_first": 1, "port_last": 1, "event": "stop", "turn": 3, "at_us": 7200}
    values = {"resend_us": 600, "silence_us": 86400, "never_us": 1 << 61}
    lending = pa.Table.from_pylist([slot | {"lasted_us": None}, slot | {"lasted_us": 3600}])
    with DuckDB() as engine:
        order = lending if unknown == "nulls first" else lending.take([1, 0])
        engine.register("lending", order)
        engine.register("stated_gateway", stated_gateways(Settings()))
        rows = engine.rows(read_statement(FOLDER / "lent.sql"), values).to_pylist()
    assert [(row["opened_us"], row["closed_us"]) for row in rows] == [(3600, 7200)]


@pytest.mark.xfail(strict=True, reason="of one second, the allocation is taken to come first")
def test_a_port_that_is_lent_anew_to_the_same_in_the_second_of_its_release_is_still_his():
    rows = [*block("08:00", "10:00"), *block("10:00", "12:00"), *block("12:00", "14:00")]
    assert whose(spoke_behind("11:00"), rows) == JONAS


@pytest.mark.parametrize(("lends", "takes"), [(17, None), (None, 17)])
def test_a_release_ends_a_loan_even_if_one_of_the_two_tells_no_protocol(lends, takes):
    """As F5 writes them, or a lake that an older version has begun to fill."""
    rows = [lent("allocate", "08:00", protocol=lends), lent("release", "12:00", protocol=takes)]
    assert whose(spoke_behind("15:00"), rows)[0] is None


ASA = """\
Mar 14 2026 {} cgnat-1 : %ASA-6-305011: Built dynamic TCP translation from \
inside:100.64.0.10/5000 to outside:198.51.100.7/1100
Mar 14 2026 {} cgnat-1 : %ASA-6-305011: Built dynamic UDP translation from \
inside:100.64.0.11/5000 to outside:198.51.100.7/1100
Mar 14 2026 {} cgnat-1 : %ASA-6-305012: Teardown dynamic TCP translation from \
inside:100.64.0.10/5000 to outside:198.51.100.7/1100 duration 0:40:00
Mar 14 2026 {} cgnat-1 : %ASA-6-305012: Teardown dynamic UDP translation from \
inside:100.64.0.11/5000 to outside:198.51.100.7/1100 duration 0:40:00
"""
NFWARE = """\
Mar 14 {} cgnat-1 cgnat: A 0 TCP INT 100.64.0.10:5000 EXT 198.51.100.7:1100
Mar 14 {} cgnat-1 cgnat: A 0 UDP INT 100.64.0.11:5000 EXT 198.51.100.7:1100
Mar 14 {} cgnat-1 cgnat: D 0 TCP INT 100.64.0.10:5000 EXT 198.51.100.7:1100
Mar 14 {} cgnat-1 cgnat: D 0 UDP INT 100.64.0.11:5000 EXT 198.51.100.7:1100
"""


@pytest.mark.parametrize("log", [ASA, NFWARE])
def test_tcp_and_udp_of_one_port_lead_to_two_people_and_end_with_their_own_release(log, tmp_path):
    """From the lines of a log: what was allocated for a protocol, a line of it releases."""
    path = tmp_path / "nat.log"
    path.write_text(log.format("11:50:00", "11:50:01", "12:30:00", "12:30:01"))
    rows = read(path, zone="UTC").of("login")
    assert [(row["event"], row["protocol"]) for row in rows] == [
        ("allocate", 6), ("allocate", 17), ("release", 6), ("release", 17),
    ]  # fmt: skip
    for protocol, user in ((6, "jonas"), (17, "egle")):
        remote = {"protocol": protocol, "dport": 1194}
        assert whose(spoke_behind("12:00", **remote), rows) == (user, "exact", None)
        assert whose(spoke_behind("13:00", **remote), rows) == NOBODY
