"""What a session counts: samples times their rate, and one tunnel however an exporter cut it."""

import datetime as dt

import pytest

from tests.planting.apart import judged_apart
from tests.planting.rows import REMOTE, address, at, half, key, listed, spoke
from tests.planting.verdicts import day

LINE = [
    listed("192.0.2.0/24", "pool_static", "pools"),
    listed("198.51.100.7/32", "vpn", "servers", confidence="dedicated", as_of=day((3, 10))),
]
LISTED = "198.51.100.7"
COUNTERS = ("bytes_out", "bytes_in", "packets_out", "packets_in")


@pytest.fixture(scope="module")
def night():
    """The sessions of what is planted below, by its name and by their subscribers."""
    planted = {
        "sampled": SAMPLED,
        "probes": PROBES,
        "short": SHORT,
        "openings": OPENINGS,
        "exporters": EXPORTERS,
        "absurd": ABSURD,
        "a gateway's word": [spoke("10:00", dst=None, dport=None, **UNTOLD | LOGIN)],
        **{f"rate {rate}": often(rate) for rate in RATES},
    } | {f"{pieces}": cut_in(pieces) for pieces in (*PIECES, "halves")}
    cases = {
        name: ([apart_from_others(row) for row in records], (), (), LINE)
        for name, records in planted.items()
    }
    return {
        name: {row["src_ip"]: row for row in rows} for name, rows in judged_apart(cases).items()
    }


def apart_from_others(row):
    """With a remote of its line's own, which is no evidence then."""
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


HALF = half("10:00", src=address(13), sampling=100, packets_out=4, bytes_out=2004)
PART = {"connection_key": "K", "counters": "since_last", "record": "interim", "sampling": 100}
SAMPLED = [
    spoke("10:00", src=address(10), sampling=1000, **counted(3)),
    spoke("10:00", src=address(11), sampling=1, **counted(3)),
    spoke("10:00", src=address(12), sampling=0, **counted(3)),
    HALF,
    replied(HALF, sampling=10, packets_out=3, bytes_out=1503),
    *(spoke(when, 60, src=address(14), **PART, **counted(3)) for when in ("10:00", "10:01")),
    spoke("10:00", 60, src=address(15), sampling=1000, **counted(3)),
    spoke("10:10", 60, src=address(15), sampling=10, **counted(2)),
    spoke("10:20", 60, src=address(15), **counted(1)),
    spoke("10:00", src=address(16), sampling=2_000_000_000, **counted(3, 1500)),
]


def test_what_is_sampled_is_told_times_the_rate_and_proves_what_was_seen(night):
    found = night["sampled"]
    assert {src: counters(row) for src, row in found.items()} == {
        address(10): (1_503_000, 1_503_000, 3000, 3000),
        address(11): (1503, 1503, 3, 3),
        address(12): (1503, 1503, 3, 3),
        address(13): (200_400, 15_030, 400, 30),
        address(14): (300_600, 300_600, 600, 600),
        address(15): (1_513_521, 1_513_521, 3021, 3021),
        address(16): (9_000_000_000_000, 9_000_000_000_000, 6_000_000_000, 6_000_000_000),
    }
    assert {found[address(line)]["evidence"][0]["saw"] for line in (10, 11, 12)} == {
        "UDP 51820 answered, 3 packets out, 3 in"
    }


PROBES = [
    spoke("10:00", src=address(10), sampling=1000, **counted(1)),
    spoke("10:00", src=address(11), sampling=1000, **counted(1, back=0)),
    spoke("10:00", src=address(12), sampling=1000, **counted(5, back=1)),
    spoke("10:00", src=address(13), sampling=1000, **counted(3, back=2)),
    half("10:00", src=address(14), sampling=1000, packets_out=50, bytes_out=5000),
    spoke("10:00", src=address(15), sampling=1000, **counted(4, back=2)),
]


def test_a_sampled_probe_is_no_tunnel_whatever_the_rate(night):
    assert list(night["probes"]) == [address(15)]


LABEL = {"app": "wireguard", "app_basis": "dpi", "sampling": 1000}
SHORT = [
    spoke("10:00", 10, src=address(10), **LABEL, **counted(3)),
    spoke("10:00", 10, src=address(11), **LABEL, **counted(4)),
    spoke("10:00", 30, src=address(12), **LABEL, **counted(3)),
]


def test_few_sampled_bytes_of_a_short_session_do_not_confirm(night):
    tiers = {src: row["tier"] for src, row in night["short"].items()}
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


