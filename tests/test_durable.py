"""What a loss of power leaves of a table; what it leaves of a whole run is tests/survive/test_power.py."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from deltalake import DeltaTable

from tests.test_lake import connections, seen, state
from tracker.lake import create_lake, open_lake


@pytest.fixture
def lake(tmp_path):
    return create_lake(tmp_path / "lake", "check")


@pytest.mark.parametrize("kept", [0, 4096])
def test_a_checkpoint_that_broke_off_is_given_up(lake, kept):
    lake.append("connection", connections("a", 1))
    lake.append("source", state("a", "done"))
    DeltaTable(lake.path / "connection").create_checkpoint()
    (torn,) = (lake.path / "connection" / "_delta_log").glob("*.checkpoint.parquet")
    torn.write_bytes(torn.read_bytes()[:kept])
    again = open_lake(lake.path)
    assert [row["line"] for row in seen(again)] == [1]
    again.append("connection", connections("a", 2))
    assert len(seen(again)) == 2


def test_a_commit_settles_the_one_before_it_too(lake, monkeypatch):
    """Another process may have been killed between its commit and the disk's word that it has it."""
    told, plain = [], os.fsync
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        lake.append("source", state("a", "begun"))
    monkeypatch.setattr(os, "fsync", lambda handle: (told.append(named(handle)), plain(handle)))
    open_lake(lake.path).append("source", state("a", "done"))
    assert [name for name in told if name.endswith(".json")] == [
        f"{number:020}.json" for number in (1, 2)
    ]
    assert told.index(f"{1:020}.json") > next(n for n, name in enumerate(told) if "parquet" in name)


def named(handle):
    return Path(f"/proc/self/fd/{handle}").readlink().name
