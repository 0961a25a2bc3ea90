"""Which records are one login session, and which address it has when."""

import pytest

from tests.planting.answers import JONAS, NOBODY, basis, whose
from tests.planting.rows import OTHER, SUBSCRIBER, at, beats, held, judged, logged, spoke

KEY = f"jonas-{SUBSCRIBER}"


def test_a_key_used_again_after_its_stop_is_another_session():
    logins = [*held(since="08:00", until="10:00"), *held(since="14:00", until="16:00")]
    assert whose(spoke("12:00"), logins) == NOBODY
    assert whose(spoke("15:00"), logins) == JONAS


def test_a_key_counted_anew_after_a_reboot_is_another_holders_without_any_stop():
    logins = [
        logged("start", "08:00", session_key="00000001"),
        logged("reset", "12:00", user=None, ip=None),
        *held("egle", "13:00", "16:00", session_key="00000001"),
    ]
    assert whose(spoke("10:00"), logins) == JONAS
    assert whose(spoke("12:30"), logins) == NOBODY
    assert whose(spoke("14:00"), logins) == ("egle", "exact", None)


def test_a_key_used_again_ends_what_was_held_under_it_even_if_nothing_tells_the_reboot():
    logins = [
        logged("start", "08:00", session_key="00000001"),
        *held("egle", "13:00", "16:00", session_key="00000001"),
    ]
    assert whose(spoke("10:00"), logins) == JONAS
    assert whose(spoke("14:00"), logins) == ("egle", "exact", None)
    assert whose(spoke("17:00"), logins) == NOBODY


def test_a_start_that_arrives_behind_its_stop_opens_nothing():
    logins = [logged("stop", "10:00"), logged("start", "10:00:02"), logged("start", "10:00:04")]
    assert whose(spoke("12:00"), logins) == NOBODY


def test_an_interim_that_arrives_behind_the_stop_keeps_nothing_open():
    logins = [*held(since="08:00", until="10:00"), logged("interim", "10:00:03")]
    assert whose(spoke("12:00"), logins) == NOBODY


def test_an_interim_before_the_start_is_a_sign_already():
    logins = [logged("interim", "09:59:40"), *held(since="10:00", until="14:00")]
    assert whose(spoke("10:01:50"), logins) == JONAS


def test_a_stop_that_names_no_address_ends_what_its_session_held():
    logins = [logged("start", "10:00"), logged("stop", "14:00", ip=None, session_key=KEY)]
    assert whose(spoke("12:00"), logins) == JONAS
    assert whose(spoke("15:00"), logins) == NOBODY
    assert basis(spoke("12:00"), logins) == "radius start .. stop on nas-1"


def test_a_start_that_names_no_address_names_whose_the_session_is_and_opens_nothing():
    logins = [
        logged("start", "10:00", ip=None, session_key="S"),
        logged("interim", "11:00", user=None, session_key="S"),
        logged("stop", "14:00", user=None, ip=None, session_key="S"),
    ]
    assert whose(spoke("12:00"), logins) == JONAS
    assert whose(spoke("10:30"), logins) == NOBODY


def test_a_session_that_shows_itself_on_another_address_has_left_the_first():
    logins = [
        logged("start", "10:00", session_key="S"),
        logged("interim", "12:00", ip=OTHER, session_key="S", session_seconds=7200),
        logged("stop", "14:00", ip=OTHER, session_key="S", session_seconds=14400),
    ]
    assert whose(spoke("11:00"), logins) == JONAS
    assert whose(spoke("13:00"), logins) == NOBODY
    assert basis(spoke("11:00"), logins) == "radius start .. another address on nas-1"
    assert whose(spoke("13:00", src=OTHER), logins) == JONAS
    # How long the session had lasted says nothing of an address it moved to on the way.
    assert whose(spoke("11:00", src=OTHER), logins) == NOBODY


def test_hosts_of_one_session_that_are_told_one_at_a_time_are_all_his():
    """An update tells of one IPv6 host; the others are still there."""
    hosts = ["2001:db8:0:1::10", "2001:db8:0:1::20"]
    updates = [logged("start", "10:00", ip=hosts[0], session_key="S")]
    updates += [logged("interim", "10:30", ip=hosts[1], session_key="S")]
    updates += [logged("stop", "14:00", ip=None, session_key="S")]
    far = {"dst": "2001:db8:ffff::1"}
    assert whose(spoke("12:00", src=hosts[0], **far), updates) == JONAS
    assert whose(spoke("12:00", src=hosts[1], **far), updates) == JONAS
    assert whose(spoke("15:00", src=hosts[0], **far), updates) == NOBODY


@pytest.mark.parametrize("length", [56, 64])
def test_a_prefix_and_an_address_of_one_session_are_both_his(length):
    prefix = {"ip": "2001:db8:0:7700::", "prefix_length": length, "session_key": "S"}
    logins = [*held(since="10:00", until="14:00", session_key="S"), *held(**prefix)]
    far = {"src": "2001:db8:0:7700::5", "dst": "2001:db8:ffff::1"}
    assert whose(spoke("12:00", **far), logins) == JONAS
    assert whose(spoke("12:00"), logins) == JONAS


def test_a_session_that_names_two_addresses_at_once_holds_both():
    both = [
        logged(event, when, ip=ip, session_key="S")
        for event, when in (("start", "10:00"), ("interim", "12:00"), ("stop", "14:00"))
        for ip in (SUBSCRIBER, OTHER)
    ]
    assert whose(spoke("13:00"), both) == JONAS
    assert whose(spoke("11:00", src=OTHER), both) == JONAS


def test_a_lease_ends_when_it_was_to_and_not_before():
    lease = {"kind": "dhcp", "user": None, "station": "02:00:5e:00:53:01", "session_key": None}
    logins = [logged("start", "02:00", **lease, expires_at=at("14:00"))]
    (early,) = judged([spoke("13:00")], [*beats(), *logins])
    assert (early["holder"], early["attribution"]) == (lease["station"], "exact")
    assert early["holder_basis"] == "dhcp start .. lease end on nas-1"
    assert whose(spoke("15:00"), logins) == NOBODY
    renewed = [*logins, logged("interim", "08:00", **lease, expires_at=at("20:00"))]
    assert whose(spoke("15:00"), renewed)[:2] == (lease["station"], "exact")


def test_a_lease_longer_than_the_silence_is_held_to_its_end():
    lease = {"kind": "dhcp", "user": None, "station": "02:00:5e:00:53:01", "session_key": None}
    logins = [logged("start", at("12:00", -3), **lease, expires_at=at("12:00", 4))]
    found = whose(spoke("12:00"), [*logins, *beats(first=-3)])
    assert found[:2] == (lease["station"], "exact")


@pytest.mark.parametrize("event", ["start", "stop", "interim"])
def test_an_administrators_or_a_portals_login_says_nothing_of_the_line(event):
    logins = [*held(), logged(event, "11:00", "admin", kind="system", session_key="X")]
    assert whose(spoke("12:00"), logins) == JONAS
