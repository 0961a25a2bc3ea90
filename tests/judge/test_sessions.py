import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planting.rows import DAY, OTHER, REMOTE, SUBSCRIBER, at, half, judged, listed, one, spoke

LONG = dt.timedelta(days=1)


def spans(sessions):
    return [
        (row["night"].day, f"{row['first_at']:%d %H:%M}", f"{row['last_at']:%d %H:%M}")
        for row in sessions
    ]


def test_a_silence_of_the_gap_still_joins_and_a_longer_one_ends_a_session():
    joined = judged([spoke("10:00"), spoke("10:40")])
    apart = judged([spoke("10:00"), spoke(at("10:40") + dt.timedelta(microseconds=1))])
    assert [row["connections"] for row in joined] == [2]
    assert [row["connections"] for row in apart] == [1, 1]


def test_the_silence_is_counted_from_the_longest_record_not_from_the_last():
    assert one([spoke("10:00", 7200), spoke("10:10"), spoke("12:20")])["connections"] == 3


def test_a_session_over_midnight_belongs_to_the_night_in_which_it_begins():
    records = [spoke("23:50"), spoke(at("00:10", 1)), spoke(at("02:00", 1))]
    assert spans(judged(records)) == [(14, "14 23:50", "15 00:20")]
    assert spans(judged(records, dates=[DAY + LONG])) == [(15, "15 02:00", "15 02:10")]


def test_a_chain_of_more_than_a_day_is_cut_at_midnight_between_records():
    records = [spoke(at("12:00") + dt.timedelta(minutes=30 * n)) for n in range(100)]
    nights = [DAY + LONG * n for n in range(3)]
    assert spans(judged(records, dates=nights)) == [
        (14, "14 12:00", "14 23:40"),
        (15, "15 00:00", "15 23:40"),
        (16, "16 00:00", "16 13:40"),
    ]


def test_a_night_is_cut_where_the_operators_clock_says():
    from tracker.settings import Settings

    records = [spoke("20:00"), spoke("23:00")]
    vilnius = judged(records, settings=Settings(night_zone="Europe/Vilnius"))
    assert [row["first_at"].hour for row in vilnius] == [20]  # 23:00 UTC is the next night there


@settings(max_examples=1, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5 * 24 * 12), st.integers(0, 30 * 12)), max_size=25))
def test_every_record_is_in_one_night_whichever_nights_are_judged_and_with_which(told):
    five = dt.timedelta(minutes=5)
    records = [  # each with a size of its own: what is told twice in the same words counts once
        spoke(at("00:00", -2) + five * start, 300 * length, bytes_out=20_000 + number)
        for number, (start, length) in enumerate(told)
    ]
    nights = [DAY + LONG * n for n in range(-2, 4)]
    together = judged(records, dates=nights)
    alone = [row for date in nights for row in judged(records, dates=[date])]
    seen_by_one = [
        row
        for date in nights
        for row in judged([r for r in records if abs(r["event_date"] - date) <= LONG], dates=[date])
    ]
    assert together == alone == seen_by_one
    assert sum(row["connections"] for row in together) == len(records)
    assert len({row["session_id"] for row in together}) == len(together)


def test_halves_are_stitched_and_whoever_sent_first_opened():
    there = half("10:00", 60)
    back = half(at("10:00:01"), 60, src=REMOTE, dst=SUBSCRIBER, sport=51820, dport=40000)
    session = one([back, there])
    assert (session["direction"], session["connections"]) == ("outbound", 1)
    assert (session["packets_out"], session["packets_in"]) == (40, 40)
    assert (session["src_ip"], session["remote_port"]) == (SUBSCRIBER, 51820)


@pytest.mark.parametrize("lines", [(1, 2), (2, 1)])
def test_of_halves_that_begin_together_the_subscriber_is_the_client_in_any_order(lines):
    def both(port, service):
        there = half("10:00", sport=port, dport=service, line=lines[0])
        back = half("10:00", src=REMOTE, dst=SUBSCRIBER, sport=service, dport=port, line=lines[1])
        return judged([there, back])

    (session,) = both(40000, 51820)
    assert (session["src_ip"], session["remote_port"]) == (SUBSCRIBER, 51820)
    assert (session["direction"], session["tier"]) == ("unknown", "likely")
    # A client's own port is chance, whichever record stands first.
    assert both(51820, 443) == []