def cut_in(pieces):
    """Each tunnel of CUT on a line of its own, in so many records, or in 600 halves."""
    lines = {name: address(10 + number) for number, name in enumerate(CUT)}
    if pieces == "halves":
        return [row for name, told in CUT.items() for row in halved(cut(300, lines[name], **told))]
    return [row for name, told in CUT.items() for row in cut(pieces, lines[name], **told)]


WEIGHED = ("family", "direction", "tier", "score", "verdict", "reason", "evidence", *COUNTERS)


@pytest.mark.parametrize("name", CUT)
def test_a_tunnel_is_judged_the_same_however_often_an_exporter_cut_it(night, name):
    line = address(10 + [*CUT].index(name))
    whole, *others = (night[f"{pieces}"].get(line) for pieces in (*PIECES, "halves"))
    if name in NOTHING:
        assert [whole, *others] == [None] * 4
        return
    for other in others[:2]:
        assert {key: other[key] for key in WEIGHED} == {key: whole[key] for key in WEIGHED}
    halves = {key: others[2][key] for key in ("family", "tier", "verdict", "evidence", *COUNTERS)}
    if name.startswith("WireGuard's opening"):
        halves["bytes_in"] = halves["packets_in"] = 0  # who tells halves tells of no answer nothing
    assert halves == {key: whole[key] for key in halves}


LENGTHS = [(148, 92), (700, 800)]
OPENINGS = [
    spoke(when, 300, src=src, dport=33333, first_out=asked, first_in=answered)
    for src, told in ((address(10), LENGTHS), (address(11), LENGTHS[::-1]))
    for when, (asked, answered) in zip(("10:00", "10:05"), told, strict=True)
]


def test_what_opens_a_later_record_of_a_cut_tunnel_opens_nothing(night):
    assert list(night["openings"]) == [address(10)]


def labelled(line, app, confidence):
    """What an exporter takes for a VPN, and how sure it is."""
    label = {"app": app, "app_basis": "heuristic", "app_confidence": confidence}
    label |= {"first_out": 42, "first_in": 54}  # as OpenVPN opens: without it few were found
    return spoke("10:00", src=address(line), dport=33333, **label)


EXPORTERS = [
    labelled(10, "openvpn", 100),
    labelled(11, "wireguard", 80),
    labelled(12, "openvpn", 79),
    labelled(13, "openvpn", None),
    labelled(14, "vpn", 100),
]


def test_how_sure_an_exporter_is_stays_with_each_of_its_labels(night):
    weights = {
        line: [
            (one["detection"], one["weight"])
            for one in session["evidence"]
            if one["group"] == "label"
        ]
        for line, session in night["exporters"].items()
    }
    assert weights == {
        address(10): [("exporter_label", 8.0)],
        address(11): [("exporter_label", 4.0)],
        address(12): [],
        address(13): [("heuristic_label", 3.0)],
        address(14): [("exporter_label", 3.0)],
    }


MOST = 2**63 - 1
TOO_MANY, BELOW_ZERO = dict.fromkeys(COUNTERS, MOST), dict.fromkeys(COUNTERS, -1)
ABSURD = [
    spoke("10:00"),
    *(spoke(f"10:0{n}", **(TOO_MANY, BELOW_ZERO)[n % 2]) for n in range(1, 5)),
]


def test_counters_that_cannot_be_are_not_told_and_break_no_night(night):
    (session,) = night["absurd"].values()
    assert (session["bytes_out"], session["packets_in"]) == (20_001, 50)
    assert session["connections"] == 5


RATES = {-5: 2 * 10**14, 0: 2 * 10**14, 2**31 - 1: MOST}


def often(rate):
    """Two records of a hundred terabytes."""
    return [spoke(when, sampling=rate, bytes_out=10**14) for when in ("10:00", "10:20")]


@pytest.mark.parametrize("rate", RATES)
def test_a_sampling_rate_that_cannot_be_breaks_no_night(rate, night):
    (session,) = night[f"rate {rate}"].values()
    assert session["bytes_out"] == RATES[rate]


UNTOLD = dict.fromkeys(COUNTERS)
LOGIN = {"app": "wireguard", "app_basis": "event", "gateway": "gw"}


def test_what_no_record_told_is_not_told(night):
    """`least` passes over what is unknown: the bound is no count of anything."""
    (session,) = night["a gateway's word"].values()
    assert {name: session[name] for name in COUNTERS} == UNTOLD
