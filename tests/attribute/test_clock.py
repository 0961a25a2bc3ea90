"""A gateway's clock is held against what its addresses did; where it does not fit, nobody is named."""

import datetime as dt
from functools import cache
from random import Random

import pyarrow as pa
import pytest

from tests.planting.answers import EGLE, JONAS, answer
from tests.planting.evenings import SECOND, an_evening, evening, judged_evenings, shifted
from tests.planting.rows import OTHER, at, beats, held, key, logged, one, spoke, tables
from tracker.settings import Gateway, Settings

TUNNEL = spoke("12:00", src=OTHER)
HELD = held("egle", "06:00", "20:00", OTHER)
SOME = 80  # changes of addresses, which are too few to say much of a clock


def ahead(minutes, of=None, offset=None, tunnel=TUNNEL):
    """The evening and a tunnel, as a gateway logs them whose clock is ahead by so many minutes."""
    sent, logins = of or an_evening()
    return evening(sent, shifted([*logins, *HELD], minutes), tunnel, offset=offset)


@cache
def of_an_evening():
    """The clock's row and the answer to the tunnel by minutes ahead, and of other such evenings."""
    evenings = {minutes: ahead(minutes) for minutes in (0, 1, -1, 10, -60, 300)}
    evenings |= {("few", minutes): ahead(minutes, an_evening(SOME)) for minutes in (0, 60, -300)}
    long = spoke("06:00", 7200, src=OTHER)
    evenings |= {"over his start": ahead(60, an_evening(SOME), tunnel=long)}
    evenings |= {"mended": ahead(60, offset=-3600), "spoilt": ahead(0, offset=3600)}
    return {
        name: (found.clocks["nas-1"], answer(*found.sessions))
        for name, found in judged_evenings(evenings).items()
    }


@pytest.mark.parametrize("minutes", [0, 1, -1])
def test_a_clock_that_is_right_to_the_minute_fits(minutes):
    found, told = of_an_evening()[minutes]
    assert (found["finding"], abs(found["best_minutes"]) <= 2) == ("fits", True)
    assert found["changes"] >= 500
    assert told == EGLE


@pytest.mark.parametrize("minutes", [10, -60, 300])
def test_a_clock_off_by_ten_minutes_or_more_is_refused_and_its_offset_told(minutes):
    found, told = of_an_evening()[minutes]
    assert found["finding"] == "refused"
    assert abs(found["best_minutes"] + minutes) <= 2
    assert told == (None, "unknown", "clock")


@pytest.mark.parametrize("minutes", [60, -300])
def test_with_few_changes_it_is_an_edge_at_best(minutes):
    found, told = of_an_evening()["few", minutes]
    assert (found["finding"], found["changes"] < 500) == ("doubtful", True)
    assert told[1:] == ("edge", "clock")


def test_of_a_doubtful_clock_a_record_from_before_a_login_to_after_it_names_nobody():
    """By that clock he came an hour after it began: as by a clock that fits, it may be another's."""
    found, told = of_an_evening()["over his start"]
    assert found["finding"] == "doubtful"
    assert told == (None, "edge", "clock")


def test_with_few_changes_a_clock_that_fits_is_no_obstacle():
    found, told = of_an_evening()["few", 0]
    assert found["finding"] == "unproven"
    assert told == EGLE


def test_an_offset_that_is_stated_mends_the_times():
    found, told = of_an_evening()["mended"]
    assert (found["finding"], abs(found["best_minutes"]) <= 2) == ("fits", True)
    assert told == EGLE


def test_an_offset_that_is_stated_and_wrong_is_refused_as_well():
    found, _ = of_an_evening()["spoilt"]
    assert found["finding"] == "refused"


@cache
def of_gaps():
    """The finding by how fast addresses change hands, and by minutes ahead."""
    evenings = {
        (gap, minutes): ahead(minutes, an_evening(gap=gap))
        for gap in ((1, 5), (600, 4 * 3600))
        for minutes in (0, 60, -10)
    }
    found = judged_evenings(evenings)
    return {name: one.clocks["nas-1"]["finding"] for name, one in found.items()}


@pytest.mark.parametrize("gap", [(1, 5), (600, 4 * 3600)])
def test_however_fast_addresses_change_hands_an_hour_is_seen(gap):
    assert of_gaps()[gap, 0] == "fits"
    assert of_gaps()[gap, 60] == "refused"
    assert of_gaps()[gap, -10] == "refused"


def told_by_two(minutes):
    """Egle's stop is lost; that Jonas came after her, his gateway's clock puts before or behind."""
    later = held("jonas", "13:00", "14:30", OTHER, session_key="later")
    lost = [logged("start", "08:00", "egle", OTHER, gateway="nas-2"), *beats("nas-2")]
    logins = [*shifted([*an_evening()[1], *later], minutes), *lost]
    return evening(an_evening()[0], logins, spoke("14:00", 60, src=OTHER))


