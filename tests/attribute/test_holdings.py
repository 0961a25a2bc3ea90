import datetime as dt
from functools import cache

import pytest

from tests.planting.answers import (
    EDGE,
    EGLE,
    JONAS,
    NOBODY,
    SHARED,
    answer,
    answered,
    asked,
    asked_of,
    wanted,
)
from tests.planting.places import Case, judged_at_places
from tests.planting.rows import (
    DAY,
    OTHER,
    SUBSCRIBER,
    at,
    beats,
    held,
    judged,
    judgement,
    logged,
    spoke,
    tables,
)
from tracker.settings import Gateway

NIGHT_BEFORE = at("20:00", -1)
FAR = {"dst": "2001:db8:ffff::1"}
TEN_TO_TWO = held(since="10:00", until="14:00")
STATION = "02:00:5e:00:53:01"
LEASE = {"kind": "dhcp", "user": None, "session_key": None}
PORTS = {"port_first": 20000, "port_last": 20199}


def no_sign_since(when, *more):
    """A start and maybe more, with logins of others from the day before on."""
    return [logged("start", when), *more, *beats(first=-2)]


# Whose was it? What the logins say, and the answer to records by when they start (and their seconds).
CASES = {
    "between start and stop the holder is known": asked(
        held(), {"12:00": (*JONAS, "radius start .. stop on nas-1")}
    ),
    "nobody is named before the start and after the stop": asked(
        TEN_TO_TWO, {"09:00": NOBODY, "15:00": NOBODY}
    ),
    "within the guard of an edge it is an edge": asked(
        TEN_TO_TWO,
        {
            ("10:02:00", 60): JONAS,
            ("10:01:59", 60): ("jonas", "edge", "edge"),
            ("13:57:00", 60): JONAS,
            ("13:57:01", 60): ("jonas", "edge", "edge"),
            ("09:59:40", 30): ("jonas", "edge", "edge"),
            ("13:59:50", 30): ("jonas", "edge", "edge"),
        },
    ),
    "outside a holding it is an edge and names nobody": asked(
        TEN_TO_TWO, {("09:59:00", 30): EDGE, ("14:01:00", 30): EDGE}
    ),
    # Clocks may be a minute apart, and then it was the other.
    "inside a holding with another within the guard nobody is named": asked(
        [*held(until="12:00"), *held("egle", since="12:00:05")],
        {("11:59:30", 5): EDGE, ("12:00:10", 5): EDGE},
    ),
    "between two holders within the guard of both nobody is named": asked(
        [*held(until="12:00"), *held("egle", since="12:02:30")], {("12:01", 30): EDGE}
    ),
    "a record that spans a change names nobody": asked(
        [*held(until="12:00"), *held("egle", since="12:00:30")],
        {("11:50", 1200): (None, "edge", "spans_change")},
    ),
    "a start sent twice is one": asked(
        [logged("start", "10:00"), logged("start", "10:00:20"), logged("stop", "14:00")],
        {"10:03": JONAS},
    ),
    "the session's length tells a start that is lost": asked(
        [logged("stop", "14:00", session_seconds=4 * 3600)],
        {"10:03": (*JONAS, "radius session time .. stop on nas-1"), "09:00": NOBODY},
    ),
    "an interim alone tells from when on somebody is there": asked(
        [logged("interim", "12:00"), logged("stop", "14:00")], {"13:00": JONAS, "11:00": NOBODY}
    ),
    "the next start on the address closes what is still held": asked(
        [logged("start", "10:00"), *held("egle", since="12:00")],
        {"11:00": (*JONAS, "radius start .. next start on nas-1"), "13:00": EGLE},
    ),
    "who shows himself after another has started contests it until then": asked(
        [logged("start", "10:00"), *held("egle", since="12:00"), logged("interim", "13:00")],
        {"11:00": JONAS, "12:30": SHARED, "14:00": EGLE},
    ),
    "a lease given again to the one before is his again": asked(
        [
            logged("start", when, station=station, **LEASE)
            for when, station in [("08:00", "x"), ("10:00", "y"), ("12:00", "x")]
        ],
        {"11:00": ("y", "exact"), "13:00": ("x", "exact")},
    ),
    "where only a sign tells of the next he came at some time since the last one": asked(
        [
            logged("start", "08:00"),
            logged("interim", "10:00"),
            logged("interim", "12:00", "egle"),
            logged("interim", "14:00", "egle"),
        ],
        {"09:00": JONAS, "11:00": NOBODY, "13:00": EGLE},
    ),
    "a late stop of the one before takes nothing from the next": asked(
        [*held(since="10:00", until="12:30"), *held("egle", since="12:00")], {"13:00": EGLE}
    ),
    "without a stop a holding ends some time after its last sign": [
        *asked(
            no_sign_since(NIGHT_BEFORE),
            {"19:00": (*JONAS, "radius start .. silence on nas-1"), "21:00": NOBODY},
        ),
        *asked(no_sign_since(NIGHT_BEFORE, logged("interim", "02:00")), {"21:00": JONAS}),
    ],
    "one holder who dials in again at once is no change": asked(
        [*held(until="12:00"), *held(since="12:01", session_key="another")],
        {("11:50", 1200): JONAS},
    ),
    "two gateways that hold one address at once share it": asked(
        [*held(), *held("egle", gateway="nas-2"), *beats("nas-2")], {"12:00": SHARED}
    ),
    "an address that moves between gateways is no sharing": asked(
        [*held(until="12:00"), *held("egle", since="12:10", gateway="nas-2"), *beats("nas-2")],
        {"13:00": EGLE},
    ),
    "a station is the holder where no user is told": asked(
        held(user=None, station=STATION, session_key="S"), {"12:00": (STATION, "exact")}
    ),
    "a login that names nobody still ends what was held": asked(
        [logged("start", "10:00"), *held(user=None, since="12:00", session_key="S")],
        {"13:00": NOBODY},
    ),
    "a session of two names names nobody": asked(
        [
            logged("start", "10:00", session_key="S"),
            logged("stop", "14:00", "egle", session_key="S"),
        ],
        {"12:00": NOBODY},
    ),
    "who logged in for some ports of an address does not hold it": [
        *asked(held(**PORTS), {"12:00": NOBODY}),
        *asked([*held(), *held("egle", "11:00", "13:00", **PORTS)], {"12:00": JONAS}),
    ],
    "a delegated prefix holds every address under it": [
        one
        for src, told in [("773f", JONAS), ("7740", NOBODY)]
        for one in asked(
            held(ip="2001:db8:0:7700::", prefix_length=58),
            {"12:00": told},
            src=f"2001:db8:0:{src}::5",
            **FAR,
        )
    ],
    "a stop that arrives tomorrow corrects what was held yesterday": [
        *asked([logged("start", "10:00")], {"16:00": JONAS}),
        *asked(
            [logged("start", "10:00"), logged("stop", "14:00", source="c" * 16)],
            {"16:00": (None, "unknown")},
        ),
    ],
}
SILENCE = [logged("start", "00:00"), logged("interim", "03:00")]
CASES |= {
    "silence shorter than the gap is covered": asked_of(
        [logged("start", "00:00"), logged("interim", "05:59"), logged("interim", "11:58")],
        {"11:00": JONAS},
    ),
    "a session that shows itself after the silence has survived it": [
        *asked_of(
            [*SILENCE, logged("interim", "14:00"), logged("interim", "19:00")], {"16:00": JONAS}
        ),
        *asked_of([*SILENCE, *held("egle", "14:00", "19:00", OTHER)], {"16:00": NOBODY}),
    ],
}
RESET = [
    logged("start", "10:00"),
    logged("reset", "12:00", user=None, ip=None),
    logged("interim", "10:05", "egle", OTHER, gateway="nas-2"),
]
CASES["a reset closes all that its gateway held and no others"] = [
    *asked(RESET, {"11:00": (*JONAS, "radius start .. reset on nas-1"), "13:00": NOBODY}),
    *asked([*RESET, *beats("nas-2")], {"13:00": EGLE}, src=OTHER),
]