@pytest.mark.parametrize("turn", [3, 6])
def test_records_of_one_second_say_the_same_in_any_order_and_in_any_files(turn):
    interim = {"src": OTHER, "record": "interim", "connection_key": "k"}
    rows = [
        spoke("10:00", sport=500, dport=500),
        spoke("10:00", sport=4500, dport=4500),
        spoke("10:00", sport=None, dport=None, protocol=50),
        spoke("10:00", src=REMOTE, dst=SUBSCRIBER, sport=500, dport=500),
        *(spoke("10:00", bytes_out=told, bytes_in=told, **interim) for told in (20_001, 90_001)),
        # Halves of whom no list says whose they are.
        half("10:00", src="198.18.0.1", dst="203.0.113.7"),
        half("10:00", src="203.0.113.7", dst="198.18.0.1", sport=51820, dport=40000),
    ]
    mixed = [*rows[turn:], *rows[:turn]][:: -1 if turn % 2 else 1]
    split = [row | {"source": str(n % 3) * 16, "line": n} for n, row in enumerate(mixed)]
    where = {"sources": None, "run_id": None}
    assert [row | where for row in judged(split)] == [row | where for row in judged(rows)]


@pytest.mark.parametrize("lines", [(1, 2), (2, 1)])
def test_of_halves_that_begin_together_where_no_list_says_more_the_vpns_port_is_the_servers(lines):
    def both(port, service, here="203.0.113.7", there="203.0.113.7"):
        ask = half("10:00", src=here, dst=there, sport=port, dport=service, line=lines[0])
        tell = half("10:00", src=there, dst=here, sport=service, dport=port, line=lines[1])
        return [row["remote_port"] for row in judged([ask, tell])]

    # A service of another kind is as good a server as a VPN.
    assert (both(40000, 1194), both(1194, 443)) == ([1194], [])
    assert both(60000, 1194, "198.18.0.9") == both(10000, 1194, "198.18.0.1") == [1194]


def test_a_server_that_is_first_after_a_silence_opens_nothing():
    ends = {"src": REMOTE, "dst": SUBSCRIBER}
    out = {"sport": 51820, "dport": 443}  # the client's own port is chance
    back = ends | {"sport": 443, "dport": 51820}
    before = [half("10:00", 60, **out), half(at("10:00:01"), 60, **back)]
    after = [half("10:10", 60, **back), half(at("10:10:01"), 60, **out)]
    assert judged(before + after) == []
    opened = [half("10:00", 60, **ends), half(at("10:00:01"), 60, sport=51820, dport=40000)]
    later = [half("10:10", 60, sport=51820, dport=40000), half(at("10:10:01"), 60, **ends)]
    session = one(opened + later)  # nor does a server of the subscriber's
    assert (session["direction"], session["connections"]) == ("inbound", 2)


def test_halves_more_than_a_minute_apart_are_no_conversation():
    there = half("10:00", 60)
    back = half("10:03", 60, src=REMOTE, dst=SUBSCRIBER, sport=51820, dport=40000)
    assert one([there, back | {"started_at": at("10:02")}])["connections"] == 1
    assert one([there, back])["connections"] == 2


def test_a_client_port_that_looks_like_a_vpns_is_nothing():
    assert judged([spoke("10:00", sport=51820, dport=443)]) == []


@pytest.mark.parametrize(
    ("initiator", "src", "dst", "sport", "dport", "expected"),
    [
        ("known", SUBSCRIBER, REMOTE, 4000, 51820, ("outbound", SUBSCRIBER, 51820)),
        ("known", REMOTE, SUBSCRIBER, 4000, 51820, ("inbound", SUBSCRIBER, 4000)),
        ("known", REMOTE, SUBSCRIBER, 51820, 4000, None),
        ("guessed", REMOTE, SUBSCRIBER, 51820, 4000, ("inbound", SUBSCRIBER, 51820)),
        ("unknown", REMOTE, SUBSCRIBER, 51820, 4000, ("unknown", SUBSCRIBER, 51820)),
        ("unknown", REMOTE, SUBSCRIBER, 4000, 51820, None),
        ("unknown", SUBSCRIBER, OTHER, 4000, 51820, ("unknown", SUBSCRIBER, 51820)),
        ("unknown", SUBSCRIBER, OTHER, 51820, 4000, None),
        ("known", REMOTE, "198.51.100.9", 4000, 51820, ("outbound", REMOTE, 51820)),
    ],
)
def test_the_sides_are_told_by_subscriber_networks_then_by_who_opened(
    initiator, src, dst, sport, dport, expected
):
    found = judged(
        [spoke("10:00", src=src, dst=dst, sport=sport, dport=dport, initiator=initiator)]
    )
    told = [(row["direction"], row["src_ip"], row["remote_port"]) for row in found]
    assert told == ([expected] if expected else [])


