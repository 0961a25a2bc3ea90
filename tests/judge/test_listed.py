"""List entries of a night: which count, what is kept of them, how old a list is, what it weighs."""

import datetime as dt

import pytest

from tests.planting.rows import DAY, POOL, at, beats, held, judged, listed, one, spoke, term
from tracker.judge.detections import read_detections
from tracker.settings import Settings

LOGINS = [*beats(), *held()]
RECORDS = [spoke("12:00")]
HOSTED = term(remote=("host", "vpn.example"))


def named(cidr="203.0.113.5/32", **more):
    """The remote as what a host name resolved to."""
    return listed(cidr, "hosting", "names", host="vpn.example", **more)


def verdict(*entries, records=RECORDS, **more):
    return one(records, LOGINS, [HOSTED], [POOL, *entries], **more)["verdict"]


@pytest.mark.parametrize(
    ("first", "last", "counts"),
    [
        (None, None, True),
        (at("00:00"), None, True),
        (at("23:59:59"), None, True),  # the night it overlaps, not the hour
        (at("00:00", 1), None, False),
        (None, at("00:00:01"), True),
        (None, at("00:00"), True),  # it is a name's, and of the day before
        (None, at("00:00", -1), False),
    ],
)
def test_a_sight_counts_in_the_nights_it_overlaps(first, last, counts):
    told = verdict(named(first_seen=first, last_seen=last))
    assert told == ("registered" if counts else "out_of_terms")


def test_a_sight_of_the_day_before_counts_for_names_alone():
    entry = listed("203.0.113.5/32", "licensed_vpn", last_seen=at("00:00"))
    assert verdict(entry) == "out_of_terms"
    assert verdict(entry | {"host": "x.example"}) == "registered_via_provider"


MOVED = [named(), named("203.0.113.9/32", version="2", as_of=at("00:00"))]


def test_a_name_that_moved_in_the_night_still_means_where_it_was_the_day_before():
    session = one(RECORDS, LOGINS, [HOSTED], [POOL, *MOVED])
    assert session["verdict"] == "registered"
    assert session["list_versions"] == ["names 1", "names 2", "pools 1"]
    assert [entry["version"] for entry in session["matches"]] == ["1"]


def test_two_days_later_it_does_not():
    session = one([spoke(at("12:00", 1))], LOGINS, [HOSTED], [POOL, *MOVED],
                  dates=[DAY + dt.timedelta(days=1)])  # fmt: skip
    assert (session["list_versions"], session["matches"]) == (["names 2", "pools 1"], [])


def test_nothing_without_a_name_counts_from_the_day_before():
    moved = [row | {"host": None, "category": "licensed_vpn"} for row in MOVED]
    session = one(RECORDS, LOGINS, [HOSTED], [POOL, *moved])
    assert (session["verdict"], session["matches"]) == ("out_of_terms", [])


def test_a_subscribers_network_never_counts_from_the_day_before():
    own = listed("192.0.2.0/24", "pool_static", "own", host="x.example", last_seen=at("00:00"))
    assert one(RECORDS, entries=[own])["attribution"] == "unknown"


def test_what_a_name_meant_on_the_day_before_is_no_evidence():
    entry = listed("203.0.113.5/32", "vpn", host="x.example", last_seen=at("00:00"))
    assert [fired["group"] for fired in one(RECORDS, entries=[POOL, entry])["evidence"]] == ["port"]


def test_a_session_keeps_the_entries_in_which_its_remote_lies():
    entries = [
        listed("203.0.113.0/24", "hosting", "cloud", provider="Cloud"),
        listed("203.0.113.5/32", "vpn", "vpn", version="2026-03", provider="BigVPN", host="A.example"),
        listed("203.0.113.6/32", "vpn"),
        listed("203.0.113.5/32", "vpn", "a"),
    ]  # fmt: skip
    names = ("list", "version", "cidr", "category", "provider", "host")
    expected = [
        ("a", "1", "203.0.113.5/32", "vpn", None, None),
        ("cloud", "1", "203.0.113.0/24", "hosting", "cloud", None),
        ("vpn", "2026-03", "203.0.113.5/32", "vpn", "bigvpn", "a.example"),
    ]
    told = one(RECORDS, entries=[POOL, *entries])["matches"]
    assert told == [dict(zip(names, row, strict=True)) for row in expected]


def test_without_an_entry_the_matches_are_empty_and_not_unknown():
    assert one(RECORDS, entries=[POOL])["matches"] == one(RECORDS, entries=[])["matches"] == []


def aged(zone="UTC", **more):
    """What the list's evidence says of its age, and its weight."""
    entry = listed("203.0.113.5/32", "vpn", "vpn", **more)
    session = one(RECORDS, entries=[POOL, entry], settings=Settings(night_zone=zone))
    (told,) = (one for one in session["evidence"] if one["group"] == "list")
    return told["saw"].partition("; ")[2], told["weight"]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"recorded_at": at("12:00", -90)}, ("list of 2025-12-14, 90 days old", 5.0)),
        ({"recorded_at": at("12:00", -91)}, ("list of 2025-12-13, 91 days old: counts half", 2.5)),
        ({"recorded_at": at("12:00:01", -91)}, ("list of 2025-12-13, 90 days old", 5.0)),
        ({"recorded_at": at("00:00", 30)}, ("list of 2026-04-13, 0 days old", 5.0)),
        ({"as_of": at("00:00", -1), "recorded_at": at("00:00", -99)},
         ("list of 2026-03-13, 1 days old", 5.0)),
        ({"as_of": at("00:00", 9)}, ("list of 2026-03-23, 0 days old", 5.0)),
    ],
)  # fmt: skip
def test_a_list_is_as_old_as_its_date_or_else_its_import(dates, expected):
    assert aged(**dates) == expected


@pytest.mark.parametrize(
    ("zone", "when", "expected"),
    [
        ("Europe/Vilnius", "2025-11-01 22:00", "2025-11-02"),  # midnight there, as the night's
        ("Europe/Vilnius", "2025-10-01 21:00", "2025-10-02"),  # before the clocks changed
        ("America/Sao_Paulo", "2025-11-02 03:00", "2025-11-02"),
        ("Asia/Tokyo", "2025-11-01 15:00", "2025-11-02"),
        ("UTC", "2025-11-01 23:30", "2025-11-01"),
    ],
)
def test_its_date_is_told_in_the_operators_zone(zone, when, expected):
    as_of = dt.datetime.fromisoformat(when).replace(tzinfo=dt.UTC)
    assert aged(zone, as_of=as_of)[0].startswith(f"list of {expected}, ")


def scored(*entries, **more):
    """Tier, score and verdict of a session that only lists speak of."""
    alone = [one for one in read_detections() if one.group in ("list", "penalty")]
    found = judged([spoke("12:00", **more)], LOGINS, entries=[POOL, *entries], detections=alone)
    return [(row["tier"], row["score"], row["verdict"]) for row in found]


def test_a_list_alone_makes_a_session_possible_and_a_providers_own_server_likely():
    assert scored() == []
    assert scored(listed("203.0.113.5/32", "vpn")) == [("possible", -2.0, "inconclusive")]
    own = listed("203.0.113.5/32", "vpn", confidence="dedicated")
    assert scored(own) == [("likely", 1.0, "unregistered")]


def test_with_a_port_a_list_confirms():
    entry = listed("203.0.113.0/24", "vpn")
    session = one(RECORDS, LOGINS, entries=[POOL, entry])
    assert (session["tier"], session["score"]) == ("confirmed", 4.5)
