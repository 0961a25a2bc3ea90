"""What evidence comes to: the groups' weights summed up, and how sure a session is by them."""

import pytest

from tests.planting.apart import judged_apart
from tests.planting.rows import one, spoke
from tracker.errors import SettingsError
from tracker.judge.detections import FOLDER, read_detections

HEADER = "-- title: t\n-- group: {group}\n-- weight: {weight}\n-- innocent when: never\n"
QUERY = "select session, $weight as weight, 'seen' as saw, 'none' as guards from seen"
RECORDS = [spoke("10:00")]
# Groups and weights that speak of a session beside WireGuard's port, and its tier and score then.
BESIDE_A_PORT = {
    "one group however strong is never confirmed": ([("port", 30)], [("likely", 23.0)]),
    "two groups that agree confirm": ([("label", 2)], [("confirmed", 3.0)]),
    "just below the line two groups are likely": ([("label", 1.9)], [("likely", 2.9)]),
    "just below the line one group is possible": ([("penalty", -0.1)], [("possible", 0.9)]),
    "an event confirms alone": ([("event", 12)], [("confirmed", 13.0)]),
    "of each group the largest weight counts once": (
        [("label", 1), ("label", 2), ("label", 1.5)],
        [("confirmed", 3.0)],
    ),
    "penalties add up": ([("penalty", -1), ("penalty", -2)], [("possible", -2.0)]),
    "what falls below possible is no row": ([("penalty", -3.1)], []),
    "a class makes a row and weighs nothing": (
        [("class", 9), ("penalty", -4)],
        [("possible", -3.0)],
    ),
    # Every sixth ordinary flow goes to a rented server: that confirms nothing.
    "what weighs little modifies and is no second group": (
        [("list", 1.4), ("label", 0.9)],
        [("likely", 3.3)],
    ),
    "what weighs more is one": ([("list", 1.5), ("label", 0.9)], [("confirmed", 3.4)]),
}
# The same of sessions so many seconds long with so many bytes each way.
SHORT = {
    "less than twenty seconds and four kilobytes": ((19, 1999), "likely"),
    "twenty seconds": ((20, 1999), "confirmed"),
    "four kilobytes": ((19, 2000), "confirmed"),
}


def lay(folder, speaking):
    """Detections that fire on one case each; the packets that came back tell which it is."""
    for number, groups in enumerate(speaking):
        for place, (group, weight) in enumerate(groups):
            text = HEADER.format(group=group, weight=weight) + QUERY
            name = f"more_{number}_{place}.sql"
            (folder / name).write_text(f"{text} where packets_in = {50 + number}")


def told_apart(cases, detections):
    """Tier and score of each case's sessions, by its name; a case is length and bytes each way."""
    planted = {
        name: ([spoke("10:00", seconds, bytes_out=size + 1, bytes_in=size - 1, packets_in=50 + n)],)
        for n, (name, (seconds, size)) in enumerate(cases.items())
    }
    found = judged_apart(planted, detections=detections)
    return {name: [(row["tier"], row["score"]) for row in rows] for name, rows in found.items()}


@pytest.fixture(scope="module")
def beside_a_port(tmp_path_factory):
    """Tier and score of each case's sessions, where all shipped detections are asked too."""
    folder = tmp_path_factory.mktemp("more")
    lay(folder, [*(groups for groups, _ in BESIDE_A_PORT.values()), *[[("label", 4)]] * len(SHORT)])
    shapes = dict.fromkeys(BESIDE_A_PORT, (600, 25_001)) | {
        name: s for name, (s, _) in SHORT.items()
    }
    return told_apart(shapes, read_detections([FOLDER, folder]))


@pytest.mark.parametrize("name", BESIDE_A_PORT)
def test_the_sum_of_the_groups_decides_and_how_many_agree(name, beside_a_port):
    assert beside_a_port[name] == BESIDE_A_PORT[name][1]


@pytest.mark.parametrize("name", SHORT)
def test_confirming_needs_twenty_seconds_or_four_kilobytes(name, beside_a_port):
    assert beside_a_port[name] == [(SHORT[name][1], 5.0)]


@pytest.fixture(scope="module")
def gateways_word():
    """The session of each state of what a gateway tells, beside WireGuard's port."""
    nothing = dict.fromkeys(("bytes_out", "bytes_in", "packets_out", "packets_in"))
    told = nothing | {"app": "wireguard", "app_basis": "event"}
    return judged_apart(
        {
            state: ([spoke("10:00"), spoke("10:05", 0, **told, state=state)],)
            for state in ("established", "attempted", "refused")
        }
    )


@pytest.mark.parametrize(
    ("state", "tier"),
    [("established", "confirmed"), ("attempted", "likely"), ("refused", "likely")],
)
def test_only_a_tunnel_that_came_up_is_a_gateways_word(state, tier, gateways_word):
    assert [row["tier"] for row in gateways_word[state]] == [tier]


# Of sessions that no port speaks for: a class makes the row, and the groups are all there is.
NO_PORT = {
    "a weak list": ([("list", 7.9)], "possible"),
    "a strong list": ([("list", 8)], "likely"),
    "a list however strong": ([("list", 30)], "likely"),
    "behaviour": ([("behaviour", 30)], "possible"),
    "behaviour and a weak list": ([("list", 7.9), ("behaviour", 30)], "possible"),
    "behaviour and a strong list": ([("list", 8), ("behaviour", 30)], "likely"),
    "a list and a shape": ([("list", 8), ("shape", 3)], "confirmed"),
    "behaviour and a label": ([("behaviour", 8), ("label", 3)], "confirmed"),
}


@pytest.fixture(scope="module")
def without_a_port(tmp_path_factory):
    """Tier and score of each case's sessions, where no shipped detection is asked."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "row.sql").write_text(HEADER.format(group="class", weight=0) + QUERY)
    lay(folder, [groups for groups, _ in NO_PORT.values()])
    return told_apart(dict.fromkeys(NO_PORT, (600, 25_001)), read_detections([folder]))


@pytest.mark.parametrize("name", NO_PORT)
def test_lists_and_behaviour_only_support_what_else_was_seen(name, without_a_port):
    assert [tier for tier, _ in without_a_port[name]] == [NO_PORT[name][1]]


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
