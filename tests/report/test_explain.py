from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.report.planted import (
    HOLDER,
    NIGHT,
    SOURCE,
    connection,
    holding,
    login,
    rows,
    session,
    term,
)
from tracker.errors import UsageError
from tracker.judge.rules import read_rules
from tracker.report.explain import explain
from tracker.report.story import story

WHOLE = "sure".ljust(26, "x")


def record(lake, name: str) -> dict:
    return explain(lake, name).to_pylist()[0]


def looked(lake, *terms) -> dict[str, str]:
    lake.append("registration", rows("registration", *terms))
    return {one["registration_id"]: one["looked"] for one in record(lake, "sure")["terms"]}


@pytest.mark.parametrize("name", ["sure", "SURE", "sure…", "sure...", WHOLE, WHOLE.upper()])
def test_a_beginning_that_fits_one_session_is_enough(judged, name):
    """A whole id, which is looked for in another way, as well."""
    assert record(judged, name)["verdict"] == "unregistered"


@pytest.mark.parametrize("name", ["nobody", "", "' or 1=1 --", "%", f"{WHOLE[:-1]}y"])
def test_an_unknown_session_is_refused(judged, name):
    with pytest.raises(UsageError, match="no session"):
        explain(judged, name)


def test_a_beginning_that_fits_several_names_them(judged):
    judged.append("session", rows("session", session("surely", "exempt")))
    with pytest.raises(UsageError, match="surelyxx"):
        explain(judged, "sure")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({}, "decision approved, was running, remote fits, protocol fits, port fits"),
        ({"valid_to": NIGHT}, "had ended"),
        ({"valid_to": NIGHT, "grace_days": 1}, "had ended, within its grace"),
        ({"valid_from": NIGHT + timedelta(days=1)}, "had not begun"),
        ({"status": "suspended"}, "decision suspended"),
        ({"protocol": "openvpn"}, "another protocol"),
        ({"protocol": "17", "port": "51820"}, "protocol fits, port fits"),
        ({"port": "1-100"}, "another port"),
        ({"remote_kind": "provider", "remote_value": "Quiet"}, "another remote"),
        (
            {
                "remote_kind": "cidr",
                "remote_value": "2001:db8::/32",
                "remote_first_key": "20010db8" + "0" * 24,
                "remote_last_key": "20010db8" + "f" * 24,
            },
            "remote fits",
        ),
    ],
)
def test_a_term_that_binds_says_why_it_did_or_did_not_apply(judged, columns, said):
    assert said in looked(judged, term("R-1", **columns))["R-1"]


def test_a_term_fits_by_any_service_that_the_raw_records_show(judged):
    """IPsec opens on port 500; a term for 4500 fits where the records went on there."""
    opening = session("move", "registered", family="ipsec", remote_port=500)
    judged.append("session", rows("session", opening))
    judged.append("registration", rows("registration", term("R-1", port="4500")))
    assert "another port" in record(judged, "move")["terms"][0]["looked"]
    judged.append("connection", rows("connection", connection(4500)))
    assert "port fits" in record(judged, "move")["terms"][0]["looked"]


def test_a_clients_own_port_is_no_service_that_was_seen(judged):
    judged.append("session", rows("session", session("client", "unregistered", family="ipsec",
                                                     remote_port=4500)))  # fmt: skip
    judged.append("connection", rows("connection", connection(4500, src_port=500)))
    judged.append("registration", rows("registration", term("R-1", port="500")))
    (told,) = record(judged, "client")["terms"]
    assert "another port" in told["looked"]


def test_a_circuit_binds_where_the_login_that_tells_the_holder_names_it(judged):
    bound = term("R-1", binding_kind="circuit", binding_value="c" * 32)
    known = session("known", "unregistered", holdings=[holding(station="c" * 32)])
    judged.append("session", rows("session", known))
    assert not looked(judged, bound)
    assert [one["registration_id"] for one in record(judged, "known")["terms"]] == ["R-1"]


def test_of_a_session_of_an_older_tracker_the_circuit_is_sought_in_the_logins(judged):
    """It kept none: without it a term that has come since would count for nothing, in silence."""
    judged.append("login", rows("login", login("c" * 32)))
    later = datetime(2026, 4, 1, tzinfo=UTC)
    bound = term("R-1", binding_kind="circuit", binding_value="c" * 32, recorded_at=later)
    judged.append("registration", rows("registration", bound | {"first_recorded_at": later}))
    assert record(judged, "sure")["by_now"]["same"] is False


def test_by_what_a_holder_is_known_is_told_of_a_session_that_keeps_it(judged):
    """One judged by an older tracker keeps nothing, and says so."""
    kept = [holding(opened_at=NIGHT, closed_by="silence")]
    judged.append("session", rows("session", session("known", "exempt", holdings=kept)))
    judged.append("login", rows("login", login("c" * 32) | {"gateway": "nas-1"}))
    told, old, none = (
        story(record(judged, name), ZoneInfo("UTC")) for name in ("known", "sure", "calm")
    )
    opened = "opened by its start 2026-03-14 20:00:00+00:00 (start: /logs/conn.log, line 1)"
    assert f"  radius login on nas-1:\n    {opened}" in told
    assert "closed by its silence 2026-03-14 22:00:00+00:00 (his last start of" in told
    assert "judge the night again" not in told
    hint = "what its logins told was not kept when it was judged: judge the night again to see"
    assert (hint in old, hint in none) == (True, True)


def test_a_term_of_another_holder_is_not_looked_at(judged):
    assert not looked(judged, term("R-1", binding_value="f" * 32))


