"""Which night a session belongs to, and where it is cut: what ends in another night than it begins."""

import datetime as dt
from random import Random

import pytest

from tests.planting.apart import judged_apart
from tests.planting.rows import DAY, at, judged, listed, spoke
from tracker.settings import Settings

MINUTE, LONG = dt.timedelta(minutes=1), dt.timedelta(days=1)
NIGHTS = [DAY + LONG * n for n in range(-1, 3)]
HALF_HOUR = 30 * MINUTE
OVER_MIDNIGHT = {
    "a session of the night in which it begins": (
        [spoke("23:50"), spoke(at("00:10", 1)), spoke(at("02:00", 1))],
        [(14, "14 23:50", "15 00:20"), (15, "15 02:00", "15 02:10")],
    ),
    "a chain of more than a day, cut at midnight between records": (
        [spoke(at("12:00") + HALF_HOUR * n) for n in range(100)],
        [
            (14, "14 12:00", "14 23:40"),
            (15, "15 00:00", "15 23:40"),
            (16, "16 00:00", "16 13:40"),
        ],
    ),
    "a login at a gateway, of the night in which it began": (
        [
            spoke(
                when, 0, dport=1194, record=record, connection_key="k", counters="none",
                app="openvpn", app_basis="event", gateway="vpn-1",
                **dict.fromkeys(("bytes_out", "bytes_in", "packets_out", "packets_in")),
            )
            for when, record in (("22:00", "open"), (at("03:00", 1), "close"))
        ],
        [(14, "14 22:00", "15 03:00")],
    ),
}  # fmt: skip
# A tunnel of days, as a gateway tells it that prints no start: each night saw its part of it.
TOTALS = [
    spoke(at("12:00") + HALF_HOUR * n, 1800, record="interim", connection_key="K")
    | {"bytes_out": 1000 * n + 7, "packets_out": 10 * n + 10, "packets_in": 20 * n + 10}
    for n in range(120)
]


def planted(luck):
    """A few records of up to two and a half hours, somewhere in four days.

    Each has a size of its own: what is told twice in the same words counts once.
    """
    return [
        spoke(
            at("00:00", -1) + 5 * MINUTE * luck.randrange(4 * 24 * 12),
            300 * luck.randrange(30),
            bytes_out=20_000 + number,
        )
        for number in range(luck.randrange(1, luck.choice((4, 26, 60))))
    ]


LUCK = Random(7)  # noqa: S311  # planted, not secret
PLANTED = {f"planted {number}": planted(LUCK) for number in range(40)}
CASES = {name: records for name, (records, _) in OVER_MIDNIGHT.items()} | PLANTED
CASES["totals of days"] = TOTALS


@pytest.fixture(scope="module")
def together():
    """The sessions of each case, by its name, all nights judged at once."""
    return judged_apart({name: (records,) for name, records in CASES.items()}, dates=NIGHTS)


@pytest.mark.parametrize("name", OVER_MIDNIGHT)
def test_a_session_over_midnight_is(name, together):
    assert [
        (row["night"].day, f"{row['first_at']:%d %H:%M}", f"{row['last_at']:%d %H:%M}")
        for row in together[name]
    ] == OVER_MIDNIGHT[name][1]


def test_of_totals_that_each_have_a_start_of_their_own_every_night_has_what_it_came_to(together):
    assert [
        (row["bytes_out"], row["packets_out"], row["packets_in"])
        for row in together["totals of days"]
    ] == [(23_007, 240, 470), (48_000, 480, 960), (48_000, 480, 960)]


def test_every_record_is_in_one_night(together):
    for name, records in PLANTED.items():
        assert sum(row["connections"] for row in together[name]) == len(records)
    ids = [row["session_id"] for rows in together.values() for row in rows]
    assert len(set(ids)) == len(ids)


def in_turn(sessions):
    return sorted(sessions, key=lambda row: (row["night"], row["first_at"], row["session_id"]))


def test_a_night_says_the_same_whichever_others_are_judged(together):
    whole = {name: (records,) for name, records in CASES.items()}
    found = [judged_apart(whole, dates=dates) for dates in (NIGHTS[::2], NIGHTS[1::2])]
    assert {name: in_turn(found[0][name] + found[1][name]) for name in CASES} == together


def test_a_night_judged_alone_from_what_starts_beside_it_says_the_same(together):
    alone = {name: [] for name in CASES}
    for date in NIGHTS:
        near = {
            name: ([row for row in records if abs(row["event_date"] - date) <= LONG],)
            for name, records in CASES.items()
        }
        for name, sessions in judged_apart(near, dates=[date]).items():
            alone[name] += sessions
    assert alone == together


def test_a_night_is_cut_where_the_operators_clock_says():
    records = [spoke("20:00"), spoke("23:00")]
    vilnius = judged(records, settings=Settings(night_zone="Europe/Vilnius"))
    assert [row["first_at"].hour for row in vilnius] == [20]  # 23:00 UTC is the next night there


def test_the_version_of_a_list_counts_from_its_date():
    old = listed("203.0.113.0/24", "relay", "relays", version="1")
    new = listed("198.51.100.0/24", "relay", "relays", version="2", as_of=at("00:00", 1))
    first, second = judged(
        [spoke("10:00"), spoke(at("10:00", 1))], entries=[old, new], dates=[DAY, DAY + LONG]
    )
    assert (first["reason"], first["list_versions"]) == ("privacy_relay", ["relays 1"])
    assert (second["reason"], second["list_versions"]) == ("coverage", ["relays 2"])
