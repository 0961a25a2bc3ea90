"""The cases of tests/detections, each on every engine: what fires, with which weight, and what not."""

import tomllib
from pathlib import Path

import pyarrow as pa
import pytest

from tracker.judge.detections import FOLDER, detect, read_detections

CASES = Path(__file__).parents[1] / "detections"
COLUMNS = {
    "session": pa.string(),
    "family": pa.string(),
    "protocol": pa.int32(),
    "port": pa.int32(),
    "role": pa.string(),
    "connections": pa.int64(),
    "bytes_out": pa.int64(),
    "bytes_in": pa.int64(),
    "packets_out": pa.int64(),
    "packets_in": pa.int64(),
    "payload_out": pa.int64(),
    "payload_in": pa.int64(),
    "udp_header_bytes": pa.int32(),
    "seconds": pa.int64(),
    "first_us": pa.int64(),
    "last_us": pa.int64(),
    "remotes": pa.int64(),
    "remote_serves": pa.int32(),
    "to_relay": pa.int32(),
}
LISTED = {
    "session": pa.string(),
    "list_name": pa.string(),
    "version": pa.string(),
    "cidr": pa.string(),
    "category": pa.string(),
    "provider": pa.string(),
    "confidence": pa.string(),
    "length": pa.int32(),
    "age_days": pa.int64(),
    "dated": pa.string(),
}
UNSAID = {"family": "other", "port": 0, "connections": 1, "seconds": 60, "remotes": 0, "role": "strong"}

# What a case says nothing of: one address of a list that is a week old.
ENTRY = {
    "list_name": "vpn",
    "version": "1",
    "cidr": "203.0.113.5/32",
    "category": "vpn",
    "confidence": "shared",
    "length": 32,
    "age_days": 7,
    "dated": "2026-03-07",
}


def cases():
    """Every case of every detection, under "detection: case"."""
    return {
        f"{path.stem}: {case['name']}": case | {"detection": path.stem}
        for path in sorted(CASES.glob("*.toml"))
        for case in tomllib.loads(path.read_text())["case"]
    }


def fired(engine):
    """What fires on all cases at once: (session, detection) -> weight in tenths and what was seen."""
    rows = [
        UNSAID | row | {"session": name} for name, case in cases().items() for row in case["seen"]
    ]
    assert not {column for row in rows for column in row} - set(COLUMNS)
    engine.register("seen", pa.Table.from_pylist(rows, pa.schema(list(COLUMNS.items()))))
    listed = [
        ENTRY | row | {"session": name}
        for name, case in cases().items()
        for row in case.get("listed", [])
    ]
    engine.register("listed", pa.Table.from_pylist(listed, pa.schema(list(LISTED.items()))))
    made = detect(engine, read_detections())
    found = read_all(engine).to_pylist()
    engine.drop(made)
    return {(row["session"], row["detection"]): (row["tenths"], row["saw"]) for row in found}


def read_all(engine):
    from tracker.engine.statement import Statement

    return engine.rows(Statement("all", "select * from evidence"))


def expected():
    """What must fire, as `fired` has it; None where a case is silent about it."""
    told = {name: case for name, case in cases().items() if case["fires"]}
    return {
        (name, case["detection"]): (
            round(case["weight"] * 10) if "weight" in case else None,
            case.get("saw"),
        )
        for name, case in told.items()
    }


def test_every_case_fires_or_not_as_it_says(engine):
    """Only the detection a case belongs to is asked: others may have their say on the same rows."""
    own = {pair: told for pair, told in fired(engine).items() if pair[0].startswith(f"{pair[1]}: ")}
    wanted = expected()
    assert set(own) == set(wanted)
    for pair, (tenths, saw) in wanted.items():
        assert tenths is None or own[pair][0] == tenths, pair
        assert saw is None or own[pair][1] == saw, pair


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.sql")))
def test_each_detection_has_a_case_that_fires_and_a_near_miss(name):
    own = [case["fires"] for case in cases().values() if case["detection"] == name]
    assert set(own) == {True, False}


def test_every_case_belongs_to_a_detection():
    assert {path.stem for path in CASES.glob("*.toml")} == {
        path.stem for path in FOLDER.glob("*.sql")
    }