def test_a_term_is_looked_at_as_it_was_known_when_the_night_was_judged(judged):
    later = datetime(2026, 4, 1, tzinfo=UTC)
    revoked = term("R-1", status="revoked", recorded_at=later, registry_version="v2")
    assert "approved" in looked(judged, term("R-1"), revoked)["R-1"]
    assert "it has changed since, to v2" in story(record(judged, "sure"), ZoneInfo("UTC"))


def test_a_term_that_a_snapshot_closed_is_not_looked_at(judged):
    closed = term("R-1", state="closed", recorded_at=datetime(2026, 2, 1, tzinfo=UTC))
    assert not looked(judged, term("R-1"), closed)


def test_a_session_without_a_holder_is_bound_by_no_account(judged):
    judged.append("registration", rows("registration", term("R-1")))
    assert record(judged, "calm")["terms"] == []


def test_the_story_answers_the_four_questions_and_says_where_it_is_written(judged):
    told = story(record(judged, "sure"), ZoneInfo("Europe/Vilnius"), read_rules().titles)
    for part in (
        "unregistered: no term covers it",
        "no_term: no term binds the subject to this use",
        "2026-03-14 22:00:00+02:00 to 2026-03-14 23:01:05+02:00, 1 h 1 min 5 s",
        "192.0.2.10:40001 and [2001:db8::9]:51820, udp, wireguard",
        "12,000 bytes in 90 packets sent, 340,000 bytes in 310 packets received",
        "+8.0  WireGuard's own port, answered: UDP 51820 answered, 90 packets out, 310 in",
        "guards passed: server side, answered, fan-out",
        f"holder {HOLDER}, a pseudonym",
        "radius start to stop on nas-1",
        "no term binds this address or this holder",
        "lists: pools 2026-03-01",
        "/logs/conn.log, lines 9 to 12 (zeek-conn",
        "a1" * 32,
    ):
        assert part in told


def test_the_lists_entries_are_told_with_the_date_of_their_version(judged):
    names = ("list", "version", "cidr", "category", "provider", "host")
    kept = [
        ("names", "7", "203.0.113.9/32", "hosting", "big", "vpn.example"),
        ("vpn", "old", "203.0.113.0/24", "vpn", None, None),
    ]
    matches = [dict(zip(names, row, strict=True)) for row in kept]
    judged.append("session", rows("session", session("kept", "unregistered", matches=matches)))
    told = {"list": "names", "version": "7", "category": "hosting"}
    dated = {"as_of": datetime(2026, 3, 9, 22, tzinfo=UTC), "recorded_at": NIGHT}
    judged.append("endpoint", rows("endpoint", told | dated))
    found = story(record(judged, "kept"), ZoneInfo("Europe/Vilnius"))
    assert (
        "    the other side lies in 203.0.113.9/32 (hosting, big, vpn.example): "
        "names 7 of 2026-03-10\n"
        "    the other side lies in 203.0.113.0/24 (vpn): vpn old\n"
    ) in found
    assert record(judged, "sure")["listed"] == []


def test_of_one_group_only_the_strongest_is_added():
    """The sum on the screen is the score, whatever else fired."""
    told = story(_two_of_a_group(), ZoneInfo("UTC"))
    assert " -7.0  before any evidence" in told
    assert "ike: weaker one (not added: port has stronger evidence)" in told


def _two_of_a_group() -> dict:
    given = session("a", "inconclusive", score=-3.0)
    evidence = [
        {"detection": "esp", "group": "port", "weight": 9.0, "saw": "esp", "guards": ""},
        {"detection": "ike", "group": "port", "weight": 8.0, "saw": "weaker one", "guards": ""},
        {"detection": "fan_out", "group": "guard", "weight": -5.0, "saw": "9", "guards": ""},
    ]
    register = {"register_terms": 0, "register_now": None, "registry_version": None}
    asked = {"evidence": evidence, "files": [], "terms": [], "judged_at": None, "gateway": None}
    asked["parts"] = None
    return given | register | asked


def test_what_changed_while_a_session_lasted_is_told_part_by_part(judged):
    said = [
        {"from_at": NIGHT, "to_at": NIGHT + timedelta(hours=1), "verdict": "registered",
         "reason": "active_term", "registration_id": "R-7"},
        {"from_at": NIGHT + timedelta(hours=1), "to_at": NIGHT + timedelta(hours=2),
         "verdict": "unregistered", "reason": "no_term", "registration_id": None},
    ]  # fmt: skip
    judged.append("session", rows("session", session("parted", "registered", parts=said)))
    told = story(record(judged, "parted"), ZoneInfo("UTC"))
    assert "of which the mildest counts" in told
    assert f"{(NIGHT + timedelta(hours=1)).isoformat(' ')}: registered (R-7)" in told
    assert told.count(": unregistered\n") == 1


def test_a_session_without_a_remote_address_rests_on_its_own_lines_alone(lake):
    """A gateway that does not tell its address has the lines of all who dialled in, side by side."""
    lake.append("session", rows("session", session("gate", "unregistered", remote_ip=None,
                                                   remote_port=None, gateway="gw")))  # fmt: skip
    lake.append("source", rows("source", SOURCE))
    told = {"dst_ip": None, "gateway": "gw", "ended_at": NIGHT + timedelta(minutes=5)}
    late = {"started_at": NIGHT + timedelta(hours=9), "ended_at": None}
    lake.append("connection", rows(
        "connection",
        connection(1194, line=9, **told),
        connection(1194, line=10, **told | {"src_ip": "192.0.2.66"}),
        connection(1194, line=11, **told | {"gateway": "other"}),
        connection(1194, line=12, **told | late),
    ))  # fmt: skip
    (one,) = explain(lake, "gate")["files"].to_pylist()
    assert one[0]["records"] == [9]
