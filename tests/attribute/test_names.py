"""Names: pseudonyms in their place, each name sealed once however often it is met."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa
import pytest

from tracker.attribute import names as rooms
from tracker.attribute.names import Names
from tracker.attribute.pseudonyms import Key
from tracker.attribute.sealing import open_name
from tracker.engine.duckdb import DuckDB
from tracker.folding import Folding

KEY = Key(bytes(range(32)))
NOW = dt.datetime(2026, 3, 14, tzinfo=dt.UTC)


@pytest.fixture
def engine():
    with DuckDB() as engine:
        yield engine


@pytest.fixture
def lake(tmp_path, empty_lake):
    return empty_lake(tmp_path / "lake", KEY.check)


def new(names, lake):
    """The rows of `identity` that are new, with the name in clear."""
    rows = [row for batch in names.new(lake, "a", NOW) for row in batch.to_pylist()]
    return {(row["kind"], open_name(KEY, row["pseudonym"], row["sealed"])) for row in rows}


def test_names_of_logins_and_stations_give_way_to_pseudonyms_and_nothing_else_does(engine):
    names = Names(KEY, Folding(), engine)
    columns = {
        "login.0.user": pa.array(["ona", None, "jonas"]),
        "login.1.user": pa.array(["ona", None, "jonas"]),
        "login.2.user": pa.array([None, None, None], pa.string()),
        "login.0.station": pa.array(["ona", "02-00-5E-00-00-01", None]),
        "login.0.gateway": pa.array(["ona", "x", None]),
    }
    gateway = columns["login.0.gateway"]
    hidden = {name: column.to_pylist() for name, column in names.hidden(columns).items()}
    ona, none, jonas = hidden["login.0.user"]
    assert none is None
    assert len(ona) == len(jonas) == 32
    assert hidden["login.1.user"] == [ona, None, jonas]
    assert hidden["login.2.user"] == [None] * 3
    assert hidden["login.0.station"][0] == ona
    assert hidden["login.0.station"][2] is None
    assert hidden["login.0.gateway"] == gateway.to_pylist()


@pytest.mark.parametrize("at_hand", [0, 3, 1000])
def test_a_name_has_one_pseudonym_in_all_batches_however_many_stay_at_hand(
    engine, lake, monkeypatch, at_hand
):
    monkeypatch.setattr(rooms, "_AT_HAND", at_hand)
    names = Names(KEY, Folding(), engine)
    batches = [pa.array([f"user {n % 7}" for n in range(start, start + 5)]) for start in range(30)]
    told = {}
    for batch in batches:
        for name, pseudonym in zip(
            batch.to_pylist(), names.pseudonyms("user", batch).to_pylist(), strict=True
        ):
            assert told.setdefault(name, pseudonym) == pseudonym
    assert new(names, lake) == {("user", f"user {n}") for n in range(7)}


def test_a_name_that_the_lake_has_sealed_is_not_sealed_again(engine, lake):
    names = Names(KEY, Folding(), engine)
    names.pseudonyms("user", pa.array(["Ona", "jonas"]))
    lake.append("identity", names.new(lake, "a", NOW))
    again = Names(KEY, Folding(), engine)
    again.pseudonyms("user", pa.array(["ona", "egle", "JONAS"]))
    again.pseudonyms("station", pa.array(["egle", "+37060000000"]))
    assert {name for _, name in new(again, lake)} == {"egle", "+37060000000"}
    assert sum(batch.num_rows for batch in again.new(lake, "b", NOW)) == 2


def test_a_name_is_sealed_as_it_was_spelt(engine, lake):
    names = Names(KEY, Folding(strip_realms=("isp.lt",)), engine)
    names.pseudonyms("user", pa.array([" Ona@ISP.lt"]))
    assert new(names, lake) == {("user", " Ona@ISP.lt")}


def test_no_names_make_no_rows(engine, lake):
    names = Names(KEY, Folding(), engine)
    nobody = pa.nulls(3, pa.string())
    assert names.pseudonyms("user", nobody).equals(nobody)
    assert names.pseudonyms("user", pa.array([], pa.string())).to_pylist() == []
    assert new(names, lake) == set()