@pytest.fixture(scope="module")
def answers():
    return answered(CASES)


@pytest.mark.parametrize("case", CASES)
def test_of_whose_an_address_was(case, answers):
    assert answers[case] == wanted(CASES[case])


# As a DHCP server's lease time: of this gateway alone, and the general one for all others.
SHORT, LONG, OTHERS = Gateway("nas-1", 0, 2), Gateway("nas-1", 0, 60), Gateway("nas-2", 0, 2)
LEASED = logged("start", "10:00", station=STATION, **LEASE)
HELD, UNHELD = (STATION, "exact"), (None,)
TOMORROW = at("11:00", 1)


def leased(gateway, answers, *more, **told):
    logins = [*beats(last=2), *held("egle", "00:00", "05:00"), LEASED | told, *more]
    return asked(logins, answers, gateways=[gateway] if gateway else [])


STATED = {
    "a short time holds that long": leased(SHORT, {"11:30": HELD, "12:30": UNHELD}),
    "another gateway's is another's": leased(OTHERS, {"12:30": HELD}),
    "a long one holds where the general one does not": [
        *leased(None, {TOMORROW: UNHELD}),
        *leased(LONG, {TOMORROW: HELD}),
    ],
    "an end that is told goes before it": leased(SHORT, {"18:00": HELD}, expires_at=at("20:00")),
    "a renewal begins it anew": leased(
        SHORT, {"13:00": HELD}, logged("interim", "11:30", station=STATION, **LEASE)
    ),
}


@pytest.fixture(scope="module")
def stated():
    return answered(STATED, dates=[DAY, DAY + dt.timedelta(days=1)])


@pytest.mark.parametrize("case", STATED)
def test_what_is_stated_of_a_gateway_says_how_long_its_logins_hold_without_a_sign(case, stated):
    assert stated[case] == wanted(STATED[case])


