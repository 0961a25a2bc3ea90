"""What is told in the same words twice is a copy; what only looks like it is none."""

import datetime as dt

from tests.planting.rows import REMOTE, SUBSCRIBER, address, at, judged, spoke
from tests.planting.tellers import COUNTERS, LINE, SECOND, by_line, counted


def test_like_records_more_than_a_second_apart_are_two():
    apart = dt.timedelta(microseconds=1)
    found = by_line(
        [
            *(spoke(when, 30, src=address(10), **counted(40)) for when in (at("10:00"), LATER)),
            *(
                spoke(when, 30, src=address(11), **counted(40))
                for when in (at("10:00"), LATER + apart)
            ),
        ]
    )
    assert [row["connections"] for row in found.values()] == [1, 2]


LATER = at("10:00:01")


def test_a_steady_tunnel_that_an_exporter_tells_packet_by_packet_is_no_row_of_copies():
    step = dt.timedelta(seconds=0.9)
    steady = [spoke(at("10:00") + n * step, 0.5, **counted(1)) for n in range(40)]
    (session,) = judged(steady, entries=LINE)
    assert (session["packets_out"], session["connections"], session["tier"]) == (40, 40, "likely")


def test_packets_told_one_by_one_are_no_copies_though_a_new_file_begins_between_them():
    packet = {"record": "packet", "initiator": "unknown", "packets_out": 1, "bytes_out": 149}
    packet |= {"packets_in": None, "bytes_in": None}
    back = {"src": REMOTE, "dst": SUBSCRIBER, "sport": 51820, "dport": 40000}
    records = [
        spoke(at("10:00") + n * 0.01 * SECOND, 0, source="ac"[n % 2] * 16, **packet, **way)
        for n, way in enumerate([{}, {}, {}, {}, back, back, back, back])
    ]
    (session,) = judged(records, entries=LINE)
    assert (session["packets_out"], session["packets_in"]) == (4, 4)


def test_whoever_logs_in_at_a_gateway_twice_is_told_twice():
    login = {"app": "openvpn", "app_basis": "event", "dport": 1194, **dict.fromkeys(COUNTERS)}
    (session,) = judged([spoke("10:00", **login), spoke("10:00", **login)], entries=LINE)
    (line,) = session["evidence"]
    assert line["saw"] == "the gateway tells of openvpn, 2 records"


def test_a_gateways_word_and_single_packets_stay_where_two_tell_the_same_conversation():
    flows = {line: [spoke("10:00", src=address(line), dport=1194, gateway=one, **counted(40))
                    for one in "ab"] for line in (10, 11)}  # fmt: skip
    login = {"app": "openvpn", "app_basis": "event", "dport": 1194, **dict.fromkeys(COUNTERS)}
    packet = {"record": "packet", "dport": 1194, **counted(1, 0)}
    found = by_line(
        [
            *flows[10],
            spoke("10:00", src=address(10), **login),
            *flows[11],
            *(spoke(at("10:00") + n * SECOND, 0, src=address(11), **packet) for n in (1, 2)),
        ]
    )
    assert {line["group"] for line in found[address(10)]["evidence"]} == {"port", "event"}
    assert [found[address(line)]["packets_out"] for line in (10, 11)] == [40, 42]
