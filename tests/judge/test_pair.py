"""Which ends can have a session though one of them never answered."""

import pytest

from tests.planting.rows import half, judged, listed, spoke
from tracker.judge.detections import FOLDER, read_detections

ENTRIES = [listed("100.64.0.0/16", "local", "lines"), listed("2001:db8:1::/48", "local", "six")]
SERVER, SIX = "203.0.113.5", "2001:db8:2::5"
SILENT = {"packets_in": 0, "bytes_in": 0}
COUNTERS = ("bytes_out", "bytes_in", "packets_out", "packets_in")
NO_PORTS = {"sport": None, "dport": None}
ATTEMPT, CAPSULE = ("inconclusive", "attempt"), ("exempt", "encapsulation")


def asked(length, port=33333, times=4, **more):
    """Packets of one length as IP counts it, and no answer."""
    return {"dport": port, "packets_out": times, "bytes_out": times * length} | SILENT | more


# What a line sends, the server, and verdict and reason of its session, or None where there is none.
CASES = {
    "WireGuard's opening": (asked(176), SERVER, ATTEMPT),
    "WireGuard's opening over IPv6": (asked(196), SIX, ATTEMPT),
    "as long as IPv4's, over IPv6": (asked(176), SIX, None),
    "as long as IPv6's, over IPv4": (asked(196), SERVER, None),
    "OpenVPN's reset over IPv6": (asked(90), SIX, ATTEMPT),
    "a byte more in all": (asked(176) | {"bytes_out": 4 * 176 + 1}, SERVER, None),
    "WireGuard's opening on its own port": (asked(176, 51820), SERVER, ATTEMPT),
    "WireGuard's opening as halves tell it": (
        asked(176, packets_in=None, bytes_in=None), SERVER, ATTEMPT,
    ),
    "as long, over TCP": (asked(176, 1194, protocol=6), SERVER, None),
    "another length on a VPN's port": (asked(500, 51820), SERVER, None),
    "GRE one way": ({"protocol": 47, **NO_PORTS, **SILENT}, SERVER, CAPSULE),
    "Teredo one way": ({"dport": 3544, **SILENT}, SERVER, CAPSULE),
    "ESP one way": ({"protocol": 50, **NO_PORTS, **SILENT}, SERVER, None),
    "an answer alone": ({"packets_out": 0, "bytes_out": 0}, SERVER, None),
    "answered in bytes alone": (
        {"packets_out": None, "packets_in": None}, SERVER, ("unregistered", "no_term"),
    ),
    "a gateway's word": (
        {"app": "wireguard", "app_basis": "event", **dict.fromkeys(COUNTERS)}, SERVER,
        ("unregistered", "no_term"),
    ),
}  # fmt: skip


def line(number, server):
    return f"2001:db8:1::{number + 1}" if server == SIX else f"100.64.0.{number + 1}"


ANY = """-- title: anything at all
-- group: label
-- weight: 8
-- innocent when: always
select session, max($weight) as weight, 'something' as saw, 'none' as guards
from seen
group by session
"""


def night(**more):
    """Verdict and reason of each line's sessions."""
    records = []
    for number, (told, server, _) in enumerate(CASES.values()):
        make = half if told.get("bytes_in", 0) is None and "app" not in told else spoke
        records.append(make("10:00", src=line(number, server), dst=server, **told))
    sessions = {}
    for row in judged(records, entries=ENTRIES, **more):
        sessions.setdefault(row["src_ip"], []).append((row["verdict"], row["reason"]))
    return sessions


@pytest.fixture(scope="module")
def found():
    return night()


@pytest.mark.parametrize("name", CASES)
def test_what_nobody_answers_is_counted_as_an_attempt_or_as_encapsulation_or_not_at_all(
    found, name
):
    _, server, expected = CASES[name]
    told = found.get(line([*CASES].index(name), server), [])
    assert told == ([expected] if expected else [])


def test_what_nobody_answered_is_not_even_shown_to_a_detection_that_would_take_anything(tmp_path):
    (tmp_path / "anything.sql").write_text(ANY)
    lines = [line(number, server) for number, (_, server, _) in enumerate(CASES.values())]
    shown = night(detections=read_detections([FOLDER, tmp_path]))
    assert {name for name, one in zip(CASES, lines, strict=True) if one in shown} == {
        name for name, (_, _, expected) in CASES.items() if expected
    }
