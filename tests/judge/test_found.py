"""What a session counts: samples times their rate, and one tunnel however an exporter cut it."""

import datetime as dt

import pytest

from tests.planting.rows import REMOTE, address, at, half, judged, key, listed, one, spoke
from tests.planting.verdicts import day

LINE = [
    listed("192.0.2.0/24", "pool_static", "pools"),
    listed("198.51.100.7/32", "vpn", "servers", confidence="dedicated", as_of=day((3, 10))),
]
LISTED = "198.51.100.7"
COUNTERS = ("bytes_out", "bytes_in", "packets_out", "packets_in")


def by_line(records):
    """The sessions by their subscriber; each has a remote of its own, which is no evidence then."""
    apart = [apart_from_others(row) for row in records]
    return {row["src_ip"]: row for row in judged(apart, entries=LINE)}


def apart_from_others(row):
    line, remote = ("src", "dst") if row["dst_ip"] == REMOTE else ("dst", "src")
    if row[f"{remote}_ip"] != REMOTE:
        return row
    own = "203.0.113." + row[f"{line}_ip"].rpartition(".")[2]
    return row | {f"{remote}_ip": own, f"{remote}_key": key(own)}


def counted(packets, size=501, back=None):
    back = packets if back is None else back
    return {
        "packets_out": packets,
        "packets_in": back,
        "bytes_out": packets * size,
        "bytes_in": back * size,
    }


def counters(session):
    return tuple(session[name] for name in COUNTERS)


def replied(record, **more):
    """The half of the other direction."""
    turned = {"src": record["dst_ip"], "dst": record["src_ip"]}
    turned |= {"sport": record["dst_port"], "dport": record["src_port"]}
    return half(record["started_at"], **turned | more)


def test_what_is_sampled_is_told_times_the_rate_and_proves_what_was_seen():
    there = half("10:00", src=address(13), sampling=100, packets_out=4, bytes_out=2004)
    back = replied(there, sampling=10, packets_out=3, bytes_out=1503)
    parts = {"connection_key": "K", "counters": "since_last", "record": "interim", "sampling": 100}
    found = by_line(
        [
            spoke("10:00", src=address(10), sampling=1000, **counted(3)),
            spoke("10:00", src=address(11), sampling=1, **counted(3)),
            spoke("10:00", src=address(12), sampling=0, **counted(3)),
            there,
            back,
            *(
                spoke(when, 60, src=address(14), **parts, **counted(3))
                for when in ("10:00", "10:01")
            ),
            spoke("10:00", 60, src=address(15), sampling=1000, **counted(3)),
            spoke("10:10", 60, src=address(15), sampling=10, **counted(2)),
            spoke("10:20", 60, src=address(15), **counted(1)),
            spoke("10:00", src=address(16), sampling=2_000_000_000, **counted(3, 1500)),
        ]
    )
    assert {src: counters(row) for src, row in found.items()} == {
        address(10): (1_503_000, 1_503_000, 3000, 3000),
        address(11): (1503, 1503, 3, 3),
        address(12): (1503, 1503, 3, 3),
        address(13): (200_400, 15_030, 400, 30),
        address(14): (300_600, 300_600, 600, 600),
        address(15): (1_513_521, 1_513_521, 3021, 3021),
        address(16): (9_000_000_000_000, 9_000_000_000_000, 6_000_000_000, 6_000_000_000),
    }
    assert {row["evidence"][0]["saw"] for row in list(found.values())[:3]} == {
        "UDP 51820 answered, 3 packets out, 3 in"
    }


def test_a_sampled_probe_is_no_tunnel_whatever_the_rate():
    found = by_line(
        [
            spoke("10:00", src=address(10), sampling=1000, **counted(1)),
            spoke("10:00", src=address(11), sampling=1000, **counted(1, back=0)),
            spoke("10:00", src=address(12), sampling=1000, **counted(5, back=1)),
            spoke("10:00", src=address(13), sampling=1000, **counted(3, back=2)),
            half("10:00", src=address(14), sampling=1000, packets_out=50, bytes_out=5000),
            spoke("10:00", src=address(15), sampling=1000, **counted(4, back=2)),
        ]
    )
    assert list(found) == [address(15)]


def test_few_sampled_bytes_of_a_short_session_do_not_confirm():
    label = {"app": "wireguard", "app_basis": "dpi", "sampling": 1000}
    found = by_line(
        [
            spoke("10:00", 10, src=address(10), **label, **counted(3)),
            spoke("10:00", 10, src=address(11), **label, **counted(4)),
            spoke("10:00", 30, src=address(12), **label, **counted(3)),
        ]
    )
    tiers = {src: row["tier"] for src, row in found.items()}
    assert tiers == {address(10): "likely", address(11): "confirmed", address(12): "confirmed"}


# One tunnel of 300 packets each way in fifty minutes, told in so many records.
PACKETS, SECONDS = 300, 3000
LABELLED = {"app": "openvpn", "app_basis": "dpi"}
CUT = {
    "WireGuard": {},
    "odd lengths on a port of its own": {"dport": 41641},
    "lengths without a remainder": {"size": 500},
    "OpenVPN over TCP, little above its headers": {"protocol": 6, "dport": 1194, "size": 56},
    "TCP with headers alone and a label": {"dport": 51820, "protocol": 6, "size": 52} | LABELLED,
    "a label on a port of nobody's": {"dport": 33333} | LABELLED,
    "a weak port and a label": {"dport": 10443, "protocol": 6, "size": 700} | LABELLED,
    "a dedicated server on the web's port": {"dport": 443, "protocol": 6, "dst": LISTED},
    "a port and a label of something else": {"app": "bittorrent", "app_basis": "dpi"},
    "IPsec behind a translation": {"sport": 4500, "dport": 4500},
    "ESP": {"protocol": 50, "sport": None, "dport": None},
    "GRE": {"protocol": 47, "sport": None, "dport": None},
    "WireGuard's opening, again and again, unanswered": {"dport": 33333, "size": 176, "back": 0},
}
NOTHING = {"TCP with headers alone and a label", "a port and a label of something else"}
PIECES = (1, 10, 300)


