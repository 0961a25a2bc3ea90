"""A simulated night of an invented operator, judged: nobody is named who was not there."""

from __future__ import annotations

from functools import cache

import pyarrow as pa
import pytest

from tests.planting import rows
from tests.planting.rows import DAY
from tests.planting.simulated import Night, confusion, simulate
from tracker.engine.duckdb import DuckDB, Resources
from tracker.judge.nights import night
from tracker.judging import NEEDED, judge_nights
from tracker.settings import Settings, zone_info

SEED = 20260314
CGNATS = ("cgnat-1", "cgnat-2")
GATEWAYS = ("nas-1", "nas-2", "nas-3", "nas-4", "dhcp-1", *CGNATS)


def judged(planted: Night, threads: int = 2) -> pa.Table:
    """The judged sessions of the planted night."""
    terms = rows.tables()["registration"]
    with DuckDB(Resources(threads=threads)) as engine:
        told = (planted.connections, planted.logins, terms, planted.pools)
        for name, table in zip(NEEDED, told, strict=True):
            engine.register(name, table)
        nights = [night(DAY, zone_info("UTC"))]
        return judge_nights(engine, nights, Settings(), "run-1").sessions


def printed(table: dict[str, dict]) -> dict[str, dict]:
    """The confusion table, printed on the way."""
    *numbers, missed, unnamed = next(iter(table.values()))
    print("\n" + " ".join(f"{name:>15}" for name in numbers))  # noqa: T201  # what the run found
    for row in table.values():
        print(" ".join(f"{row[name]!s:>15}" for name in numbers))  # noqa: T201
        for name in (missed, unnamed):
            print(f"{name:>30}: {dict(row[name] or {})}")  # noqa: T201
    return table


@cache
def simulated(*ahead: tuple[str, int]) -> tuple[Night, pa.Table]:
    """The planted night, some gateways' clocks so many seconds ahead, and its judged sessions."""
    planted = simulated()[0] if ahead else simulate(SEED)
    for gateway, seconds in ahead:
        planted = planted.skewed(gateway, seconds)
    return planted, judged(planted)


@cache
def shown(*ahead: tuple[str, int]) -> dict[str, dict]:
    """The confusion table of the night, or of one with such clocks, by gateway."""
    planted, sessions = simulated(*ahead)
    return printed(confusion(planted.truth, sessions))


def wrongly(table: dict[str, dict]) -> dict[str, int]:
    """The gateways on which somebody was named who was not there, and how often."""
    return {gateway: row["wrong"] for gateway, row in table.items() if row["wrong"]}


def test_nobody_is_named_who_was_not_there():
    assert wrongly(shown()) == {}


def test_nearly_all_who_can_be_named_are_named():
    table = shown().values()
    able, named = (sum(row[what] for row in table) for what in ("attributable", "attributed"))
    assert able > 3000
    assert named >= 0.97 * able


def test_what_a_session_keeps_of_its_holder_is_what_his_name_rests_on():
    """His stay, and the loan that led to it, word by word; nothing where nobody is named."""
    loans = 0
    for one in simulated()[1].to_pylist():
        assert bool(one["holdings"]) == bool(one["holder"])
        if one["holder"]:
            told = {in_words(holding) for holding in one["holdings"]}
            assert set(one["holder_basis"].split(", ")) <= told
            loans += "cgnat" in one["holder_basis"]
    assert loans > 500


def in_words(holding: dict) -> str:
    lent = (
        f" of ports {holding['port_first']}-{holding['port_last']}" if holding["port_first"] else ""
    )
    ends = f"{holding['opened_by']} .. {holding['closed_by']}"
    return f"{holding['kind']} {ends}{lent} on {holding['gateway']}"


@pytest.mark.parametrize(
    "gateway",
    [
        *("nas-1", "nas-2", "nas-3", "nas-3 prefix", "dhcp-1"),
        *CGNATS,
    ],
)
def test_of_no_gateway_are_many_missed(gateway):
    row = shown()[gateway]
    assert row["attributed"] >= 0.9 * row["attributable"] > 90


def test_the_rows_are_the_same_in_whatever_order_and_on_however_many_threads():
    planted, sessions = simulated()
    assert judged(planted.shuffled(1), threads=1).equals(sessions)


def test_clocks_that_are_a_minute_wrong_have_nobody_named_who_was_not_there():
    minutes = [(one, (60, -60)[n % 2]) for n, one in enumerate(GATEWAYS[::2])]
    assert wrongly(shown(*minutes)) == {}


# Ten minutes, an hour and five hours, this way and that, of every kind of gateway. Those of one
# night have no address in common; of the logins behind a translation only its ports tell.
NIGHTS = (
    (("nas-1", -3600), ("nas-2", 18000), ("nas-4", -600)),
    (("nas-3", -600), ("dhcp-1", 600), ("nas-4", 3600)),
    (("cgnat-1", -18000),),
    (("cgnat-2", 3600),),
)
WRONG = [(gateway, night) for night in NIGHTS for gateway, _ in night]
PREFIXES = {"nas-3": "nas-3 prefix"}


@pytest.mark.parametrize("night", NIGHTS)
def test_clocks_that_are_ten_minutes_wrong_or_more_have_nobody_named_who_was_not_there(night):
    assert wrongly(shown(*night)) == {}


@pytest.mark.parametrize(
    ("gateway", "night"), [(one, night) for one, night in WRONG if one != "nas-4"]
)
def test_a_clock_that_is_ten_minutes_wrong_or_more_has_its_gateway_refused(gateway, night):
    table = shown(*night)
    for row in (table[gateway], table[PREFIXES.get(gateway, gateway)]):
        assert row["attributed"] == row["named_besides"] == 0
        assert {word for word, _ in row["missed"]} <= {"clock", "no session"}


@pytest.mark.parametrize("night", [night for one, night in WRONG if one == "nas-4"])
def test_a_wrong_clock_of_the_logins_behind_a_cgnat_has_nobody_named(night):
    """No connection shows their addresses; that ports were lent to them tells."""
    for gateway in CGNATS:
        assert shown(*night)[gateway]["attributed"] == 0
        assert shown(*night)[gateway]["named_besides"] == 0


@pytest.mark.parametrize("night", NIGHTS)
def test_a_gateway_that_is_refused_takes_nothing_from_those_beside_it(night):
    wrong = {gateway for gateway, _ in night}
    behind = {*CGNATS} if "nas-4" in wrong else set()
    for gateway, row in shown().items():
        if gateway.split()[0] not in wrong | behind:
            assert shown(*night)[gateway] == row
