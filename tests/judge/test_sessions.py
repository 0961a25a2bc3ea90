"""What of a night's records is one session, of which two ends, and what is none."""

import datetime as dt

import pytest

from tests.planting.apart import judged_apart
from tests.planting.rows import (
    OTHER,
    REMOTE,
    SUBSCRIBER,
    at,
    half,
    one,
    spoke,
)

BACK = {"src": REMOTE, "dst": SUBSCRIBER}
ANSWER = BACK | {"sport": 51820, "dport": 40000}
OWN_PORT = {"sport": 51820, "dport": 443}  # a client's own port is chance


@pytest.fixture(scope="module")
def night():
    """The sessions of each case of the tables below, by its name."""
    tables = (JOINED, SIDED, OF_FAMILIES)
    cases = {name: records for table in tables for name, (records, _) in table.items()}
    return judged_apart({name: (told,) for name, told in (cases | NONE | IN_ANY_ORDER).items()})


def said(sessions, expected):
    """Of each session what is expected of one."""
    names = list(expected[0]) if expected else ["family"]
    return [{name: row[name] for name in names} for row in sessions]


def connections(*counts):
    return [{"connections": count} for count in counts]


JOINED = {
    "a silence of the gap still joins": (
        [spoke("10:00"), spoke("10:40")],
        connections(2),
    ),
    "a longer one ends a session": (
        [spoke("10:00"), spoke(at("10:40") + dt.timedelta(microseconds=1))],
        connections(1, 1),
    ),
    "the silence is counted from the longest record, not from the last": (
        [spoke("10:00", 7200), spoke("10:10"), spoke("12:20")],
        connections(3),
    ),
    "halves less than a minute apart are one conversation": (
        [half("10:00", 60), half("10:03", 60, **ANSWER) | {"started_at": at("10:02")}],
        connections(1),
    ),
    "halves more than a minute apart are none": (
        [half("10:00", 60), half("10:03", 60, **ANSWER)],
        connections(2),
    ),
}


@pytest.mark.parametrize("name", JOINED)
def test_what_is_one_session_and_one_conversation(name, night):
    expected = JOINED[name][1]
    assert said(night[name], expected) == expected


def together(lines, port, service, here=SUBSCRIBER, there=REMOTE):
    """Two halves that begin together, on lines of that order."""
    ask = half("10:00", src=here, dst=there, sport=port, dport=service, line=lines[0])
    return [ask, half("10:00", src=there, dst=here, sport=service, dport=port, line=lines[1])]


def sided(direction, src, port):
    return [{"direction": direction, "src_ip": src, "remote_port": port}]


def met(initiator, src, dst, sport, dport):
    return [spoke("10:00", src=src, dst=dst, sport=sport, dport=dport, initiator=initiator)]


OUTSIDE = "203.0.113.7"
SERVER = [{"remote_port": 1194}]
SIDED = {
    "halves are stitched, and whoever sent first opened": (
        [half(at("10:00:01"), 60, **ANSWER), half("10:00", 60)],
        [
            {
                "direction": "outbound", "connections": 1, "packets_out": 40, "packets_in": 40,
                "src_ip": SUBSCRIBER, "remote_port": 51820,
            }
        ],
    ),
    "a server that is first after a silence opens nothing": (
        [
            half("10:00", 60, **OWN_PORT),
            half(at("10:00:01"), 60, **BACK, sport=443, dport=51820),
            half("10:10", 60, **BACK, sport=443, dport=51820),
            half(at("10:10:01"), 60, **OWN_PORT),
        ],
        [],
    ),
    "nor does a server of the subscriber's": (
        [
            half("10:00", 60, **BACK),
            half(at("10:00:01"), 60, sport=51820, dport=40000),
            half("10:10", 60, sport=51820, dport=40000),
            half(at("10:10:01"), 60, **BACK),
        ],
        [{"direction": "inbound", "connections": 2}],
    ),
    "out and in are the subscriber's when the remote opened": (
        [spoke("10:00", **BACK)],
        [{"packets_out": 50, "packets_in": 40}],
    ),
    "a subscriber opened": (
        met("known", SUBSCRIBER, REMOTE, 4000, 51820),
        sided("outbound", SUBSCRIBER, 51820),
    ),
    "a remote opened": (
        met("known", REMOTE, SUBSCRIBER, 4000, 51820),
        sided("inbound", SUBSCRIBER, 4000),
    ),
    "a remote opened from a VPN's port": (met("known", REMOTE, SUBSCRIBER, 51820, 4000), []),
    "a remote, as one guesses, opened from a VPN's port": (
        met("guessed", REMOTE, SUBSCRIBER, 51820, 4000),
        sided("inbound", SUBSCRIBER, 51820),
    ),
    "nobody knows who opened, and the remote has a VPN's port": (
        met("unknown", REMOTE, SUBSCRIBER, 51820, 4000),
        sided("unknown", SUBSCRIBER, 51820),
    ),
    "nobody knows who opened, and the subscriber has one": (
        met("unknown", REMOTE, SUBSCRIBER, 4000, 51820),
        [],
    ),
    "nobody knows which of two subscribers opened, and the second has one": (
        met("unknown", SUBSCRIBER, OTHER, 4000, 51820),
        sided("unknown", SUBSCRIBER, 51820),
    ),
    "nobody knows which of two subscribers opened, and the first has one": (
        met("unknown", SUBSCRIBER, OTHER, 51820, 4000),
        [],
    ),
    "neither is a subscriber": (
        met("known", REMOTE, "198.51.100.9", 4000, 51820),
        sided("outbound", REMOTE, 51820),
    ),
    **{
        f"{name}, {'in' if lines == (1, 2) else 'against'} the order of lines": case
        for lines in ((1, 2), (2, 1))
        for name, case in {
            "of halves that begin together the subscriber is the client": (
                together(lines, 40000, 51820),
                [
                    {
                        "src_ip": SUBSCRIBER, "remote_port": 51820, "direction": "unknown",
                        "tier": "likely",
                    }
                ],
            ),
            "whose own port is chance": (together(lines, 51820, 443), []),
            "where no list says more the VPN's port is the server's": (
                together(lines, 40000, 1194, OUTSIDE, OUTSIDE),
                SERVER,
            ),
            "a service of another kind is as good a server": (
                together(lines, 1194, 443, OUTSIDE, OUTSIDE),
                [],
            ),
            "whatever the client's port, a high one": (
                together(lines, 60000, 1194, "198.18.0.9", OUTSIDE),
                SERVER,
            ),
            "or a low one": (together(lines, 10000, 1194, "198.18.0.1", OUTSIDE), SERVER),
        }.items()
    },
}  # fmt: skip


