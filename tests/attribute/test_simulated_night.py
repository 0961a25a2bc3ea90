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
def simulated(gateway: str = "", seconds: int = 0, seed: int = SEED) -> tuple[Night, pa.Table]:
    """The planted night, a gateway's clock maybe ahead, and its judged sessions."""
    planted = simulated()[0].skewed(gateway, seconds) if gateway else simulate(seed)
    return planted, judged(planted)


def shown(gateway: str = "", seconds: int = 0, seed: int = SEED) -> dict[str, dict]:
    """The confusion table of the night, or of one on which a gateway's clock is ahead, by gateway."""
    planted, sessions = simulated(gateway, seconds, seed)
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


@pytest.mark.parametrize(
    ("gateway", "seconds"), [(one, (60, -60)[n % 2]) for n, one in enumerate(GATEWAYS[::2])]
)
def test_a_clock_that_is_a_minute_wrong_has_nobody_named_who_was_not_there(gateway, seconds):
    assert wrongly(shown(gateway, seconds)) == {}


# Ten minutes, an hour and five hours, this way and that, of every kind of gateway.
SHIFTS = [
    *(("nas-1", -3600), ("nas-2", 18000), ("nas-3", -600), ("dhcp-1", 600)),
    *(("cgnat-1", -18000), ("cgnat-2", 3600)),
]
PREFIXES = {"nas-3": "nas-3 prefix"}


@pytest.mark.parametrize(("gateway", "seconds"), SHIFTS)
def test_a_clock_that_is_ten_minutes_wrong_or_more_has_its_gateway_refused(gateway, seconds):
    table = shown(gateway, seconds)
    assert wrongly(table) == {}
    for row in (table[gateway], table[PREFIXES.get(gateway, gateway)]):
        assert row["attributed"] == row["named_besides"] == 0
        assert {word for word, _ in row["missed"]} <= {"clock", "no session"}


@pytest.mark.parametrize("seconds", [-600, 3600])
def test_a_wrong_clock_of_the_logins_behind_a_cgnat_has_nobody_named(seconds):
    """No connection shows their addresses; that ports were lent to them tells."""
    table = shown("nas-4", seconds)
    assert wrongly(table) == {}
    for gateway in CGNATS:
        assert table[gateway]["attributed"] == table[gateway]["named_besides"] == 0


@pytest.mark.parametrize(("wrong", "right"), [CGNATS, CGNATS[::-1]])
def test_a_translation_that_is_refused_takes_nothing_from_the_one_beside_it(wrong, right):
    assert shown(wrong, 600)[right] == shown()[right]
