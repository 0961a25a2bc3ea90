"""Keys become canonical text again: what Python's ipaddress says."""

from ipaddress import ip_address
from random import Random

import pyarrow as pa

from tests.planting.rows import key
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.judge.sessions import FOLDER

UGLY = [
    "::",
    "::1",
    "1::",
    "1:0:0:2::",
    "1::2:0:0:3",
    "0:1::",
    "1:0:2:3:4:5:6:7",
    "0:0:1::2:0:0",
    "a0b::100",
]
OLD = ["0.0.0.0", "255.255.255.255", "192.0.2.1", "10.0.0.255"]  # noqa: S104  # an address in a log


def addresses():
    luck = Random(7)  # noqa: S311  # planted, not secret
    drawn = [
        ":".join(luck.choice(("0", "0", "1", "ff", "20d")) for _ in range(8)) for _ in range(500)
    ]
    return sorted({*UGLY, *OLD, *drawn})


def written(engine, addresses):
    """Each key with the text that an engine makes of it."""
    pairs = pa.table(
        {
            "pair": range(len(addresses)),
            "subject_key": [key(one) for one in addresses],
            "remote_key": [key("::1")] * len(addresses),
            "inner_key": [""] * len(addresses),
        }
    )
    engine.register("pair", pairs)
    engine.keep("address", read_statement(FOLDER / "address.sql"))
    found = engine.rows(Statement("all", "select address_key, ip from address")).to_pylist()
    engine.drop(["address"])
    return {row["address_key"]: row["ip"] for row in found}


def wanted(addresses):
    return {key(one): str(ip_address(one)) for one in addresses}


def test_a_key_is_written_as_rfc_5952_wants_it():
    with DuckDB() as engine:
        assert written(engine, addresses()) == wanted(addresses())
