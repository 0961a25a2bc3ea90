"""List entries of a night: which count, what is kept of them, how old a list is, what it weighs."""

import datetime as dt

import pytest

from tests.planting.apart import judged_apart
from tests.planting.rows import DAY, POOL, at, beats, held, listed, spoke, term
from tests.planting.verdicts import each_apart
from tracker.judge.detections import read_detections
from tracker.settings import Settings

LOGINS = [*beats(), *held()]
HOSTED = [term(remote=("host", "vpn.example"))]


@pytest.fixture(scope="module")
def night():
    """The session of each case of the tables below, by its name; one is of the night after."""
    cases = {
        name: {"logins": LOGINS, "terms": HOSTED, "entries": [POOL, *entries]}
        for name, (entries, *_) in (COUNTS | KEPT | AGED).items()
    }
    cases[TWO_DAYS] |= {"connections": [spoke(at("12:00", 1))]}
    cases[OWN_NETWORK] = {"logins": beats(), "entries": [OWN]}
    cases["no list at all"] = {"entries": []}
    cases["a name, of the day before"] = {
        "entries": [POOL, *vpn(host="x.example", last_seen=at("00:00"))]
    }
    cases["with a port"] = {"entries": [POOL, listed("203.0.113.0/24", "vpn")]}
    return each_apart(cases, dates=[DAY, DAY + dt.timedelta(days=1)])


def named(cidr="203.0.113.5/32", **more):
    """The remote as what a host name resolved to."""
    return listed(cidr, "hosting", "names", host="vpn.example", **more)


PROVIDER = listed("203.0.113.5/32", "licensed_vpn", last_seen=at("00:00"))
MOVED = [named(), named("203.0.113.9/32", version="2", as_of=at("00:00"))]
NAMELESS = [row | {"host": None, "category": "licensed_vpn"} for row in MOVED]
COUNTS = {
    "never told when": ([named()], "registered"),
    "from the night's begin": ([named(first_seen=at("00:00"))], "registered"),
    "from its end: the night it overlaps, not the hour": (
        [named(first_seen=at("23:59:59"))],
        "registered",
    ),
    "from the night after": ([named(first_seen=at("00:00", 1))], "out_of_terms"),
    "until its begin": ([named(last_seen=at("00:00:01"))], "registered"),
    "a name's, of the day before": ([named(last_seen=at("00:00"))], "registered"),
    "a name's, of two days before": ([named(last_seen=at("00:00", -1))], "out_of_terms"),
    "no name's, of the day before": ([PROVIDER], "out_of_terms"),
    "a licensed provider's name's, of the day before": (
        [PROVIDER | {"host": "x.example"}],
        "registered_via_provider",
    ),
    "a name that moved in the night, which still means where it was": (MOVED, "registered"),
    "a provider that moved in the night": (NAMELESS, "out_of_terms"),
}


@pytest.mark.parametrize("name", COUNTS)
def test_a_sight_counts_in_the_nights_it_overlaps_and_a_names_on_the_day_after(name, night):
    assert night[name]["verdict"] == COUNTS[name][1]


