"""Keys become canonical text again: what Python's ipaddress says, on both engines."""

from ipaddress import ip_address
from random import Random

import pyarrow as pa
import pytest

from tests.planting.rows import key
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


@pytest.fixture(scope="module")
def addresses():
    luck = Random(7)  # noqa: S311  # planted, not secret
    drawn = [
        ":".join(luck.choice(("0", "0", "1", "ff", "20d")) for _ in range(8)) for _ in range(500)
    ]
    return sorted({*UGLY, *OLD, *drawn})


def test_a_key_is_written_as_rfc_5952_wants_it(engine, addresses):
    pairs = pa.table(
        {
            "subject_key": [key(one) for one in addresses],
            "remote_key": [key("::1")] * len(addresses),
            "inner_key": [""] * len(addresses),
        }
    )
    engine.register("pair", pairs)
    engine.keep("address", read_statement(FOLDER / "address.sql"))
    found = engine.rows(Statement("all", "select address_key, ip from address")).to_pylist()
    engine.drop(["address"])
    told = {row["address_key"]: row["ip"] for row in found}
    assert told == {key(one): str(ip_address(one)) for one in addresses}
