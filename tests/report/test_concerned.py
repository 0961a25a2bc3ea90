"""What the register says of somebody is told by the terms that can concern him, as by all of them."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from tests.planting.rows import DAY, at, key, tables, term
from tracker.engine.duckdb import DuckDB
from tracker.judge.asking import QUESTION, ask, register_values, show_lists
from tracker.judge.nights import micros, night
from tracker.report.sessions import statement
from tracker.settings import Settings, zone_info

BINDINGS = [
    *(("account", name) for name in ("jonas", "egle", "rasa", "tadas")),
    *(("circuit", name) for name in ("c-1", "c-2")),
    *(("cidr", net) for net in ("192.0.2.8/29", "192.0.2.10/32", "198.51.100.0/24")),
]
ASKED = {
    "session": 1,
    "judged": DAY,
    "subject_key": key("192.0.2.10"),
    "holder": "jonas",
    "station": "c-1",
    "remote_key": key("203.0.113.5"),
    "family": "wireguard",
    "protocol": 17,
    "port": 51820,
    "first_us": micros(at("12:00")),
    "last_us": micros(at("13:00")),
    "tier": "likely",
    "attribution": "exact",
    "doubt": None,
}


def register(random: Random) -> list[dict[str, Any]]:
    """Terms of few registrants in versions that change bindings, move from one another, and close."""
    made = []
    for number in range(14):
        registrant = f"F-{random.randrange(5)}"
        for version in range(random.choice([1, 1, 2, 3])):
            days = random.randrange(0, 90)
            recorded = dt.datetime(2026, 1, 1, tzinfo=dt.UTC) + dt.timedelta(
                days=days, hours=version
            )
            made.append(
                term(
                    number,
                    random.choice(BINDINGS),
                    registrant_id=registrant if random.random() < 0.9 else "F-9",
                    recorded_at=recorded,
                    first_recorded_at=recorded,
                    registry_version=f"v{days}-{version}",
                    valid_from=dt.datetime(2026, random.randrange(1, 5), 1, tzinfo=dt.UTC),
                    valid_to=random.choice([None, at("12:30"), at("12:00", 20)]),
                    status=random.choice(["approved", "approved", "pending", "revoked"]),
                    state=random.choice(["open", "open", "open", "closed"]),
                    moved_from=random.choice([None, f"R-{random.randrange(14)}"]),
                )
            )
    return made


def looked(terms: list[dict[str, Any]], *, narrowed: bool) -> list[list[dict[str, Any]]]:
    """The terms that bind whoever is asked about, and the verdict."""
    settings = Settings()
    with DuckDB() as engine:
        for name, rows in tables((), (), terms).items():
            engine.register(name, rows)
        values = register_values(settings)
        show_lists(engine, [night(DAY, zone_info("UTC"))], settings, values)
        engine.register("question", pa.Table.from_pylist([ASKED], QUESTION))
        if narrowed:
            engine.keep("registration_us", statement("concerned"))
        ask(engine, values)
        return [
            engine.connection.sql(f"from {name} order by all").to_arrow_table().to_pylist()
            for name in ("looked", "verdict")
        ]


@pytest.mark.parametrize("seed", range(8))
def test_the_terms_that_can_concern_somebody_tell_what_the_whole_register_tells(seed):
    terms = register(Random(seed))  # noqa: S311  # no secret
    assert looked(terms, narrowed=True) == looked(terms, narrowed=False)


def test_most_of_a_register_concerns_nobody_who_is_asked_about():
    terms = [term(n, ("account", f"somebody {n}")) for n in range(50)]
    with DuckDB() as engine:
        for name, rows in tables((), (), [*terms, term(99)]).items():
            engine.register(name, rows)
        show_lists(engine, [night(DAY, zone_info("UTC"))], Settings(), register_values(Settings()))
        engine.register("question", pa.Table.from_pylist([ASKED], QUESTION))
        kept = engine.rows(statement("concerned"))
    assert kept["registration_id"].to_pylist() == ["R-99"]
