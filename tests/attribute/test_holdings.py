import datetime as dt

import pytest

from tests.planting.answers import JONAS, NOBODY, basis, whose
from tests.planting.rows import (
    DAY,
    OTHER,
    at,
    beats,
    held,
    judged,
    logged,
    spoke,
)
from tracker.settings import Gateway, Settings

NIGHT_BEFORE = at("20:00", -1)


def test_between_start_and_stop_the_holder_is_known():
    assert whose(spoke("12:00"), held()) == JONAS
    assert basis(spoke("12:00"), held()) == "radius start .. stop on nas-1"


def test_nobody_is_named_before_the_start_and_after_the_stop():
    logins = held(since="10:00", until="14:00")
    assert whose(spoke("09:00"), logins) == NOBODY
    assert whose(spoke("15:00"), logins) == NOBODY


@pytest.mark.parametrize(
    ("start", "seconds", "attribution"),
    [
        ("10:02:00", 60, "exact"),
        ("10:01:59", 60, "edge"),
        ("13:57:00", 60, "exact"),
        ("13:57:01", 60, "edge"),
        ("09:59:40", 30, "edge"),
        ("13:59:50", 30, "edge"),
    ],
)
def test_within_the_guard_of_an_edge_it_is_an_edge(start, seconds, attribution):
    found = whose(spoke(start, seconds), held(since="10:00", until="14:00"))
    assert found == ("jonas", attribution, "edge" if attribution == "edge" else None)


@pytest.mark.parametrize("start", ["09:59:00", "14:01:00"])
def test_outside_a_holding_it_is_an_edge_and_names_nobody(start):
    logins = held(since="10:00", until="14:00")
    assert whose(spoke(start, 30), logins) == (None, "edge", "edge")


@pytest.mark.parametrize("start", ["11:59:30", "12:00:10"])
def test_inside_a_holding_with_another_within_the_guard_nobody_is_named(start):
    """Clocks may be a minute apart, and then it was the other."""
    logins = [*held(until="12:00"), *held("egle", since="12:00:05")]
    assert whose(spoke(start, 5), logins) == (None, "edge", "edge")


def test_between_two_holders_within_the_guard_of_both_nobody_is_named():
    logins = [*held(until="12:00"), *held("egle", since="12:02:30")]
    assert whose(spoke("12:01", 30), logins) == (None, "edge", "edge")


def test_a_record_that_spans_a_change_names_nobody():
    logins = [*held(until="12:00"), *held("egle", since="12:00:30")]
    assert whose(spoke("11:50", 1200), logins) == (None, "edge", "spans_change")


def test_a_session_over_a_change_is_split_and_its_outer_parts_are_exact():
    logins = [*beats(), *held(until="12:00"), *held("egle", since="12:00:30")]
    records = [spoke(start, 60) for start in ("11:40", "11:50", "11:59", "12:01", "12:10", "12:20")]
    parts = judged(records, logins)
    told = [(part["holder"], part["attribution"], part["connections"]) for part in parts]
    assert told == [("jonas", "exact", 2), (None, "edge", 2), ("egle", "exact", 2)]
    assert len({part["session_id"] for part in parts}) == 3


def test_records_that_begin_together_are_not_parted():
    logins = [*beats(), *held(until="12:00"), *held("egle", since="12:00:30")]
    short, spanning = spoke("11:30", 60), spoke("11:30", 3600, sport=40001)
    (session,) = judged([short, spanning], logins)
    assert (session["holder"], session["attribution"], session["connections"]) == (None, "edge", 2)


def test_a_start_sent_twice_is_one():
    logins = [logged("start", "10:00"), logged("start", "10:00:20"), logged("stop", "14:00")]
    assert whose(spoke("10:03"), logins) == JONAS


def test_the_sessions_length_tells_a_start_that_is_lost():
    logins = [logged("stop", "14:00", session_seconds=4 * 3600)]
    assert whose(spoke("10:03"), logins) == JONAS
    assert whose(spoke("09:00"), logins) == NOBODY
    assert basis(spoke("10:03"), logins) == "radius session time .. stop on nas-1"


def test_an_interim_alone_tells_from_when_on_somebody_is_there():
    logins = [logged("interim", "12:00"), logged("stop", "14:00")]
    assert whose(spoke("13:00"), logins) == JONAS
    assert whose(spoke("11:00"), logins) == NOBODY


def test_the_next_start_on_the_address_closes_what_is_still_held():
    logins = [logged("start", "10:00"), *held("egle", since="12:00")]
    assert whose(spoke("11:00"), logins)[:2] == ("jonas", "exact")
    assert whose(spoke("13:00"), logins)[:2] == ("egle", "exact")
    assert basis(spoke("11:00"), logins) == "radius start .. next start on nas-1"