TWO_DAYS = "of a name that moved two days before, where it is now"
NAMES = ("list", "version", "cidr", "category", "provider", "host")
HERE = "203.0.113.5/32"
# The versions of lists that were looked at, and the entries that are kept.
KEPT = {
    "of a name that moved in the night, where it was": (
        MOVED,
        ["names 1", "names 2", "pools 1"],
        [("names", "1", HERE, "hosting", None, "vpn.example")],
    ),
    TWO_DAYS: (MOVED, ["names 2", "pools 1"], []),
    "of what has no name, nothing of the day before": (NAMELESS, ["names 2", "pools 1"], []),
    "in the order of lists, folded": (
        [
            listed("203.0.113.0/24", "hosting", "cloud", provider="Cloud"),
            listed(HERE, "vpn", "vpn", version="2026-03", provider="BigVPN", host="A.example"),
            listed("203.0.113.6/32", "vpn"),
            listed(HERE, "vpn", "a"),
        ],
        ["a 1", "cloud 1", "places 1", "pools 1", "vpn 2026-03"],
        [
            ("a", "1", HERE, "vpn", None, None),
            ("cloud", "1", "203.0.113.0/24", "hosting", "cloud", None),
            ("vpn", "2026-03", HERE, "vpn", "bigvpn", "a.example"),
        ],
    ),
    "none, which is not unknown": ([], ["pools 1"], []),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_session_keeps_the_entries_in_which_its_remote_lies(name, night):
    _, versions, matches = KEPT[name]
    assert night[name]["list_versions"] == versions
    assert night[name]["matches"] == [dict(zip(NAMES, row, strict=True)) for row in matches]


def test_without_any_list_the_matches_are_empty_and_not_unknown(night):
    assert night["no list at all"]["matches"] == []


OWN_NETWORK = "a subscriber's network of the day before"
OWN = listed("192.0.2.0/24", "pool_static", "own", host="x.example", last_seen=at("00:00"))


def test_a_subscribers_network_never_counts_from_the_day_before(night):
    assert night[OWN_NETWORK]["attribution"] == "unknown"


def vpn(**more):
    return [listed(HERE, "vpn", "vpn", **more)]


# What the list's evidence says of its age, and its weight.
AGED = {
    "ninety days": (vpn(recorded_at=at("12:00", -90)), ("list of 2025-12-14, 90 days old", 5.0)),
    "ninety-one days": (
        vpn(recorded_at=at("12:00", -91)),
        ("list of 2025-12-13, 91 days old: counts half", 2.5),
    ),
    "ninety-one days but for a second": (
        vpn(recorded_at=at("12:00:01", -91)),
        ("list of 2025-12-13, 90 days old", 5.0),
    ),
    "imported afterwards": (
        vpn(recorded_at=at("00:00", 30)),
        ("list of 2026-04-13, 0 days old", 5.0),
    ),
    "of the day before, imported long before": (
        vpn(as_of=at("00:00", -1), recorded_at=at("00:00", -99)),
        ("list of 2026-03-13, 1 days old", 5.0),
    ),
    "of a later date": (vpn(as_of=at("00:00", 9)), ("list of 2026-03-23, 0 days old", 5.0)),
}


def of_lists(session):
    """What the evidence of lists says of their age, and its weight."""
    return [
        (told["saw"].partition("; ")[2], told["weight"])
        for told in session["evidence"]
        if told["group"] == "list"
    ]


@pytest.mark.parametrize("name", AGED)
def test_a_list_is_as_old_as_its_date_or_else_its_import(name, night):
    assert of_lists(night[name]) == [AGED[name][1]]


def test_what_a_name_meant_on_the_day_before_is_no_evidence(night):
    evidence = night["a name, of the day before"]["evidence"]
    assert [fired["group"] for fired in evidence] == ["port"]


@pytest.mark.parametrize(
    ("zone", "dates"),
    [
        (
            "Europe/Vilnius",
            {
                "2025-11-01 22:00": "2025-11-02",  # midnight there, as the night's
                "2025-10-01 21:00": "2025-10-02",  # before the clocks changed
            },
        ),
        ("America/Sao_Paulo", {"2025-11-02 03:00": "2025-11-02"}),
        ("Asia/Tokyo", {"2025-11-01 15:00": "2025-11-02"}),
        ("UTC", {"2025-11-01 23:30": "2025-11-01"}),
    ],
)
def test_its_date_is_told_in_the_operators_zone(zone, dates):
    entries = {when: vpn(as_of=dt.datetime.fromisoformat(f"{when}+00:00")) for when in dates}
    cases = {when: {"logins": [], "entries": [POOL, *told]} for when, told in entries.items()}
    night = each_apart(cases, settings=Settings(night_zone=zone))
    told = {when: saw for when in dates for saw, _ in of_lists(night[when])}
    assert {when: saw.partition(", ")[0] for when, saw in told.items()} == {
        when: f"list of {date}" for when, date in dates.items()
    }


# Tier, score and verdict of a session that only lists speak of.
ALONE = {
    "nothing": ([], []),
    "a list alone makes it possible": (
        [listed(HERE, "vpn")],
        [("possible", -2.0, "inconclusive")],
    ),
    "a provider's own server likely": (
        [listed(HERE, "vpn", confidence="dedicated")],
        [("likely", 1.0, "unregistered")],
    ),
}


@pytest.fixture(scope="module")
def without_ports():
    """The sessions of each case of the table above, where only lists and penalties are asked."""
    asked = [one for one in read_detections() if one.group in ("list", "penalty")]
    cases = {
        name: ([spoke("12:00")], LOGINS, [], [POOL, *entries])
        for name, (entries, _) in ALONE.items()
    }
    return judged_apart(cases, detections=asked)


@pytest.mark.parametrize("name", ALONE)
def test_what_lists_alone_make_of_a_session(name, without_ports):
    told = [(row["tier"], row["score"], row["verdict"]) for row in without_ports[name]]
    assert told == ALONE[name][1]


def test_with_a_port_a_list_confirms(night):
    session = night["with a port"]
    assert (session["tier"], session["score"]) == ("confirmed", 4.5)