@pytest.mark.parametrize("name", SIDED)
def test_the_sides_are_told_by_subscriber_networks_then_by_who_opened(name, night):
    expected = SIDED[name][1]
    assert said(night[name], expected) == expected


def one_second():
    """Records that begin in one second, in every way that sessions are told apart."""
    interim = {"src": OTHER, "record": "interim", "connection_key": "k"}
    return [
        spoke("10:00", sport=500, dport=500),
        spoke("10:00", sport=4500, dport=4500),
        spoke("10:00", sport=None, dport=None, protocol=50),
        spoke("10:00", **BACK, sport=500, dport=500),
        *(spoke("10:00", bytes_out=told, bytes_in=told, **interim) for told in (20_001, 90_001)),
        # Halves of whom no list says whose they are.
        half("10:00", src="198.18.0.1", dst=OUTSIDE),
        half("10:00", src=OUTSIDE, dst="198.18.0.1", sport=51820, dport=40000),
    ]


def mixed(rows, turn):
    """The same in another order and out of three files."""
    turned = [*rows[turn:], *rows[:turn]][:: -1 if turn % 2 else 1]
    return [row | {"source": str(n % 3) * 16, "line": n} for n, row in enumerate(turned)]


AS_TOLD = one_second()
IN_ANY_ORDER = {"as told": AS_TOLD} | {f"turned by {n}": mixed(AS_TOLD, n) for n in (3, 6)}


@pytest.mark.parametrize("name", IN_ANY_ORDER)
def test_records_of_one_second_say_the_same_in_any_order_and_in_any_files(name, night):
    def but_where(sessions):
        # An id is made of ends, family, direction and begin, which are compared.
        told = [row | dict.fromkeys(("sources", "session_id")) for row in sessions]
        return sorted(told, key=lambda row: (row["src_ip"], row["direction"], row["family"]))

    assert but_where(night[name]) == but_where(night["as told"])
    assert len(night[name]) == 3


IPSEC = [
    spoke("10:00", dport=500, sport=500),
    spoke("10:05", dport=4500, sport=4500),
    spoke("10:06", protocol=50, sport=None, dport=None),
]
CONTROL = spoke("10:00", 30, protocol=6, dport=1723, bytes_out=9000, bytes_in=9000)
GRE = spoke("10:01", protocol=47, sport=None, dport=None, **BACK)
OF_FAMILIES = {
    "IPsec is one session over both ports and ESP": (
        IPSEC,
        [{"family": "ipsec", "connections": 3, "protocol": 17, "score": 2.0}],
    ),
    "GRE beside PPTP is PPTP": ([CONTROL, GRE], [{"family": "pptp", "score": 2.0}]),
    "GRE alone is encapsulation": (
        [GRE],
        [{"family": "other:gre/0", "verdict": "exempt", "reason": "encapsulation"}],
    ),
    "GRE that begins later is GRE": (
        [CONTROL, GRE | {"started_at": at("10:02"), "ended_at": at("10:05")}],
        [{"family": "pptp"}, {"family": "other:gre/0"}],
    ),
}


@pytest.mark.parametrize("name", OF_FAMILIES)
def test_of_which_family_a_session_is(name, night):
    expected = OF_FAMILIES[name][1]
    assert said(night[name], expected) == expected


def test_the_evidence_of_an_ipsec_session_is_of_all_its_ports(night):
    (session,) = night["IPsec is one session over both ports and ESP"]
    assert [line["detection"] for line in session["evidence"]] == ["esp_ah", "ike_nat_t"]


NOTHING = {
    "what was denied": {"action": "denied"},
    "nobody's": {"src_key": None, "src_ip": None},
    "to nobody": {"dst_key": None, "dst_ip": None},
    "at no time": {"started_at": None, "ended_at": None},
    "multicast": {"dst": "224.0.0.251"},
    "multicast of IPv6": {"dst": "ff02::fb", "src": "2001:db8::1"},
    "of one link": {"dst": "169.254.1.1"},
    "of one link of IPv6": {"dst": "fe80::1", "src": "2001:db8::1"},
    "broadcast": {"dst": "255.255.255.255"},
    "the unspecified address": {"dst": "::", "src": "2001:db8::1"},
    "a client's port that looks like a VPN's": OWN_PORT,
}
NONE = {name: [spoke("10:00", **more)] for name, more in NOTHING.items()}


@pytest.mark.parametrize("name", NONE)
def test_what_is_denied_incomplete_or_no_single_host_is_no_session(name, night):
    assert night[name] == []


def test_loopback_is_judged_like_any_other():
    assert one([spoke("10:00", src="::1", dst="::1")])["family"] == "wireguard"
