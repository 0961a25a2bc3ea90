"""What is told in the same words twice is a copy; what only looks like it is none."""

import datetime as dt

import pytest

from tests.planting.apart import judged_apart
from tests.planting.rows import REMOTE, SUBSCRIBER, at, spoke
from tests.planting.tellers import COUNTERS, LINE, SECOND, counted


@pytest.fixture(scope="module")
def lots():
    """The sessions of what is planted below, in order; each lot in a world of its own."""
    planted = {
        "a second apart": [like(at("10:00")), like(at("10:00:01"))],
        "more than a second apart": [like(at("10:00")), like(at("10:00:01") + TICK)],
        "steady": STEADY,
        "packets": PACKETS,
        "logins": [spoke("10:00", **LOGIN), spoke("10:00", **LOGIN)],
        "a gateway's word": [*FLOWS, spoke("10:00", **LOGIN)],
        "single packets": [*FLOWS, *(spoke(at("10:00") + n * SECOND, 0, **SINGLE) for n in (1, 2))],
    }
    return judged_apart({name: (rows, (), (), LINE) for name, rows in planted.items()})


TICK = dt.timedelta(microseconds=1)


def like(when):
    return spoke(when, 30, **counted(40))


def test_like_records_more_than_a_second_apart_are_two(lots):
    (near,), (far,) = lots["a second apart"], lots["more than a second apart"]
    assert (near["connections"], far["connections"]) == (1, 2)


STEADY = [spoke(at("10:00") + n * 0.9 * SECOND, 0.5, **counted(1)) for n in range(40)]


def test_a_steady_tunnel_that_an_exporter_tells_packet_by_packet_is_no_row_of_copies(lots):
    (session,) = lots["steady"]
    assert (session["packets_out"], session["connections"], session["tier"]) == (40, 40, "likely")


PACKET = {"record": "packet", "initiator": "unknown", "packets_out": 1, "bytes_out": 149}
PACKET |= {"packets_in": None, "bytes_in": None}
BACK = {"src": REMOTE, "dst": SUBSCRIBER, "sport": 51820, "dport": 40000}
PACKETS = [
    spoke(at("10:00") + n * 0.01 * SECOND, 0, source="ac"[n % 2] * 16, **PACKET, **way)
    for n, way in enumerate([{}, {}, {}, {}, BACK, BACK, BACK, BACK])
]


def test_packets_told_one_by_one_are_no_copies_though_a_new_file_begins_between_them(lots):
    (session,) = lots["packets"]
    assert (session["packets_out"], session["packets_in"]) == (4, 4)


LOGIN = {"app": "openvpn", "app_basis": "event", "dport": 1194, **dict.fromkeys(COUNTERS)}


def test_whoever_logs_in_at_a_gateway_twice_is_told_twice(lots):
    (session,) = lots["logins"]
    (line,) = session["evidence"]
    assert line["saw"] == "the gateway tells of openvpn, 2 records"


FLOWS = [spoke("10:00", dport=1194, gateway=gateway, **counted(40)) for gateway in "ab"]
SINGLE = {"record": "packet", "dport": 1194, **counted(1, 0)}


def test_a_gateways_word_and_single_packets_stay_where_two_tell_the_same_conversation(lots):
    (word,), (single,) = lots["a gateway's word"], lots["single packets"]
    assert {line["group"] for line in word["evidence"]} == {"port", "event"}
    assert [word["packets_out"], single["packets_out"]] == [40, 42]