def test_out_and_in_are_the_subscribers_when_the_remote_opened():
    session = one([spoke("10:00", src=REMOTE, dst=SUBSCRIBER)])
    assert (session["packets_out"], session["packets_in"]) == (50, 40)


def test_ipsec_is_one_session_over_both_ports_and_esp():
    records = [
        spoke("10:00", dport=500, sport=500),
        spoke("10:05", dport=4500, sport=4500),
        spoke("10:06", protocol=50, sport=None, dport=None),
    ]
    session = one(records)
    assert (session["family"], session["connections"], session["protocol"]) == ("ipsec", 3, 17)
    assert [line["detection"] for line in session["evidence"]] == ["esp_ah", "ike_nat_t"]
    assert session["score"] == 2.0


def test_gre_beside_pptp_is_pptp_and_alone_it_is_encapsulation():
    control = spoke("10:00", 30, protocol=6, dport=1723, bytes_out=9000, bytes_in=9000)
    gre = spoke("10:01", protocol=47, sport=None, dport=None, src=REMOTE, dst=SUBSCRIBER)
    assert (one([control, gre])["family"], one([control, gre])["score"]) == ("pptp", 2.0)
    alone = one([gre])
    assert (alone["family"], alone["verdict"], alone["reason"]) == (
        "other:gre/0",
        "exempt",
        "encapsulation",
    )
    late = gre | {"started_at": at("10:02"), "ended_at": at("10:05")}
    assert [row["family"] for row in judged([control, late])] == ["pptp", "other:gre/0"]


@pytest.mark.parametrize(
    "nothing",
    [
        {"action": "denied"},
        {"src_key": None, "src_ip": None},
        {"dst_key": None, "dst_ip": None},
        {"started_at": None, "ended_at": None},
        {"dst": "224.0.0.251"},
        {"dst": "ff02::fb", "src": "2001:db8::1"},
        {"dst": "169.254.1.1"},
        {"dst": "fe80::1", "src": "2001:db8::1"},
        {"dst": "255.255.255.255"},
        {"dst": "::", "src": "2001:db8::1"},
    ],
)
def test_what_is_denied_incomplete_or_no_single_host_is_no_session(nothing):
    assert judged([spoke("10:00", **nothing)]) == []


def test_loopback_is_judged_like_any_other():
    assert one([spoke("10:00", src="::1", dst="::1")])["family"] == "wireguard"


def test_of_records_under_one_key_the_last_total_counts():
    told = {"connection_key": "K", "counters": "total"}
    records = [
        spoke("10:00", 0, record="open", packets_out=1, packets_in=1, **told),
        spoke("10:00", 600, record="interim", packets_out=40, packets_in=40, **told),
        spoke("10:00", 900, record="close", packets_out=60, packets_in=70, **told),
    ]
    session = one(records)
    assert (session["packets_out"], session["packets_in"], session["connections"]) == (60, 70, 1)
    assert session["sources"][0]["first_line"] == records[0]["line"]


def test_of_totals_that_each_have_a_start_of_their_own_every_night_has_what_it_came_to():
    """A tunnel of days, as a gateway tells it that prints no start: each night saw its part of it."""
    hour = dt.timedelta(minutes=30)
    records = [
        spoke(at("12:00") + n * hour, 1800, record="interim", connection_key="K", counters="total")
        | {"bytes_out": 1000 * n + 7, "packets_out": 10 * n + 10, "packets_in": 20 * n + 10}
        for n in range(120)
    ]
    nights = [DAY + LONG * n for n in range(-1, 4)]
    together = judged(records, dates=nights)
    assert [row for date in nights for row in judged(records, dates=[date])] == together
    counted = [(row["bytes_out"], row["packets_out"], row["packets_in"]) for row in together]
    assert counted == [(23_007, 240, 470), (48_000, 480, 960), (48_000, 480, 960)]


def test_a_total_over_midnight_counts_once():
    told = {"connection_key": "K", "counters": "total", "record": "interim"}
    records = [
        spoke("23:00", 1800, packets_out=40, **told),
        spoke("23:30", 3600, packets_out=60, **told),
        spoke(at("00:30", 1), 600, packets_out=70, **told),
    ]
    assert one(records)["packets_out"] == 70


def test_of_records_under_one_key_those_since_the_last_are_summed():
    told = {"connection_key": "K", "counters": "since_last", "record": "interim"}
    session = one([spoke("10:00", 60, **told), spoke("10:01", 60, **told)])
    assert (session["packets_out"], session["connections"]) == (80, 1)


