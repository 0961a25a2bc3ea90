"""Lists of networks: what is taken, which version counts, what is refused."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest

from tests.registry.conftest import NOW
from tracker.errors import Faults, InputError, UsageError
from tracker.registry.lists import (
    check_jump,
    endpoints_in_force,
    listed_versions,
    plan_list,
    read_list,
)
from tracker.tables import arrow_schema

EMPTY = arrow_schema("endpoint").empty_table()
HEADER = "cidr,category,provider\n"
OUTWARD = ["vpn", "licensed_vpn", "tor", "relay", "hosting", "epdg"]


@pytest.fixture
def networks(engine, written):
    return lambda text: read_list(written(text), engine)


@pytest.fixture
def plan(engine, networks):
    """Plans an import of a list's text over the endpoints known."""

    def run(text, known=EMPTY, now=NOW, name="vpn", **how):
        engine.register("endpoint", known)
        return plan_list(engine, networks(text), name, now=now, **how)

    return run


def test_a_network_is_stored_with_its_keys_and_defaults(networks):
    (row,) = networks(HEADER + "203.0.113.0/24,vpn,Example VPN\n").rows.to_pylist()
    assert row == {
        "cidr": "203.0.113.0/24",
        "first_key": "00000000000000000000ffffcb007100",
        "last_key": "00000000000000000000ffffcb0071ff",
        "category": "vpn",
        "provider": "Example VPN",
        "host": None,
        "confidence": "shared",
        "first_seen": None,
        "last_seen": None,
    }


def test_a_list_may_say_host_confidence_and_where_it_is_from(networks):
    header = "source,host,confidence,cidr,category,provider"
    text = f"{header}\nx,VPN.example.net,dedicated,2001:db8::/32,vpn,\n"
    (row,) = networks(text).rows.to_pylist()
    assert (row["host"], row["confidence"], "source" in row) == (
        "vpn.example.net", "dedicated", False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("203.0.113.1/24,vpn,", "has host bits set"),
        ("203.0.113,vpn,", "is no address or prefix"),
        ("203.0.113.0/24,VPN,", "category 'VPN'"),
        (",vpn,", "cidr is empty"),
        ("203.0.113.0/24,,", "category is empty"),
        ("203.0.113.0/24,vpn", "2 values; expected 3"),
    ],
)
def test_a_bad_row_is_refused_with_its_line(networks, row, said):
    with pytest.raises(Faults, match=said) as raised:
        networks(f"{HEADER}198.51.100.0/24,vpn,\n{row}\n")
    assert [fault.line for fault in raised.value.faults] == [3]


@pytest.mark.parametrize("category", OUTWARD)
@pytest.mark.parametrize(
    "cidr",
    ["10.1.0.0/16", "172.31.0.0/24", "192.168.1.1", "100.64.0.0/12", "127.0.0.1", "169.254.1.0/24",
     "0.0.0.0/8", "224.0.0.1", "240.0.0.0/5", "::1", "fe80::/64", "fd00::/8", "ff02::1",
     "200.0.0.0/11", "2800::/18"],
)  # fmt: skip
def test_a_category_that_judges_takes_no_private_and_no_very_wide_prefix(networks, category, cidr):
    with pytest.raises(Faults, match=r"lies in reserved|is wider than"):
        networks(f"{HEADER}{cidr},{category},\n")


@pytest.mark.parametrize("category", ["infrastructure", "pool_static", "pool_cgnat", "local"])
def test_networks_of_ones_own_may_be_private(networks, category):
    assert networks(f"{HEADER}10.0.0.0/8,{category},\n").rows.num_rows == 1


def test_documentation_ranges_are_taken(networks):
    assert networks(HEADER + "203.0.113.0/24,vpn,\n2001:db8::/32,vpn,\n").rows.num_rows == 2


def test_a_list_without_networks_is_refused(networks):
    with pytest.raises(InputError, match="without networks"):
        networks(HEADER)


ONE = HEADER + "203.0.113.0/24,vpn,A\n"
TWO = HEADER + "203.0.113.0/24,vpn,A\n198.51.100.0/24,vpn,B\n"


def test_the_first_version_counts_from_always_and_the_next_from_its_import(plan):
    first = plan(ONE).rows
    later = plan(TWO, first, NOW + timedelta(days=1)).rows
    assert set(first.column("as_of").to_pylist()) == {None}
    assert set(later.column("as_of").to_pylist()) == {NOW + timedelta(days=1)}


def test_a_date_that_was_said_is_kept(plan):
    assert plan(ONE, as_of=NOW - timedelta(days=9)).rows.column("as_of").to_pylist()[0] < NOW


@pytest.mark.parametrize("version", [None, "2026-03"])
def test_the_same_list_twice_adds_nothing(plan, version):
    first = plan(ONE, version=version)
    again = plan(ONE, first.rows, NOW + timedelta(days=1), version=version)
    assert again.rows.num_rows == 0
    assert again.version == first.version


def test_the_order_of_rows_and_repeated_rows_do_not_matter(plan):
    first = plan(TWO, version="v")
    turned = HEADER + "198.51.100.0/24,vpn,B\n203.0.113.0/24,vpn,A\n203.0.113.0/24,vpn,A\n"
    assert plan(turned, first.rows, version="v").rows.num_rows == 0


def test_a_version_is_never_overwritten(plan):
    first = plan(ONE, version="v").rows
    for how in ({"text": TWO}, {"text": ONE, "as_of": NOW}):
        with pytest.raises(InputError, match="version v of list vpn is there"):
            plan(known=first, version="v", **how)


