"""What the judged sessions of a lake come to beside a truth."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.report.planted import NIGHT, SOURCE, rows, session
from tracker.evaluating import brief, evaluate
from tracker.lake import open_lake
from tracker.report.review import Decision, review
from tracker.settings import Settings

HEAD = "src_ip,dst_ip,class,family,protocol,src_port,dst_port,started_at,ended_at,scored,capture"
ENDS = "192.0.2.10,203.0.113.9"


@pytest.fixture
def measured(tmp_path, empty_lake):
    """Evaluates a truth, given as rows, on a lake with these sessions."""

    def run(truth, *sessions, head=HEAD, **how):
        lake = empty_lake(tmp_path / "lake", "check")
        lake.append("session", rows("session", *sessions))
        lake.append("source", rows("source", SOURCE))
        path = tmp_path / "truth.csv"
        path.write_text("\n".join([head, *truth, ""]))
        return evaluate(lake, path, **how)

    run.lake = tmp_path / "lake"
    return run


def at(minutes):
    return (NIGHT + timedelta(minutes=minutes)).isoformat()


def flow(ends=ENDS, named="tunnel", family="", protocol="", ports=",", start="", end="", **more):
    """A row of a truth that tells no more than it is given."""
    rest = [more.get("scored", ""), more.get("capture", "")]
    return ",".join([ends, named, family, protocol, ports, start, end, *rest])


def outcomes(found):
    """Of each record the outcome and the tier, in their order."""
    told = found.records.to_pylist()
    return [(row["outcome"], row["tier"]) for row in told]


def totals(found, named="tunnel"):
    told = {(row["class"], row["family"]): row for row in found.families.to_pylist()}
    return told[named, "all"]


WIREGUARD = session("wire", "unregistered")


@pytest.mark.parametrize(
    "told",
    [
        flow(),
        flow("203.0.113.9,192.0.2.10"),
        flow("::ffff:192.0.2.10,203.0.113.9"),
        flow(protocol="udp"),
        flow(protocol="17", ports="40001,51820"),
        flow(protocol="17", ports=",51820"),
        flow("203.0.113.9,192.0.2.10", ports="51820,"),
        flow(protocol="17", ports="53311,51820"),
        flow(protocol="17", ports="51820,53311"),
        flow(start=at(0)),
        flow(start=at(61)),
        flow(start=at(-29)),
        flow(start=at(90)),
        flow(start=at(-300), end=at(5)),
    ],
)
def test_a_session_stands_for_a_flow_of_its_hosts_as_far_as_the_truth_tells(measured, told):
    assert outcomes(measured([told], WIREGUARD)) == [("found", "likely")]


@pytest.mark.parametrize(
    "told",
    [
        flow("192.0.2.10,203.0.113.8"),
        flow(protocol="tcp"),
        flow(protocol="udp", ports="53311,443"),
        flow(start=at(-31)),
        flow(start=at(93)),
        flow(start=at(-300), end=at(-40)),
    ],
)
def test_a_tunnel_of_other_hosts_protocol_port_or_time_is_missed(measured, told):
    assert outcomes(measured([told], WIREGUARD))[0] == ("missed", None)


def test_the_silence_around_a_session_is_the_one_of_the_settings(measured):
    found = measured([flow(start=at(-31))], WIREGUARD, settings=Settings(session_gap_minutes=40))
    assert outcomes(found) == [("found", "likely")]


@pytest.mark.parametrize(
    ("family", "protocol", "port", "told"),
    [
        ("ipsec", 17, 500, flow(protocol="esp")),
        ("ipsec", 17, 500, flow(protocol="17", ports="4500,4500")),
        ("ipsec", 50, None, flow(protocol="17", ports="500,500")),
        ("pptp", 6, 1723, flow(protocol="gre")),
        ("openvpn", 17, 1194, flow(protocol="tcp", ports=",1194")),
    ],
)
def test_a_session_stands_for_all_protocols_of_its_family(measured, family, protocol, port, told):
    one = session("one", "registered", family=family, protocol=protocol, remote_port=port)
    assert outcomes(measured([told], one)) == [("found", "likely")]


def test_a_server_on_the_subscribers_side_is_known_by_its_own_port(measured):
    inbound = session("in", "unregistered", direction="inbound", src_port=51820, remote_port=40001)
    told = flow("203.0.113.9,192.0.2.10", protocol="udp", ports="49999,51820")
    assert outcomes(measured([told], inbound)) == [("found", "likely")]


def test_a_pair_has_its_best_tier_and_says_how_many_sessions_it_had(measured):
    better = session("best", "unregistered", tier="confirmed", score=3.5)
    found = measured([flow()], WIREGUARD, better, session("weak", "inconclusive", tier="possible"))
    (row,) = found.records.to_pylist()
    assert (row["tier"], row["sessions"], row["session_id"][:4]) == ("confirmed", 3, "best")


def test_what_is_inconclusive_is_possible_at_most(measured):
    found = measured([flow()], session("weak", "inconclusive", tier="confirmed"))
    assert outcomes(found) == [("found", "possible")]
    assert found.recall.hits == 0


def test_what_is_exempt_neither_finds_nor_accuses(measured):
    one = session("calm", "exempt", tier="confirmed")
    other = session("call", "exempt", tier="likely", remote_ip="203.0.113.8")
    found = measured([flow(), flow("192.0.2.10,203.0.113.8", "carrier")], one, other)
    assert outcomes(found) == [("spared", None), ("spared", None)]
    assert (found.recall.hits, found.precision.total) == (0, 0)
    assert (totals(found)["missed"], totals(found, "carrier")["false"]) == (0, 0)


@pytest.mark.parametrize("named", ["ordinary", "carrier", "contact", "encapsulation"])
def test_a_session_of_what_is_no_tunnel_is_a_false_one_under_its_own_family(measured, named):
    found = measured([flow(named=named)], WIREGUARD)
    assert outcomes(found) == [("false", "likely")]
    told = [(row["family"], row["likely"], row["false"]) for row in found.families.to_pylist()]
    assert told == [("wireguard", 1, 1), ("all", 1, 1)]
    assert (found.precision.hits, found.precision.total) == (0, 1)


def test_false_sessions_are_told_in_a_hundred_thousand_flows_of_ordinary_traffic(measured):
    truth = [flow(named="ordinary", start=at(n)) for n in range(40)]
    found = measured(truth, WIREGUARD, session("sure", "unregistered", tier="confirmed"))
    row = totals(found, "ordinary")
    assert (row["pairs"], row["flows"]) == (1, 40)
    assert (row["likely_per_100000"], row["confirmed_per_100000"]) == (5000.0, 2500.0)


def test_a_session_that_fits_a_tunnel_and_another_flow_is_no_false_one(measured):
    found = measured([flow(protocol="udp"), flow(named="ordinary", ports=",51820")], WIREGUARD)
    assert outcomes(found) == [("found", "likely")]


def test_a_flow_told_twice_counts_once(measured):
    twice = [flow(start=at(1)), flow("203.0.113.9,::ffff:192.0.2.10", start=at(1))]
    found = measured(twice, WIREGUARD)
    assert (found.counts["repeated"], found.counts["flows"], totals(found)["pairs"]) == (1, 1, 1)


def test_a_pair_counts_once_a_night_and_once_a_capture(measured):
    nights = [flow(start=at(0)), flow(start=at(20)), flow(start=at(24 * 60))]
    found = measured(nights, WIREGUARD)
    assert [(row["place"], row["outcome"]) for row in found.records.to_pylist()] == [
        ("2026-03-15", "missed"),
        ("2026-03-14", "found"),
    ]


def test_a_night_is_one_of_the_operators_zone(measured):
    settings = Settings(night_zone="Europe/Vilnius")
    found = measured([flow(start="2026-03-14T23:00:00Z")], settings=settings)
    assert found.records["place"].to_pylist() == ["2026-03-15"]


def test_a_session_that_spans_two_captures_finds_the_pair_in_both(measured):
    found = measured([flow(start=at(0), capture="a"), flow(start=at(30), capture="b")], WIREGUARD)
    assert outcomes(found) == [("found", "likely")] * 2


def test_hosts_that_the_lake_has_never_seen_are_missed(measured):
    found = measured([flow("192.0.2.77,203.0.113.77", family="tor")])
    assert outcomes(found) == [("missed", None)]
    assert [row["family"] for row in found.families.to_pylist()] == ["tor", "all"]


def test_what_does_not_count_neither_finds_nor_accuses(measured):
    truth = [flow("192.0.2.1,192.0.2.2"), flow(named="ignore"), flow(protocol="17", scored="no")]
    found = measured(truth, WIREGUARD)
    assert outcomes(found) == [("missed", None)]
    assert (found.counts["left_out"], found.counts["untold"]) == (2, 1)


def test_a_session_of_known_hosts_that_fits_no_flow_is_shown_and_not_counted(measured):
    found = measured([flow(named="ordinary", protocol="tcp", ports=",443")], WIREGUARD)
    assert outcomes(found) == [("unmatched", "likely")]
    assert (found.counts["unmatched"], totals(found, "ordinary")["false"]) == (1, 0)


def test_a_window_leaves_out_flows_that_begin_outside_of_it(measured):
    truth = [flow(start=at(-1)), flow(start=at(0)), flow(start=at(60))]
    window = {"since": NIGHT, "until": NIGHT + timedelta(hours=1)}
    found = measured(truth, WIREGUARD, **window)
    assert (found.counts["outside"], found.counts["flows"]) == (2, 1)


def test_the_records_name_file_and_lines(measured):
    found = measured([flow()], WIREGUARD)
    lines = {"path": "/logs/conn.log", "source": "a1", "first_line": 9, "last_line": 12}
    assert found.records["files"].to_pylist() == [[lines]]
    assert brief(found.records)["records"].to_pylist() == ["/logs/conn.log:9-12"]


def test_a_detection_has_the_true_and_the_false_sessions_it_fired_on(measured):
    others = [session(f"o{n}", "unregistered", remote_ip=f"203.0.113.{n}") for n in (1, 2, 3)]
    calm = session("calm", "exempt", remote_ip="203.0.113.4")
    truth = [flow()] + [flow(f"192.0.2.10,203.0.113.{n}", "ordinary") for n in (1, 2, 4)]
    truth += [flow("192.0.2.10,203.0.113.3", "ordinary", protocol="tcp")]
    (row,) = measured(truth, WIREGUARD, *others, calm).detections.to_pylist()
    assert (row["detection"], row["group"]) == ("wireguard_port", "port")
    counted = ("true_sessions", "false_sessions", "spared_sessions", "unmatched_sessions")
    assert [row[name] for name in counted] == [1, 2, 1, 1]


def test_beside_the_truth_stands_what_auditors_decided(measured):
    truth, other = [flow()], session("other", "unregistered", remote_ip="203.0.113.1")
    measured(truth, WIREGUARD, other)
    for name, outcome in (("wire", "confirm"), ("other", "dismiss")):
        decided = Decision(outcome, "looked at", "auditor")
        review(open_lake(measured.lake), name, decided, now=NIGHT + timedelta(days=3))
    (row,) = evaluate(
        open_lake(measured.lake), measured.lake.with_name("truth.csv")
    ).detections.to_pylist()
    assert (row["true_sessions"], row["reviews_confirmed"], row["reviews_dismissed"]) == (1, 1, 1)


@pytest.mark.parametrize(
    ("tunnels", "found", "low", "high"),
    # Wilson's bounds as tables have them (Newcombe, Statistics in Medicine 17, 1998, 857-872).
    [(148, 15, 0.0624, 0.1605), (20, 0, 0.0, 0.1611), (29, 1, 0.0061, 0.1718)],
)
def test_recall_has_wilsons_interval(measured, tunnels, found, low, high):
    truth = [flow(f"192.0.2.10,198.51.100.{n}") for n in range(tunnels)]
    some = [session(f"s{n}", "unregistered", remote_ip=f"198.51.100.{n}") for n in range(found)]
    recall = measured(truth, *some).recall
    assert (recall.hits, recall.total) == (found, tunnels)
    assert (round(recall.low, 4), round(recall.high, 4)) == (low, high)


def test_of_no_pairs_there_is_no_interval(measured):
    found = measured([flow(named="ordinary")])
    assert (found.recall.low, found.precision.high) == (None, None)
