"""What the records of one session come to, what it says of them, and what too many remotes are."""

import pytest

from tests.planting.apart import judged_apart
from tests.planting.rows import OTHER, at, one, spoke


@pytest.fixture(scope="module")
def night():
    """The sessions of each case of the tables below, by its name."""
    cases = {
        name: records
        for table in (COUNTED, REMOTES, LOGINS)
        for name, (records, _) in table.items()
    }
    return judged_apart({name: (records,) for name, records in cases.items()})


TOTAL = {"connection_key": "K", "counters": "total"}
SINCE = {"connection_key": "K", "counters": "since_last", "record": "interim"}
COUNTED = {
    "of records under one key the last total": (
        [
            spoke("10:00", 0, record="open", packets_out=1, packets_in=1, line=7, **TOTAL),
            spoke("10:00", 600, record="interim", packets_out=40, packets_in=40, line=8, **TOTAL),
            spoke("10:00", 900, record="close", packets_out=60, packets_in=70, line=9, **TOTAL),
        ],
        {
            "packets_out": 60,
            "packets_in": 70,
            "connections": 1,
            "sources": [{"source": "a" * 16, "first_line": 7, "last_line": 9}],
        },
    ),
    "a total over midnight once": (
        [
            spoke("23:00", 1800, packets_out=40, record="interim", **TOTAL),
            spoke("23:30", 3600, packets_out=60, record="interim", **TOTAL),
            spoke(at("00:30", 1), 600, packets_out=70, record="interim", **TOTAL),
        ],
        {"packets_out": 70},
    ),
    "of records under one key the sum of those since the last": (
        [spoke("10:00", 60, **SINCE), spoke("10:01", 60, **SINCE)],
        {"packets_out": 80, "connections": 1},
    ),
    "first and last line of each source": (
        [
            spoke("10:00", line=7),
            spoke("10:05", line=3),
            spoke("10:06", line=5, source="c" * 16),
        ],
        {
            "sources": [
                {"source": "a" * 16, "first_line": 3, "last_line": 7},
                {"source": "c" * 16, "first_line": 5, "last_line": 5},
            ]
        },
    ),
}


@pytest.mark.parametrize("name", COUNTED)
def test_what_counts_of_a_sessions_records(name, night):
    (session,) = night[name]
    expected = COUNTED[name][1]
    assert {told: session[told] for told in expected} == expected


QUIET = {"packets_in": 0, "bytes_in": 0}
SCAN = [spoke("10:00", dst=f"203.0.113.{n}", **QUIET) for n in range(1, 11)]
ANSWERED = [spoke("10:00", dst=f"203.0.113.{n}", sport=41000 + n) for n in (11, 12)]
PEERS = [spoke("11:00", dst=f"203.0.113.{n}", dport=6881) for n in range(20, 27)]
REMOTES = {
    "of twelve servers two answer": (SCAN + ANSWERED, 0),
    "one of ten": (SCAN[1:] + ANSWERED[:1], 0),
    "one of nine: too few to be a scan": (SCAN[2:] + ANSWERED[:1], 1),
    "two of ten": (SCAN[:8] + ANSWERED, 2),
    "one local port to seven others: no tunnel": ([spoke("10:00"), *PEERS], 0),
    "to six": ([spoke("10:00"), *PEERS[1:]], 1),
    "to seven others, beside a mesh": ([spoke("10:00", dport=41641), *PEERS], 1),
    "to seven others, beside IPsec": ([spoke("10:00", dport=4500), *PEERS], 1),
}


@pytest.mark.parametrize("name", REMOTES)
def test_a_client_of_many_servers_scans_or_fans_out_unless_they_answer(name, night):
    assert len(night[name]) == REMOTES[name][1]


def word(when, record, key="k", **more):
    """A line of a VPN gateway on somebody's login: no bytes, no length."""
    told = {"record": record, "connection_key": key, "gateway": "vpn-1", "counters": "none"}
    told |= {"app": "openvpn", "app_basis": "event", "bytes_out": None, "bytes_in": None}
    told |= {"packets_out": None, "packets_in": None} | more
    return spoke(when, 0, dport=1194, **told)


LOGINS = {
    "from its begin to its end": (
        [word("10:00", "open"), word("12:00", "close")],
        [("14 10:00", "14 12:00")],
    ),
    "two, each with its own end": (
        [
            word("10:00", "open", "a"),
            word("11:00", "open", "b", src=OTHER),
            word("13:00", "close", "b", src=OTHER),
            word("12:00", "close", "a"),
        ],
        [("14 10:00", "14 12:00"), ("14 11:00", "14 13:00")],
    ),
    "no longer than was told, where its end was lost": (
        [word("10:00", "open"), word("15:00", "open"), word("16:00", "close")],
        [("14 10:00", "14 10:00"), ("14 15:00", "14 16:00")],
    ),
    "of the night in which it began": (
        [word("22:00", "open"), word(at("03:00", 1), "close")],
        [("14 22:00", "15 03:00")],
    ),
}


@pytest.mark.parametrize("name", LOGINS)
def test_a_login_at_a_gateway_is_one_session(name, night):
    spans = [(f"{row['first_at']:%d %H:%M}", f"{row['last_at']:%d %H:%M}") for row in night[name]]
    assert spans == LOGINS[name][1]


def test_the_id_is_what_the_design_says():
    import base64
    import hashlib

    micros = int(at("10:00").timestamp()) * 1_000_000
    told = f"192.0.2.10|203.0.113.5|wireguard|outbound|{micros}".encode()
    digest = base64.b32encode(hashlib.sha256(told).digest()).decode()
    assert one([spoke("10:00")])["session_id"] == digest[:26]