def test_a_session_names_first_and_last_line_of_each_source():
    records = [
        spoke("10:00", line=7),
        spoke("10:05", line=3),
        spoke("10:06", line=5, source="c" * 16),
    ]
    assert one(records)["sources"] == [
        {"source": "a" * 16, "first_line": 3, "last_line": 7},
        {"source": "c" * 16, "first_line": 5, "last_line": 5},
    ]


def test_the_id_is_what_the_design_says():
    import base64
    import hashlib

    micros = int(at("10:00").timestamp()) * 1_000_000
    told = f"{SUBSCRIBER}|{REMOTE}|wireguard|outbound|{micros}".encode()
    digest = base64.b32encode(hashlib.sha256(told).digest()).decode()
    assert one([spoke("10:00")])["session_id"] == digest[:26]


def test_a_scan_is_dropped_and_a_client_whose_servers_answer_is_not():
    servers = [f"203.0.113.{n}" for n in range(1, 13)]
    quiet = {"packets_in": 0, "bytes_in": 0}
    scan = [spoke("10:00", dst=server, **quiet) for server in servers[:-2]]
    answered = [
        spoke("10:00", dst=server, sport=41000 + n) for n, server in enumerate(servers[-2:])
    ]
    assert len(judged([*scan, *answered])) == 0
    assert len(judged([*scan[1:], *answered[:1]])) == 0  # one of ten
    assert len(judged([*scan[2:], *answered[:1]])) == 1  # one of nine: too few to be a scan
    assert len(judged([*scan[:8], *answered])) == 2  # two of ten


def test_one_local_port_to_many_remotes_speaks_against_a_tunnel():
    others = [spoke("11:00", dst=f"203.0.113.{n}", dport=6881) for n in range(20, 27)]
    assert judged([spoke("10:00"), *others]) == []
    assert len(judged([spoke("10:00"), *others[1:]])) == 1
    assert len(judged([spoke("10:00", dport=41641), *others])) == 1
    assert len(judged([spoke("10:00", dport=4500), *others])) == 1


def test_the_version_of_a_list_counts_from_its_date():
    old = listed("203.0.113.0/24", "relay", "relays", version="1")
    new = listed("198.51.100.0/24", "relay", "relays", version="2", as_of=at("00:00", 1))
    first, second = judged(
        [spoke("10:00"), spoke(at("10:00", 1))], entries=[old, new], dates=[DAY, DAY + LONG]
    )
    assert (first["reason"], first["list_versions"]) == ("privacy_relay", ["relays 1"])
    assert (second["reason"], second["list_versions"]) == ("coverage", ["relays 2"])


def word(when, record, key="k", **more):
    """A line of a VPN gateway on somebody's login: no bytes, no length."""
    told = {"record": record, "connection_key": key, "gateway": "vpn-1", "counters": "none"}
    told |= {"app": "openvpn", "app_basis": "event", "bytes_out": None, "bytes_in": None}
    told |= {"packets_out": None, "packets_in": None} | more
    return spoke(when, 0, dport=1194, **told)


def logins_of(*words, **more):
    return [
        (f"{row['first_at']:%d %H:%M}", f"{row['last_at']:%d %H:%M}")
        for row in judged(words, **more)
    ]


def test_a_login_at_a_gateway_is_one_session_from_its_begin_to_its_end():
    assert logins_of(word("10:00", "open"), word("12:00", "close")) == [("14 10:00", "14 12:00")]
    two = [word("10:00", "open", "a"), word("11:00", "open", "b", src=OTHER)]
    two += [word("13:00", "close", "b", src=OTHER), word("12:00", "close", "a")]
    assert logins_of(*two) == [("14 10:00", "14 12:00"), ("14 11:00", "14 13:00")]


def test_a_login_whose_end_was_lost_lasts_no_longer_than_was_told():
    lost = [word("10:00", "open"), word("15:00", "open"), word("16:00", "close")]
    assert logins_of(*lost) == [("14 10:00", "14 10:00"), ("14 15:00", "14 16:00")]


def test_a_login_over_midnight_is_of_the_night_in_which_it_began():
    words = [word("22:00", "open"), word(at("03:00", 1), "close")]
    nights = [DAY + LONG * n for n in range(-1, 3)]
    assert logins_of(*words, dates=nights) == [("14 22:00", "15 03:00")]
    assert [logins_of(*words, dates=[night]) for night in nights] == [
        [],
        [("14 22:00", "15 03:00")],
        [],
        [],
    ]