@cache
def over_a_change():
    """Sessions of records, some apart and some that begin together, while an address changes hands."""
    logins = [*beats(), *held(until="12:00"), *held("egle", since="12:00:30")]
    apart = [spoke(start, 60) for start in ("11:40", "11:50", "11:59", "12:01", "12:10", "12:20")]
    together = [spoke("11:30", 60), spoke("11:30", 3600, sport=40001)]
    return judged_at_places([Case(apart, logins), Case(together, logins)])


def test_a_session_over_a_change_is_split_and_its_outer_parts_are_exact():
    parts, _ = over_a_change()
    told = [(part["holder"], part["attribution"], part["connections"]) for part in parts]
    assert told == [("jonas", "exact", 2), (None, "edge", 2), ("egle", "exact", 2)]
    assert len({part["session_id"] for part in parts}) == 3


def test_records_that_begin_together_are_not_parted():
    _, (session,) = over_a_change()
    assert (session["holder"], session["attribution"], session["connections"]) == (None, "edge", 2)


UNDER = {
    "7701::9": ("rasa", "jonas"),
    "7701::a": (None, "jonas"),
    "7702::a": (None, "jonas"),
    "7707::9": ("egle", "jonas"),
    "7707::a": ("egle", "jonas"),
    "7800::9": (None, None),
}


@cache
def under_one_prefix():
    """Whom each of these addresses is answered with, in the morning and at noon."""
    logins = [
        *held(since="11:00", until="20:00", ip="2001:db8:0:7700::", prefix_length=56),
        *held("egle", "08:00", "10:00", ip="2001:db8:0:7707::", prefix_length=64),
        *held("rasa", "08:00", "10:00", ip="2001:db8:0:7701::9"),
    ]
    spoken = [
        spoke(time, 60, src=f"2001:db8:0:{host}", **FAR)
        for host in UNDER
        for time in ("09:30", "12:00")
    ]
    told = {}
    for one in judged(spoken, [*beats(), *logins]):
        host = one["src_ip"].removeprefix("2001:db8:0:")
        told[host] = (*told.get(host, ()), one["holder"])
    return told


@pytest.mark.parametrize("host", UNDER)
def test_addresses_under_one_prefix_are_answered_together_but_for_those_with_logins_of_their_own(
    host,
):
    assert under_one_prefix()[host] == UNDER[host]


def test_where_logins_are_silent_too_long_nothing_is_known():
    told = [*held(until="05:00"), *held("egle", "01:00", "20:00", OTHER)]
    early = [row for row in told if row["at"] < at("06:00")]
    late = [logged("interim", at("06:00") + dt.timedelta(hours=7), "x", "192.0.2.99")]
    (session,) = judged([spoke("12:00", src=OTHER)], [*early, *late])
    assert (session["attribution"], session["reason"]) == ("unknown", "coverage")


def test_outside_all_logins_nothing_is_known():
    (session,) = judged([spoke("12:00")], [])
    assert (session["attribution"], session["reason"]) == ("unknown", "coverage")


def test_later_logins_change_nothing_whichever_nights_are_judged_together():
    late = [logged("stop", at("12:00", 5), session_seconds=7 * 86400), *beats(first=2, last=6)]
    logins = [*beats(), *late]
    day = dt.timedelta(days=1)
    records = [spoke("12:00"), spoke(at("12:00", 4))]
    alone = judged(records, logins)
    both = judged(records, logins, dates=[DAY, DAY + 4 * day])
    assert [row for row in both if row["night"] == DAY] == alone
    assert both[1]["holder"] == "jonas"


def test_a_prefix_of_noughts_alone_holds_nobodys_address():
    """However short. Keys of IPv4 begin with noughts too."""
    prefixes = [
        row
        for length in (0, 8, 64, 95)
        for row in held(f"egle of {length}", ip="::", prefix_length=length)
    ]
    found = judged([spoke("12:00"), spoke("12:00", src=OTHER)], [*beats(), *prefixes, *held()])
    told = {row["src_ip"]: answer(row) for row in found}
    assert told == {SUBSCRIBER: JONAS, OTHER: NOBODY}


def test_what_each_gateway_covers_near_the_night_is_told_and_else_its_last_stretch():
    """A silence of a day parts a gateway's logins; one that fell silent long ago tells of no night near."""
    logins = [
        *beats(first=-6, last=-5),
        *beats(first=-1, last=-1),
        *beats(first=1, last=1),
        *beats("nas-2", first=-9, last=-8),
    ]
    coverage = judgement(tables([spoke("12:00")], logins)).coverage.to_pylist()
    told = [(one["gateway"], one["from_at"], one["to_at"]) for one in coverage]
    assert told == [
        ("nas-1", at("00:00", -1), at("21:00", -1)),
        ("nas-1", at("00:00", 1), at("21:00", 1)),
        ("nas-2", at("00:00", -9), at("21:00", -8)),
    ]
