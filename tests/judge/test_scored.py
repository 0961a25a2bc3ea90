from pathlib import Path

import pytest

from tests.planting.rows import judged, one, spoke
from tracker.errors import SettingsError
from tracker.judge.detections import FOLDER, read_detections

HEADER = "-- title: t\n-- group: {group}\n-- weight: {weight}\n-- innocent when: never\n"
QUERY = "select session, $weight as weight, 'seen' as saw, 'none' as guards from seen"
RECORDS = [spoke("10:00")]


def with_more(folder: Path, *groups: tuple[str, float], records=RECORDS):
    for number, (group, weight) in enumerate(groups):
        text = HEADER.format(group=group, weight=weight) + QUERY
        (folder / f"more_{number}.sql").write_text(text)
    found = judged(records, detections=read_detections([FOLDER, folder]))
    return [(row["tier"], row["score"]) for row in found]


def test_one_group_however_strong_is_never_confirmed(tmp_path):
    assert with_more(tmp_path, ("port", 30)) == [("likely", 23.0)]


def test_two_groups_that_agree_confirm(tmp_path):
    assert with_more(tmp_path, ("label", 2)) == [("confirmed", 3.0)]


def test_just_below_the_line_two_groups_are_likely(tmp_path):
    assert with_more(tmp_path, ("label", 1.9)) == [("likely", 2.9)]


def test_just_below_the_line_one_group_is_possible(tmp_path):
    assert with_more(tmp_path, ("penalty", -0.1)) == [("possible", 0.9)]


def test_an_event_confirms_alone(tmp_path):
    assert with_more(tmp_path, ("event", 12)) == [("confirmed", 13.0)]


@pytest.mark.parametrize(
    ("state", "tier"),
    [("established", "confirmed"), ("attempted", "likely"), ("refused", "likely")],
)
def test_only_a_tunnel_that_came_up_is_a_gateways_word(state, tier):
    nothing = dict.fromkeys(("bytes_out", "bytes_in", "packets_out", "packets_in"))
    told = nothing | {"app": "wireguard", "app_basis": "event", "state": state}
    assert one([spoke("10:00"), spoke("10:05", 0, **told)])["tier"] == tier


def test_of_each_group_the_largest_weight_counts_once(tmp_path):
    assert with_more(tmp_path, ("label", 1), ("label", 2), ("label", 1.5)) == [("confirmed", 3.0)]


def test_penalties_add_up(tmp_path):
    assert with_more(tmp_path, ("penalty", -1), ("penalty", -2)) == [("possible", -2.0)]


def test_what_falls_below_possible_is_no_row(tmp_path):
    assert with_more(tmp_path, ("penalty", -3.1)) == []


def test_a_class_makes_a_row_and_weighs_nothing(tmp_path):
    assert with_more(tmp_path, ("class", 9), ("penalty", -4)) == [("possible", -3.0)]


def alone(folder, *groups):
    """A session that no port speaks for: a class makes the row, and the groups are all there is."""
    text = HEADER.format(group="class", weight=0) + QUERY
    (folder / "row.sql").write_text(text)
    for number, (group, weight) in enumerate(groups):
        (folder / f"more_{number}.sql").write_text(
            HEADER.format(group=group, weight=weight) + QUERY
        )
    return [row["tier"] for row in judged(RECORDS, detections=read_detections([folder]))]


@pytest.mark.parametrize(
    ("groups", "tier"),
    [
        ([("list", 7.9)], "possible"),
        ([("list", 8)], "likely"),
        ([("list", 30)], "likely"),
        ([("behaviour", 30)], "possible"),
        ([("list", 7.9), ("behaviour", 30)], "possible"),
        ([("list", 8), ("behaviour", 30)], "likely"),
        ([("list", 8), ("shape", 3)], "confirmed"),
        ([("behaviour", 8), ("label", 3)], "confirmed"),
    ],
)
def test_lists_and_behaviour_only_support_what_else_was_seen(tmp_path, groups, tier):
    assert alone(tmp_path, *groups) == [tier]


@pytest.mark.parametrize(
    ("seconds", "size", "tier"),
    [(19, 1999, "likely"), (20, 1999, "confirmed"), (19, 2000, "confirmed")],
)
def test_confirming_needs_twenty_seconds_or_four_kilobytes(tmp_path, seconds, size, tier):
    records = [spoke("10:00", seconds, bytes_out=size + 1, bytes_in=size - 1)]
    assert with_more(tmp_path, ("label", 4), records=records) == [(tier, 5.0)]


def test_evidence_says_what_fired_and_what_was_seen():
    assert one(RECORDS)["evidence"] == [
        {
            "detection": "wireguard_port",
            "group": "port",
            "weight": 8.0,
            "saw": "UDP 51820 answered, 40 packets out, 50 in",
            "guards": "server-side port; answered both ways; enough packets",
        }
    ]


def test_all_faults_of_a_folder_of_detections_are_told_at_once(tmp_path):
    (tmp_path / "a.sql").write_text("-- title: a\n" + QUERY)
    (tmp_path / "b.sql").write_text(HEADER.format(group="luck", weight=1) + QUERY)
    (tmp_path / "c.sql").write_text(HEADER.format(group="port", weight="much") + QUERY)
    with pytest.raises(Exception, match=r"(?s)a\.sql.*lacks.*b\.sql.*luck.*c\.sql.*much") as told:
        read_detections([tmp_path])
    assert told.value.exit_code == SettingsError.exit_code


def test_what_weighs_little_modifies_and_is_no_second_group(tmp_path):
    """Every sixth ordinary flow goes to a rented server: that confirms nothing."""
    assert with_more(tmp_path, ("list", 1.4), ("label", 0.9)) == [("likely", 3.3)]
    assert with_more(tmp_path, ("list", 1.5), ("label", 0.9)) == [("confirmed", 3.4)]
