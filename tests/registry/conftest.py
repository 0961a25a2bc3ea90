"""Registers and lists written to real files, and the functions that read them."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from tracker.attribute.names import Names
from tracker.attribute.pseudonyms import Key
from tracker.engine.duckdb import DuckDB
from tracker.errors import Faults, TrackerError
from tracker.folding import Folding
from tracker.registry.register import FIELDS, read_register
from tracker.settings import Settings
from tracker.tables import arrow_schema

HEADER = [field.name for field in FIELDS]
KEY = Key(b"k" * 32)
NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
TERM = {
    "registration_id": "R-1",
    "registrant_id": "C-1",
    "category": "company",
    "binding_kind": "cidr",
    "binding_value": "192.0.2.0/28",
    "remote_kind": "any",
    "valid_from": "2026-01-01",
    "valid_to": "2026-12-31",
    "status": "approved",
}


def term(**other):
    return TERM | other


def text_of(terms, header=HEADER, end="\r\n", quoting=csv.QUOTE_MINIMAL):
    """A register or list as CSV text."""
    written = io.StringIO()
    writer = csv.DictWriter(written, header, restval="", lineterminator=end, quoting=quoting)
    writer.writeheader()
    writer.writerows(terms)
    return written.getvalue()


@pytest.fixture(scope="session")
def engine():
    with DuckDB() as engine:
        yield engine


@pytest.fixture(scope="session")
def written(tmp_path_factory):
    """Writes a file and names it; the same name each time, so that examples stay cheap."""
    path = tmp_path_factory.mktemp("registry") / "file.csv"

    def write(content):
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture(scope="session")
def read(engine, written):
    """Reads a register from its text, or from terms."""

    def run(content, zone="UTC", pools=None, names=None):
        content = text_of(content) if isinstance(content, list) else content
        return read_register(written(content), engine, Settings(night_zone=zone), names, pools)

    return run


@pytest.fixture(scope="session")
def refused(read):
    """The faults of a register as (line, text)."""

    def run(*args, **how):
        with pytest.raises(TrackerError) as raised:
            read(*args, **how)
        assert raised.value.exit_code == 4
        found = raised.value.faults if isinstance(raised.value, Faults) else [raised.value]
        return [(fault.line, str(fault)) for fault in found]

    return run


@pytest.fixture
def lake(tmp_path, empty_lake):
    return empty_lake(tmp_path / "lake", KEY.check)


@pytest.fixture(scope="session")
def names(engine):
    return Names(KEY, Folding(), engine)


def pool(category, cidr="192.0.2.0/24", first="c0000200", last="c00002ff"):
    """One row of `endpoint`."""
    low, high = (f"00000000000000000000ffff{digits}" for digits in (first, last))
    row = {"list": "pools", "cidr": cidr, "category": category, "first_key": low, "last_key": high}
    return pa.Table.from_pylist([row], schema=arrow_schema("endpoint"))