def test_who_shows_himself_after_another_has_started_contests_it_until_then():
    logins = [
        logged("start", "10:00"),
        *held("egle", since="12:00"),
        logged("interim", "13:00"),
    ]
    assert whose(spoke("11:00"), logins)[:2] == ("jonas", "exact")
    assert whose(spoke("12:30"), logins) == (None, "shared", "shared")
    assert whose(spoke("14:00"), logins)[:2] == ("egle", "exact")


def test_a_lease_given_again_to_the_one_before_is_his_again():
    lease = {"kind": "dhcp", "user": None, "session_key": None}
    logins = [
        logged("start", when, station=station, **lease)
        for when, station in [("08:00", "x"), ("10:00", "y"), ("12:00", "x")]
    ]
    assert whose(spoke("11:00"), logins)[:2] == ("y", "exact")
    assert whose(spoke("13:00"), logins)[:2] == ("x", "exact")


def test_where_only_a_sign_tells_of_the_next_he_came_at_some_time_since_the_last_one():
    logins = [
        logged("start", "08:00"),
        logged("interim", "10:00"),
        logged("interim", "12:00", "egle"),
        logged("interim", "14:00", "egle"),
    ]
    assert whose(spoke("09:00"), logins)[:2] == ("jonas", "exact")
    assert whose(spoke("11:00"), logins) == NOBODY
    assert whose(spoke("13:00"), logins)[:2] == ("egle", "exact")


def test_a_late_stop_of_the_one_before_takes_nothing_from_the_next():
    logins = [*held(since="10:00", until="12:30"), *held("egle", since="12:00")]
    assert whose(spoke("13:00"), logins)[:2] == ("egle", "exact")


def test_a_reset_closes_all_that_its_gateway_held_and_no_others():
    reset = logged("reset", "12:00", user=None, ip=None)
    logins = [
        logged("start", "10:00"),
        reset,
        logged("interim", "10:05", "egle", OTHER, gateway="nas-2"),
    ]
    assert whose(spoke("11:00"), logins) == JONAS
    assert basis(spoke("11:00"), logins) == "radius start .. reset on nas-1"
    assert whose(spoke("13:00"), logins) == NOBODY
    elsewhere = [*logins, *beats("nas-2")]
    assert whose(spoke("13:00", src=OTHER), elsewhere)[:2] == ("egle", "exact")


def test_without_a_stop_a_holding_ends_some_time_after_its_last_sign():
    silent = [logged("start", NIGHT_BEFORE)]
    more = beats(first=-2)
    assert whose(spoke("19:00"), [*silent, *more]) == JONAS
    assert whose(spoke("21:00"), [*silent, *more]) == NOBODY
    alive = [*silent, logged("interim", "02:00"), *more]
    assert whose(spoke("21:00"), alive) == JONAS
    assert basis(spoke("19:00"), [*silent, *more]) == "radius start .. silence on nas-1"


def test_what_is_stated_of_a_gateway_says_how_long_its_logins_hold_without_a_sign():
    """As a DHCP server's lease time: of this gateway alone, and the general one for all others."""
    lease = {"kind": "dhcp", "user": None, "station": "02:00:5e:00:53:01", "session_key": None}
    logins = [*held("egle", "00:00", "05:00"), logged("start", "10:00", **lease)]
    short, long = (Settings(gateways=(Gateway("nas-1", silence_hours=h),)) for h in (2, 60))
    others = Settings(gateways=(Gateway("nas-2", silence_hours=2),))
    for when, settings, holder in (
        ("11:30", short, lease["station"]),
        ("12:30", short, None),
        ("12:30", others, lease["station"]),
        (at("11:00", 1), Settings(), None),
        (at("11:00", 1), long, lease["station"]),
    ):
        dates = (DAY, DAY + dt.timedelta(days=1))
        found = judged([spoke(when)], [*beats(last=2), *logins], settings=settings, dates=dates)
        assert [session["holder"] for session in found] == [holder]
    told = [logged("start", "10:00", **lease, expires_at=at("20:00"))]
    assert whose(spoke("18:00"), told, settings=short)[:2] == (lease["station"], "exact")
    renewed = [*logins, logged("interim", "11:30", **lease)]
    assert whose(spoke("13:00"), renewed, settings=short)[:2] == (lease["station"], "exact")


def test_one_holder_who_dials_in_again_at_once_is_no_change():
    logins = [*held(until="12:00"), *held(since="12:01", session_key="another")]
    assert whose(spoke("11:50", 1200), logins) == JONAS


def test_two_gateways_that_hold_one_address_at_once_share_it():
    logins = [*held(), *held("egle", gateway="nas-2"), *beats("nas-2")]
    assert whose(spoke("12:00"), logins) == (None, "shared", "shared")