def test_going_back_to_an_earlier_list_is_a_version_of_its_own(plan):
    first = plan(ONE, version="a").rows
    known = pa.concat_tables([first, plan(TWO, first, NOW + timedelta(days=1), version="b").rows])
    assert plan(ONE, known, NOW + timedelta(days=2)).rows.num_rows == 1


def test_going_back_within_a_day_asks_for_a_name(plan):
    first = plan(ONE).rows
    known = pa.concat_tables([first, plan(TWO, first, NOW + timedelta(hours=1)).rows])
    with pytest.raises(InputError, match="name another one with --version"):
        plan(ONE, known, NOW + timedelta(hours=2))


@pytest.mark.parametrize("bad", ["", "a b", "../x", "-x", "x" * 65, "caf\u00e9", "x\n"])
def test_a_name_is_plain(plan, bad):
    with pytest.raises(UsageError):
        plan(ONE, name=bad)
    with pytest.raises(UsageError):
        plan(ONE, version=bad or " ")


@pytest.mark.parametrize(
    ("days", "version"), [(-99, "a"), (0, "a"), (4, "a"), (5, "b"), (9, "b"), (10, "c"), (99, "c")]
)
def test_the_version_in_force_is_the_last_that_has_begun_or_the_first(engine, plan, days, version):
    known = EMPTY
    for name, day in (("b", 5), ("a", 0), ("c", 10)):
        given = plan(ONE, known, version=name, as_of=NOW + timedelta(days=day))
        known = pa.concat_tables([known, given.rows])
    engine.register("endpoint", known)
    found = endpoints_in_force(engine, NOW + timedelta(days=days))
    assert found.column("version").to_pylist() == [version]


def test_versions_are_listed_with_when_they_count(engine, plan):
    first = plan(ONE, version="a").rows
    then = NOW + timedelta(days=1)
    known = pa.concat_tables([first, plan(TWO, first, then, version="b").rows])
    engine.register("endpoint", known)
    found = listed_versions(engine).to_pylist()
    told = [(r["version"], r["networks"], r["counts_from"], r["counts_until"]) for r in found]
    assert told == [("a", 1, None, then), ("b", 2, then, None)]


def many(count, first=0, length=32):
    """A list of so many networks, 11.0.0.0 and on."""
    step = 1 << (32 - length)
    ends = (11 * (1 << 24) + (first + n) * step for n in range(count))
    cidrs = (".".join(str(end >> shift & 255) for shift in (24, 16, 8, 0)) for end in ends)
    return HEADER + "".join(f"{cidr}/{length},vpn,\n" for cidr in cidrs)


@pytest.fixture
def jump(engine, plan):
    """Whether a second list is a jump from a first, and with which words."""

    def run(before, after, most=0.5, **how):
        first = plan(before).rows if before else EMPTY
        planned = plan(after, first, NOW + timedelta(days=1), **how)
        try:
            check_jump(engine, "file.csv", planned, "vpn", most)
        except InputError as fault:
            return str(fault)

    return run


@pytest.mark.parametrize(
    ("before", "after", "jumps"),
    [
        (many(20), many(30), False),
        (many(20), many(31), True),
        (many(20), many(10), False),
        (many(20), many(9), True),
        (many(2), many(11), False),  # nine more
        (many(2), many(12), True),
        (many(1, length=24), many(1, length=23), True),  # a /24 more
        (many(255), many(255, first=255), False),  # as many as before
        (many(1, length=24), many(1, length=24) + "11.0.0.7,vpn,\n", False),  # within another
        (HEADER + "2001:db8::/32,vpn,\n", many(1, length=24), True),  # none in IPv4 before
        (None, many(300), False),
        (many(20), many(20), False),
    ],
)
def test_a_version_jumps_by_its_networks_or_by_its_addresses(jump, before, after, jumps):
    assert bool(jump(before, after)) is jumps


def test_a_jump_tells_both_numbers_and_the_way_out(jump):
    told = jump(many(20, length=24), many(2, length=24))
    assert "from 20 to 2 networks, from 5,120 to 512 IPv4 addresses" in told
    assert "at most 50% more or fewer of either (max_jump); say --allow-jump" in told
    assert jump(many(20, length=24), many(2, length=24), 0.9) is None


def test_a_jump_is_measured_from_the_version_that_counted_before(engine, plan):
    known = plan(many(20), version="a").rows
    later = plan(many(100), known, version="b", as_of=NOW + timedelta(days=9))
    known = pa.concat_tables([known, later.rows])
    between = plan(many(25), known, version="c", as_of=NOW + timedelta(days=5))
    check_jump(engine, "file.csv", between, "vpn", 0.5)
    behind = plan(many(25), known, version="d", as_of=NOW + timedelta(days=10))
    with pytest.raises(InputError, match="from 100 to 25 networks"):
        check_jump(engine, "file.csv", behind, "vpn", 0.5)


def test_when_a_network_was_seen_is_part_of_a_version(plan):
    header = "cidr,category,provider,first_seen\n"
    first = plan(header + "203.0.113.5,vpn,,2026-03-01\n").rows
    again = plan(header + "203.0.113.5,vpn,,2026-03-01\n", first, NOW + timedelta(days=1))
    other = plan(header + "203.0.113.5,vpn,,2026-03-02\n", first, NOW + timedelta(days=1))
    assert (again.rows.num_rows, other.rows.num_rows) == (0, 1)