def cut(pieces, src, size=501, back=PACKETS, **more):
    length = SECONDS // pieces
    counts = counted(PACKETS // pieces, size, back // pieces)
    return [
        spoke(at("10:00") + dt.timedelta(seconds=n * length), length, src=src, **counts, **more)
        for n in range(pieces)
    ]


def halved(records):
    """Each record as two of one direction."""
    none = {"packets_in": None, "bytes_in": None, "initiator": "unknown"}
    for row in records:
        seconds = (row["ended_at"] - row["started_at"]).total_seconds()
        counts = {"packets_out": row["packets_in"], "bytes_out": row["bytes_in"]}
        more = {name: row.get(name) for name in ("protocol", "app", "app_basis")}
        yield row | none
        if row["packets_in"]:
            yield replied(row, seconds=seconds, **counts, **more)


@pytest.fixture(scope="module")
def whole_and_cut():
    """Each tunnel's sessions by its name: whole, in ten, in three hundred, and in 600 halves."""
    records = []
    for number, told in enumerate(CUT.values()):
        for place, pieces in enumerate(PIECES):
            records += cut(pieces, address(10 + 15 * place + number), **told)
        records += halved(cut(300, address(55 + number), **told))
    found = by_line(records)
    return {
        name: [found.get(address(10 + 15 * place + number)) for place in range(4)]
        for number, name in enumerate(CUT)
    }


WEIGHED = ("family", "direction", "tier", "score", "verdict", "reason", "evidence", *COUNTERS)


@pytest.mark.parametrize("name", CUT)
def test_a_tunnel_is_judged_the_same_however_often_an_exporter_cut_it(whole_and_cut, name):
    whole, *others = whole_and_cut[name]
    if name in NOTHING:
        assert [whole, *others] == [None] * 4
        return
    for other in others[:2]:
        assert {key: other[key] for key in WEIGHED} == {key: whole[key] for key in WEIGHED}
    halves = {key: others[2][key] for key in ("family", "tier", "verdict", "evidence", *COUNTERS)}
    if name.startswith("WireGuard's opening"):
        halves["bytes_in"] = halves["packets_in"] = 0  # who tells halves tells of no answer nothing
    assert halves == {key: whole[key] for key in halves}


def test_what_opens_a_later_record_of_a_cut_tunnel_opens_nothing():
    lengths = [(148, 92), (700, 800)]
    found = by_line(
        [
            spoke(when, 300, src=src, dport=33333, first_out=asked, first_in=answered)
            for src, told in ((address(10), lengths), (address(11), lengths[::-1]))
            for when, (asked, answered) in zip(("10:00", "10:05"), told, strict=True)
        ]
    )
    assert list(found) == [address(10)]


def test_how_sure_an_exporter_is_stays_with_each_of_its_labels():
    def told(line, app, confidence, **more):
        label = {"app": app, "app_basis": "heuristic", "app_confidence": confidence}
        label |= {"first_out": 42, "first_in": 54}  # as OpenVPN opens: without it few were found
        return spoke("10:00", src=address(line), dport=33333, **label | more)

    found = by_line(
        [
            told(10, "openvpn", 100),
            told(11, "wireguard", 80),
            told(12, "openvpn", 79),
            told(13, "openvpn", None),
            told(14, "vpn", 100),
        ]
    )
    weights = {
        line: [
            (one["detection"], one["weight"])
            for one in session["evidence"]
            if one["group"] == "label"
        ]
        for line, session in found.items()
    }
    assert weights == {
        address(10): [("exporter_label", 8.0)],
        address(11): [("exporter_label", 4.0)],
        address(12): [],
        address(13): [("heuristic_label", 3.0)],
        address(14): [("exporter_label", 3.0)],
    }


MOST = 2**63 - 1


def test_counters_that_cannot_be_are_not_told_and_break_no_night():
    absurd = dict.fromkeys(("bytes_out", "bytes_in", "packets_out", "packets_in"), MOST)
    below = dict.fromkeys(absurd, -1)
    rows = [spoke("10:00"), *(spoke(f"10:0{n}", **(absurd, below)[n % 2]) for n in range(1, 5))]
    session = one(rows)
    assert (session["bytes_out"], session["packets_in"]) == (20_001, 50)
    assert session["connections"] == 5


@pytest.mark.parametrize("rate", [-5, 0, 2**31 - 1])
def test_a_sampling_rate_that_cannot_be_breaks_no_night(rate):
    more = {"sampling": rate, "bytes_out": 10**14}
    session = one([spoke(start, **more) for start in ("10:00", "10:20")])
    assert session["bytes_out"] == (2 * 10**14 if rate < 1 else MOST)


def test_what_no_record_told_is_not_told():
    """`least` passes over what is unknown: the bound is no count of anything."""
    nothing = dict.fromkeys(COUNTERS)
    told = {"app": "wireguard", "app_basis": "event", "gateway": "gw"}
    session = one([spoke("10:00", dst=None, dport=None, **nothing | told)])
    assert {name: session[name] for name in COUNTERS} == nothing