def test_an_address_that_moves_between_gateways_is_no_sharing():
    logins = [*held(until="12:00"), *held("egle", since="12:10", gateway="nas-2"), *beats("nas-2")]
    assert whose(spoke("13:00"), logins) == ("egle", "exact", None)


def test_a_station_is_the_holder_where_no_user_is_told():
    logins = held(user=None, station="02:00:5e:00:53:01", session_key="S")
    assert whose(spoke("12:00"), logins)[:2] == ("02:00:5e:00:53:01", "exact")


def test_a_login_that_names_nobody_still_ends_what_was_held():
    logins = [logged("start", "10:00"), *held(user=None, since="12:00", session_key="S")]
    assert whose(spoke("13:00"), logins) == NOBODY


def test_a_session_of_two_names_names_nobody():
    logins = [
        logged("start", "10:00", session_key="S"),
        logged("stop", "14:00", "egle", session_key="S"),
    ]
    assert whose(spoke("12:00"), logins) == NOBODY


@pytest.mark.parametrize(
    ("host", "morning", "noon"),
    [
        ("7701::9", "rasa", "jonas"),
        ("7701::a", None, "jonas"),
        ("7702::a", None, "jonas"),
        ("7707::9", "egle", "jonas"),
        ("7707::a", "egle", "jonas"),
        ("7800::9", None, None),
    ],
)
def test_addresses_under_one_prefix_are_answered_together_but_for_those_with_logins_of_their_own(
    host, morning, noon
):
    logins = [
        *held(since="11:00", until="20:00", ip="2001:db8:0:7700::", prefix_length=56),
        *held("egle", "08:00", "10:00", ip="2001:db8:0:7707::", prefix_length=64),
        *held("rasa", "08:00", "10:00", ip="2001:db8:0:7701::9"),
    ]
    hosts = ("7701::9", "7701::a", "7702::a", "7707::9", "7707::a", "7800::9")
    spoken = [
        spoke(time, 60, src=f"2001:db8:0:{one}", dst="2001:db8:ffff::1")
        for one in hosts
        for time in ("09:30", "12:00")
    ]
    found = judged(spoken, [*beats(), *logins])
    his = [one["holder"] for one in found if one["src_ip"] == f"2001:db8:0:{host}"]
    assert his == [morning, noon]


def test_a_delegated_prefix_holds_every_address_under_it():
    prefix = held(ip="2001:db8:0:7700::", prefix_length=58)
    dst = {"dst": "2001:db8:ffff::1"}
    assert whose(spoke("12:00", src="2001:db8:0:773f::5", **dst), prefix) == JONAS
    assert whose(spoke("12:00", src="2001:db8:0:7740::5", **dst), prefix) == NOBODY


def test_where_logins_are_silent_too_long_nothing_is_known():
    told = [*held(until="05:00"), *held("egle", "01:00", "20:00", OTHER)]
    early = [row for row in told if row["at"] < at("06:00")]
    late = [logged("interim", at("06:00") + dt.timedelta(hours=7), "x", "192.0.2.99")]
    (session,) = judged([spoke("12:00", src=OTHER)], [*early, *late])
    assert (session["attribution"], session["reason"]) == ("unknown", "coverage")


def test_silence_shorter_than_the_gap_is_covered():
    logins = [logged("start", "00:00"), logged("interim", "05:59"), logged("interim", "11:58")]
    (session,) = judged([spoke("11:00")], logins)
    assert session["attribution"] == "exact"


def test_a_session_that_shows_itself_after_the_silence_has_survived_it():
    before = [logged("start", "00:00"), logged("interim", "03:00")]
    after = [logged("interim", "14:00"), logged("interim", "19:00")]
    others = [logged("interim", "14:00", "egle", OTHER), logged("interim", "19:00", "egle", OTHER)]
    (known,) = judged([spoke("16:00")], [*before, *after])
    (unknown,) = judged([spoke("16:00")], [*before, *others])
    assert (known["holder"], known["attribution"]) == ("jonas", "exact")
    assert (unknown["holder"], unknown["attribution"]) == (None, "unknown")


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


def test_a_stop_that_arrives_tomorrow_corrects_what_was_held_yesterday():
    known = [logged("start", "10:00"), *beats()]
    late = logged("stop", "14:00", source="c" * 16)
    (before,) = judged([spoke("16:00")], known)
    (after,) = judged([spoke("16:00")], [*known, late])
    assert (before["holder"], before["attribution"]) == ("jonas", "exact")
    assert (after["holder"], after["attribution"]) == (None, "unknown")


@pytest.mark.parametrize("length", [0, 8, 64, 95])
def test_a_prefix_of_noughts_alone_holds_nobodys_address(length):
    """Keys of IPv4 begin with noughts too."""
    prefix = held("egle", ip="::", prefix_length=length)
    assert whose(spoke("12:00"), prefix) == NOBODY
    assert whose(spoke("12:00"), [*prefix, *held()]) == JONAS
