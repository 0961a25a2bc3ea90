"""One-way records put together: who opened what they tell of, after silences and over midnights."""

import datetime as dt

import pytest

from tests.planting.pairs import judged_pairs, turned
from tests.planting.rows import DAY, at, half, listed

LINES = [listed("100.64.0.0/16", "local", "lines")]
SECOND = dt.timedelta(seconds=1)
TUNNEL, LOOKS = (40000, 51820), (51820, 443)  # the client's port and the server's


def told(there, ports, *starts, first="client", length=60):
    """A pair of halves at each start; whoever is `first` sends a second before the other."""
    client, server = ports
    rows = []
    for n, start in enumerate(starts):
        early = first if n else "client"
        asked = start + SECOND * (early != "client")
        answered = start + SECOND * (early == "client")
        rows.append(half(asked, length, **there, sport=client, dport=server))
        rows.append(half(answered, length, **turned(there), sport=server, dport=client))
    return rows


def often(day, days, minutes=10):
    """Every few minutes from ten in the morning of a day for so many days."""
    step = dt.timedelta(minutes=minutes)
    return [at("10:00", day) + step * n for n in range(days * 24 * 60 // minutes)]


SILENT = (at("10:00"), at("10:10"), at("10:25"))


def at_once(there, ports):
    """Both halves begin in one second, as a log in whole seconds has it, the answer standing first."""
    question, answer = told(there, ports, at("10:00"))
    return [answer | {"started_at": at("10:00"), "line": 1}, question | {"line": 2}]


CASES = {
    "a question and its answer in one second": lambda p: at_once(p, TUNNEL),
    "a page in one second, whose client has a VPN's port": lambda p: at_once(p, LOOKS),
    "a server first after a silence": lambda p: told(p, TUNNEL, *SILENT, first="server"),
    "a server first after a silence, whose client has a VPN's port": (
        lambda p: told(p, LOOKS, *SILENT, first="server")
    ),
    "a server on the line, first after a silence": (
        lambda p: told(turned(p), TUNNEL, *SILENT, first="server")
    ),
    "days of a tunnel": lambda p: told(p, TUNNEL, *often(-3, 4), first="server", length=601),
    "days of a page, whose client has a VPN's port": (
        lambda p: told(p, LOOKS, *often(-3, 4), first="server", length=601)
    ),
}  # fmt: skip
OPENED = {
    "a question and its answer in one second": [("unknown", 51820, 1)],
    "a page in one second, whose client has a VPN's port": [],
    "a server first after a silence": [("outbound", 51820, 3)],
    "a server first after a silence, whose client has a VPN's port": [],
    "a server on the line, first after a silence": [("inbound", 40000, 3)],
    "days of a tunnel": [("unknown", 51820, 1)],
    "days of a page, whose client has a VPN's port": [],
}


@pytest.fixture(scope="module")
def found():
    return judged_pairs(CASES, entries=LINES)


@pytest.mark.parametrize("name", CASES)
def test_who_sent_first_of_all_opened_and_what_is_older_than_the_nights_nobody(found, name):
    sessions = [(row["direction"], row["remote_port"], row["connections"]) for row in found[name]]
    assert sessions == OPENED[name]


def test_a_tunnel_of_days_is_found_in_each_night_and_a_page_in_none():
    nights = [DAY + dt.timedelta(days=day) for day in (-2, -1, 0)]
    cases = {name: CASES[name] for name in CASES if name.startswith("days")}
    found = judged_pairs(cases, entries=LINES, dates=nights)
    assert [[row["night"] for row in rows] for rows in found.values()] == [nights, []]
