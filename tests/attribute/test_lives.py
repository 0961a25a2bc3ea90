"""Which records are one login session, and which address it has when."""

import pytest

from tests.planting.answers import EGLE, JONAS, NOBODY, answered, asked, wanted
from tests.planting.rows import OTHER, SUBSCRIBER, at, beats, held, logged

COUNTED = "00000001"
STATION = "02:00:5e:00:53:01"
LEASE = {"kind": "dhcp", "user": None, "station": STATION, "session_key": None}
LEASED = [logged("start", "02:00", **LEASE, expires_at=at("14:00"))]
HOSTS = ("2001:db8:0:1::10", "2001:db8:0:1::20")
FAR = {"dst": "2001:db8:ffff::1"}
MOVED = [
    logged("start", "10:00", session_key="S"),
    logged("interim", "12:00", ip=OTHER, session_key="S", session_seconds=7200),
    logged("stop", "14:00", ip=OTHER, session_key="S", session_seconds=14400),
]
TWO_HOSTS = [
    logged("start", "10:00", ip=HOSTS[0], session_key="S"),
    logged("interim", "10:30", ip=HOSTS[1], session_key="S"),
    logged("stop", "14:00", ip=None, session_key="S"),
]
TWO_ADDRESSES = [
    logged(event, when, ip=ip, session_key="S")
    for event, when in (("start", "10:00"), ("interim", "12:00"), ("stop", "14:00"))
    for ip in (SUBSCRIBER, OTHER)
]


def beside_a_prefix(length):
    prefix = {"ip": "2001:db8:0:7700::", "prefix_length": length, "session_key": "S"}
    return [*held(since="10:00", until="14:00", session_key="S"), *held(**prefix)]


# Whose was it? What the logins say, and the answer to records by when they start.
CASES = {
    "a key used again after its stop is another session": asked(
        [*held(since="08:00", until="10:00"), *held(since="14:00", until="16:00")],
        {"12:00": NOBODY, "15:00": JONAS},
    ),
    "a key counted anew after a reboot is another holder's without any stop": asked(
        [
            logged("start", "08:00", session_key=COUNTED),
            logged("reset", "12:00", user=None, ip=None),
            *held("egle", "13:00", "16:00", session_key=COUNTED),
        ],
        {"10:00": JONAS, "12:30": NOBODY, "14:00": EGLE},
    ),
    "a key used again ends what was held under it even if nothing tells the reboot": asked(
        [
            logged("start", "08:00", session_key=COUNTED),
            *held("egle", "13:00", "16:00", session_key=COUNTED),
        ],
        {"10:00": JONAS, "14:00": EGLE, "17:00": NOBODY},
    ),
    "a start that arrives behind its stop opens nothing": asked(
        [logged("stop", "10:00"), logged("start", "10:00:02"), logged("start", "10:00:04")],
        {"12:00": NOBODY},
    ),
    "an interim that arrives behind the stop keeps nothing open": asked(
        [*held(since="08:00", until="10:00"), logged("interim", "10:00:03")], {"12:00": NOBODY}
    ),
    "an interim before the start is a sign already": asked(
        [logged("interim", "09:59:40"), *held(since="10:00", until="14:00")], {"10:01:50": JONAS}
    ),
    "a stop that names no address ends what its session held": asked(
        [
            logged("start", "10:00"),
            logged("stop", "14:00", ip=None, session_key=f"jonas-{SUBSCRIBER}"),
        ],
        {"12:00": (*JONAS, "radius start .. stop on nas-1"), "15:00": NOBODY},
    ),
    "a start that names no address names whose the session is and opens nothing": asked(
        [
            logged("start", "10:00", ip=None, session_key="S"),
            logged("interim", "11:00", user=None, session_key="S"),
            logged("stop", "14:00", user=None, ip=None, session_key="S"),
        ],
        {"12:00": JONAS, "10:30": NOBODY},
    ),
    # How long the session had lasted says nothing of an address it moved to on the way.
    "a session that shows itself on another address has left the first": [
        *asked(
            MOVED,
            {"11:00": (*JONAS, "radius start .. another address on nas-1"), "13:00": NOBODY},
        ),
        *asked(MOVED, {"13:00": JONAS, "11:00": NOBODY}, src=OTHER),
    ],
    # An update tells of one IPv6 host; the others are still there.
    "hosts of one session that are told one at a time are all his": [
        *asked(TWO_HOSTS, {"12:00": JONAS, "15:00": NOBODY}, src=HOSTS[0], **FAR),
        *asked(TWO_HOSTS, {"12:00": JONAS}, src=HOSTS[1], **FAR),
    ],
    **{
        f"a prefix of {length} bits and an address of one session are both his": [
            *asked(beside_a_prefix(length), {"12:00": JONAS}, src="2001:db8:0:7700::5", **FAR),
            *asked(beside_a_prefix(length), {"12:00": JONAS}),
        ]
        for length in (56, 64)
    },
    "a session that names two addresses at once holds both": [
        *asked(TWO_ADDRESSES, {"13:00": JONAS}),
        *asked(TWO_ADDRESSES, {"11:00": JONAS}, src=OTHER),
    ],
    "a lease ends when it was to and not before": [
        *asked(
            LEASED,
            {
                "13:00": (STATION, "exact", None, "dhcp start .. lease end on nas-1"),
                "15:00": NOBODY,
            },
        ),
        *asked(
            [*LEASED, logged("interim", "08:00", **LEASE, expires_at=at("20:00"))],
            {"15:00": (STATION, "exact")},
        ),
    ],
    "a lease longer than the silence is held to its end": asked(
        [logged("start", at("12:00", -3), **LEASE, expires_at=at("12:00", 4)), *beats(first=-3)],
        {"12:00": (STATION, "exact")},
    ),
    **{
        f"an administrator's or a portal's {event} says nothing of the line": asked(
            [*held(), logged(event, "11:00", "admin", kind="system", session_key="X")],
            {"12:00": JONAS},
        )
        for event in ("start", "stop", "interim")
    },
}


@pytest.fixture(scope="module")
def answers():
    return answered(CASES)


@pytest.mark.parametrize("case", CASES)
def test_of_which_session_an_address_was(case, answers):
    assert answers[case] == wanted(CASES[case])