def two_gateways():
    """The evening, and beside it another of a gateway whose clock is an hour ahead."""
    sent, logins = an_evening(seed=4, gateway="nas-2", network="198.51.200")
    both = pa.concat_tables([an_evening()[0], sent])
    return evening(both, [*an_evening()[1], *shifted(logins, 60, "nas-2")])


def unrelated():
    """The same addresses at work at any time of the day."""
    luck = Random(5)  # noqa: S311  # planted, not secret
    rows = [
        row | {"started_at": begun, "ended_at": begun + 30 * SECOND}
        for row in an_evening()[0].to_pylist()
        for begun in (at("00:00") + luck.randrange(86_400) * SECOND,)
    ]
    return evening(tables(rows)["connection"], an_evening()[1])


@cache
def of_other_evenings():
    evenings = {("told by two", minutes): told_by_two(minutes) for minutes in (0, 300, -420)}
    evenings |= {
        "two gateways": two_gateways(),
        "unrelated": unrelated(),
        "no connections": evening(tables()["connection"], an_evening()[1], TUNNEL),
    }
    return judged_evenings(evenings)


def test_another_gateways_clock_is_its_own():
    told = of_other_evenings()["two gateways"].clocks
    found = {gateway: row["finding"] for gateway, row in told.items()}
    assert found == {"nas-1": "fits", "nas-2": "refused"}


def test_traffic_that_knows_nothing_of_the_logins_condemns_no_clock():
    assert of_other_evenings()["unrelated"].clocks["nas-1"]["finding"] == "fits"


def test_logins_without_any_connection_of_their_addresses_leave_the_clock_unproven():
    assert of_other_evenings()["no connections"].clocks == {}


@pytest.mark.parametrize(("minutes", "doubt"), [(0, "shared"), (300, "clock"), (-420, "clock")])
def test_of_an_address_that_a_refused_clock_tells_of_no_other_gateway_is_believed(minutes, doubt):
    rows = of_other_evenings()["told by two", minutes].sessions
    assert [(row["holder"], answer(row)[2]) for row in rows] == [(None, doubt)]


def delegated(evening, length):
    """The same evening of a gateway that gives out prefixes alone, each sent from by two addresses."""
    connections, logins = evening[0].to_pylist(), evening[1]
    number = {ip: n for n, ip in enumerate(sorted({row["ip"] for row in logins}), 0x100)}
    prefixes = {ip: f"2001:db8:{n:x}:40::" for ip, n in number.items()}
    given = [
        row | {"ip": ip, "ip_key": key(ip), "prefix_length": length}
        for row in logins
        for ip in (prefixes[row["ip"]],)
    ]
    sent = [
        row | {"src_ip": ip, "src_key": key(ip)}
        for n, row in enumerate(connections)
        for ip in (f"{prefixes[row['src_ip']].removesuffix('40::')}{(0x41, 0x7E)[n % 2]:x}::5",)
    ]
    # The same lines' neighbours are at work all day.
    beside = [
        spoke(at("00:00") + 1800 * n * SECOND, 1800, src=f"2001:db8:{line:x}:80::5", dport=443)
        for line in range(0x100, 0x120)
        for n in range(48)
    ]
    return sent, beside, given


@cache
def of_prefixes():
    """The clock's row by the prefixes' length and the minutes ahead, and of what has addresses too."""
    sent, _, given = delegated(an_evening(SOME), 56)
    evenings = {
        "addresses alone": evening(*an_evening(SOME)),
        "addresses too": evening(an_evening(SOME)[0], [*an_evening(SOME)[1], *given], *sent),
    }
    for length in (58, 57):
        sent, beside, given = delegated(an_evening(), length)
        whole = tables([*sent, *(beside if length == 58 else [])])["connection"]
        evenings |= {
            (length, minutes): evening(whole, shifted(given, minutes)) for minutes in (0, 10, -60)
        }
    return {name: found.clocks["nas-1"] for name, found in judged_evenings(evenings).items()}


@pytest.mark.parametrize("minutes", [0, 10, -60])
@pytest.mark.parametrize("length", [58, 57])
def test_prefixes_are_checked_by_all_the_addresses_under_them(minutes, length):
    found = of_prefixes()[length, minutes]
    assert found["finding"] == ("refused" if minutes else "fits")
    assert abs(found["best_minutes"] + minutes) <= 2


def test_a_change_of_address_and_prefix_at_once_counts_as_one():
    found = of_prefixes()
    assert found["addresses too"]["changes"] == found["addresses alone"]["changes"]


@pytest.mark.parametrize(("hours", "zone"), [(3, "Europe/Vilnius"), (24, "UTC"), (-24, "UTC")])
def test_a_record_of_another_date_counts_where_its_corrected_time_is_in_the_window(hours, zone):
    """The session's only record is its stop, on the evening after the night."""
    ahead = dt.timedelta(hours=hours)
    lone = logged("stop", at("21:30", 1), session_seconds=40 * 3600)
    told = shifted([*beats(), lone], 60 * hours)
    settings = Settings(night_zone=zone, gateways=(Gateway("nas-1", -ahead.total_seconds()),))
    assert answer(one([spoke("12:00")], told, settings=settings)) == JONAS
