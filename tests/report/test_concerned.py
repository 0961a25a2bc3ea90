"""Register and lists say of somebody by what can concern him what they say by all of it."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

import pyarrow as pa
import pytest

from tests.planting.rows import DAY, POOL, at, key, listed, tables, term
from tracker.engine.duckdb import DuckDB
from tracker.engine.engine import show_inputs
from tracker.judge.asking import QUESTION, ask, keep_lists, register_values
from tracker.judge.nights import micros, night
from tracker.report.sessions import statement
from tracker.settings import Settings, zone_info

BINDINGS = [
    *(("account", name) for name in ("jonas", "egle", "rasa", "tadas")),
    *(("circuit", name) for name in ("c-1", "c-2")),
    *(("cidr", net) for net in ("192.0.2.8/29", "192.0.2.10/32", "198.51.100.0/24")),
]
REMOTES = [
    {"remote_kind": "any", "remote_value": None},
    {"remote_kind": "host", "remote_value": "vpn.bank.example"},
    {"remote_kind": "provider", "remote_value": "Hoster"},
]
NETWORKS = ("192.0.2.0/28", "203.0.113.0/24", "203.0.113.5/32", "203.0.113.128/25", "2001:db8::/32")
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
                    **random.choice(REMOTES),
                )
            )
    return made


def lists(random: Random) -> list[dict[str, Any]]:
    """Entries of lists in versions, each with its time: of the two ends asked about, and of others."""
    made = [POOL]
    for version in range(9):
        recorded = dt.datetime(2026, 3, 1, tzinfo=dt.UTC) + dt.timedelta(days=random.randrange(20))
        as_of = random.choice([None, at("00:00"), at("12:00"), at("13:00", 20)])
        name = f"list {random.randrange(3)}"
        made += [
            listed(
                cidr,
                random.choice(["epdg", "infrastructure", "licensed_vpn", "relay", "local", "vpn"]),
                name,
                version=str(version),
                recorded_at=recorded,
                as_of=as_of,
                host=random.choice([None, "vpn.bank.example"]),
                provider=random.choice([None, "Hoster"]),
            )
            for cidr in random.sample(NETWORKS, random.randrange(1, 4))
        ]
    return made


def told(
    terms: list[dict[str, Any]], entries: list[dict[str, Any]], *, narrowed: bool
) -> list[list[dict[str, Any]]]:
    """The terms that bind whoever is asked about, the entries with his or the other end, the verdict."""
    settings = Settings()
    asked = [ASKED, ASKED | {"session": 2, "family": "ipsec", "port": 4500}]
    with DuckDB() as engine:
        for name, rows in tables((), (), terms, entries).items():
            engine.register(name, rows)
        values = register_values(settings)
        show_inputs(engine)
        if narrowed:
            ends = {"src_key": ASKED["subject_key"], "remote_key": ASKED["remote_key"]}
            engine.keep("endpoint_us", statement("touching"), ends)
        keep_lists(engine, [night(DAY, zone_info("UTC"))], settings, values)
        engine.register("question", pa.Table.from_pylist(asked, QUESTION))
        if narrowed:
            engine.keep("registration_us", statement("concerned"))
        ask(engine, values)
        return [
            engine.connection.sql(f"from {name} order by all").to_arrow_table().to_pylist()
            for name in ("looked", "placed", "verdict")
        ]


@pytest.mark.parametrize("seed", range(12))
def test_what_can_concern_somebody_tells_what_all_terms_and_lists_tell(seed):
    random = Random(seed)  # noqa: S311  # no secret
    terms, entries = register(random), lists(random)
    assert told(terms, entries, narrowed=True) == told(terms, entries, narrowed=False)


def test_most_of_a_register_concerns_nobody_who_is_asked_about():
    terms = [term(n, ("account", f"somebody {n}")) for n in range(50)]
    with DuckDB() as engine:
        for name, rows in tables((), (), [*terms, term(99)]).items():
            engine.register(name, rows)
        show_inputs(engine)
        engine.register("question", pa.Table.from_pylist([ASKED], QUESTION))
        kept = engine.rows(statement("concerned"))
    assert kept["registration_id"].to_pylist() == ["R-99"]
