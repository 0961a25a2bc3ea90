"""Compaction: no answer changes, however it is killed, whoever reads or appends meanwhile."""

from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable

from tests.upkeep.planted import DAY, NOON, ROWS, SOURCES, bring, rows, seen, state
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import IntegrityError, LakeError
from tracker.lake import Lake, open_lake
from tracker.runs import now
from tracker.settings import Settings
from tracker.upkeep.compact import compact, tend

MANY = len(SOURCES)


def files(lake, name="connection"):
    return DeltaTable(str(lake.path / name)).file_uris()


def told(found, name="connection"):
    (row,) = [row for row in found.to_pylist() if row["table"] == name]
    return row


def aged(lake, days):
    """The lake as if all of it had been written so many days earlier."""
    by = dt.timedelta(days=days).total_seconds()
    for file in [*lake.path.rglob("*.checkpoint.parquet"), *lake.path.rglob("_last_checkpoint")]:
        file.unlink()  # it says when, too, and the commits say it all
    for file in (path for path in lake.path.rglob("*") if path.is_file()):
        written = file.stat().st_mtime
        if file.suffix == ".json":
            older = re.compile(r'("(?:timestamp|deletionTimestamp|modificationTime)":)(\d+)')
            text = older.sub(lambda m: f"{m[1]}{int(m[2]) - int(by * 1000)}", file.read_text())
            file.write_text(text)
        os.utime(file, (written - by, written - by))
    return open_lake(lake.path)


def test_many_small_files_become_one_and_every_table_says_what_it_said(lake):
    before = {name: seen(lake, name) for name in ("connection", "login", "source")}
    found = compact(lake)
    assert (told(found)["merged"], told(found)["into"]) == (MANY, 1)
    assert [len(files(lake, name)) for name in before] == [1, 1, 1]
    assert {name: seen(lake, name) for name in before} == before


def test_a_handful_of_small_files_is_left(empty):
    for source in SOURCES[:3]:
        bring(empty, source)
    before = files(empty)
    assert told(compact(empty))["merged"] == 0
    assert files(empty) == before
    assert seen(empty, "run") == []


def test_a_second_run_finds_nothing_to_do(lake):
    compact(lake)
    versions = lake.pin().versions()
    again = compact(lake).drop(["table", "files"])
    assert not any(any(column.to_pylist()) for column in again.columns)
    assert lake.pin().versions() == versions


def test_files_of_each_day_stay_apart(lake):
    for n in range(MANY):
        made = {"source": f"later {n}", "line": n, "event_date": DAY + dt.timedelta(days=1)}
        lake.append("connection", rows("connection", made), sources=[f"later {n}"])
    compact(lake)
    days = sorted(Path(file).parent.name for file in files(lake))
    assert days == ["event_date=2026-03-14", "event_date=2026-03-15"]


def test_rows_are_written_as_ingest_writes_them(lake):
    compact(lake)
    (file,) = files(lake)
    group = pq.ParquetFile(file).metadata.row_group(0)
    columns = {group.column(n).path_in_schema: group.column(n) for n in range(group.num_columns)}
    assert columns["line"].compression == "ZSTD"
    assert "DELTA_BINARY_PACKED" in columns["line"].encodings


def test_that_a_source_was_written_is_known_after_compaction_and_its_checkpoint(lake):
    """Else a run that was interrupted before it would bring its rows in a second time."""
    compact(lake)
    assert (lake.path / "connection" / "_delta_log" / "_last_checkpoint").exists()
    for opened in (lake, open_lake(lake.path)):
        assert all(opened.written("connection", source) for source in SOURCES)
        assert not opened.written("connection", "another")


def test_a_log_of_many_commits_is_summed_up_also_where_no_file_is_merged(empty):
    """Whoever asks opens each table by its log, commit by commit since it was last summed up."""
    log = empty.path / "review" / "_delta_log"
    for number in range(21):
        empty.append("review", rows("review", {"review_id": f"{number}"}))
    assert not (log / "_last_checkpoint").exists()
    compact(empty)
    assert (log / "_last_checkpoint").exists()
    before = sorted(log.iterdir())
    compact(empty)
    assert sorted(log.iterdir()) == before


def test_rows_that_wait_for_their_source_stay_and_go_on_waiting(lake):
    lake.append("source", state("b", "begun"))
    lake.append(
        "connection",
        rows("connection", {"source": "b", "line": 1, "event_date": DAY}),
        sources=["b"],
    )
    compact(lake)
    assert "b" not in {row["source"] for row in seen(lake)}
    lake.append("source", state("b", "done", NOON + dt.timedelta(hours=1)))
    assert "b" in {row["source"] for row in seen(lake)}


def test_who_has_pinned_the_lake_before_reads_what_he_would_have_read(lake):
    pinned = lake.pin()
    compact(lake)
    bring(lake, "later")
    assert {row["source"] for row in seen(lake, pinned=pinned)} == set(SOURCES)


def test_what_is_appended_meanwhile_is_there_afterwards(lake, monkeypatch):
    rewrite = Lake.rewrite

    def crossed(self, name, *given):
        if name == "connection":
            bring(open_lake(lake.path), "meanwhile")
        rewrite(self, name, *given)

    monkeypatch.setattr(Lake, "rewrite", crossed)
    compact(lake)
    assert {row["source"] for row in seen(lake)} == {*SOURCES, "meanwhile"}


@pytest.mark.parametrize("name", ["connection", "login", "run", "source"])
def test_a_run_that_ends_in_the_middle_has_lost_nothing_and_is_made_good_by_the_next(
    lake, monkeypatch, name
):
    before = seen(lake)
    commit = Lake._commit

    def killed(self, table, *given, **told):
        if table == name:
            raise KeyboardInterrupt
        commit(self, table, *given, **told)

    monkeypatch.setattr(Lake, "_commit", killed)
    with pytest.raises(KeyboardInterrupt):
        compact(lake)
    monkeypatch.undo()
    assert seen(lake) == before
    compact(lake)
    assert seen(lake) == before
    assert len(files(lake)) == 1


def test_a_file_with_fewer_rows_than_the_log_says_is_not_merged_away(lake):
    other, wrong = files(lake)[:2]
    pq.write_table(pq.read_table(other).slice(0, 1), wrong)
    with pytest.raises(
        IntegrityError, match=f"{ROWS * MANY - 2} rows in files whose log says {ROWS * MANY}"
    ):
        compact(lake)
    assert len(files(lake)) == MANY


@pytest.mark.parametrize("place", [0, -1])
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_merged(lake, place):
    """Be it the first of those that are merged, whose columns are looked at, or a later one."""
    wrong = Path(lake.pin(["connection"]).named("connection")["file"].to_pylist()[place])
    wrong.write_bytes(b"PAR1".ljust(wrong.stat().st_size, b"?"))
    with pytest.raises(IntegrityError, match=r"connection.*: cannot be read") as told:
        compact(lake)
    assert "read_parquet(" not in str(told.value)  # no query
    assert len(files(lake)) == MANY


def test_it_waits_for_nobody_who_holds_the_lake(lake):
    with lake.lock("nightly"), pytest.raises(LakeError, match="in use by nightly"):
        compact(open_lake(lake.path))
    assert len(files(lake)) == MANY


def test_what_would_be_done_is_told_and_left(lake):
    versions = lake.pin().versions()
    found = told(compact(lake, dry_run=True))
    assert (found["merged"], found["into"]) == (MANY, 1)
    assert lake.pin().versions() == versions


def forgotten(lake, source, days):
    lake.append("source", state(source, "forgotten", now() - dt.timedelta(days=days)))


def stored(lake, name="connection"):
    """The sources whose rows lie in the table's files, visible or not."""
    with DuckDB() as engine:
        lake.pin().show_all(engine, name)
        return set(engine.rows(Statement("stored", f"from {name}"))["source"].to_pylist())


@pytest.mark.parametrize("merged_before", [False, True])
def test_rows_of_what_was_forgotten_leave_the_files(lake, merged_before):
    """Of files of their own and of files that hold those of others."""
    if merged_before:
        compact(lake)
    forgotten(lake, SOURCES[0], days=1.5)
    found = told(compact(lake))
    assert found["forgotten_rows"] == ROWS
    assert stored(lake) == {*SOURCES[1:]} == stored(lake, "login")
    assert told(compact(lake))["forgotten_rows"] == 0


def test_rows_of_what_was_forgotten_just_now_wait_a_day(lake):
    """Somebody may be reading who pinned the list of sources before."""
    forgotten(lake, SOURCES[0], days=0)
    compact(lake)
    assert SOURCES[0] in stored(lake)
    assert SOURCES[0] not in {row["source"] for row in seen(lake)}


def test_what_is_merged_stays_on_the_disk_for_its_days_and_not_longer(lake):
    before = files(lake)
    compact(lake, Settings(keep_days=3))
    assert all(Path(file).exists() for file in before)
    lake = aged(lake, 2)
    assert told(compact(lake, Settings(keep_days=3)))["deleted"] == 0
    lake = aged(lake, 2)
    found = told(compact(lake, Settings(keep_days=3)))
    assert (found["deleted"], found["bytes_freed"] > 0) == (MANY, True)
    assert not any(Path(file).exists() for file in before)
    assert len(seen(lake)) == ROWS * MANY


def test_a_version_of_a_window_longer_than_deltas_own_stays_readable(lake):
    """A log keeps a week of removals, so a file that was removed before is nobody's at first sight."""
    version = DeltaTable(str(lake.path / "connection")).version()
    lake = aged(lake, 20)
    compact(lake, Settings(keep_days=20))
    lake = aged(lake, 10)
    DeltaTable(str(lake.path / "connection")).create_checkpoint()
    assert told(compact(lake, Settings(keep_days=20)))["deleted"] == 0
    assert (
        DeltaTable(str(lake.path / "connection"), version=version).to_pyarrow_table().num_rows
        == ROWS * MANY
    )
    assert told(compact(lake, Settings(keep_days=5)))["deleted"] == MANY


def test_what_a_killed_run_left_goes_when_no_run_can_be_writing_it(empty):
    bring(empty, "a")
    left = empty.path / "connection" / "event_date=2026-03-14" / "part-00000-left.zstd.parquet"
    left.write_bytes(b"a file that was begun")
    assert told(compact(empty))["deleted"] == 0
    assert left.exists()
    lake = aged(empty, 8)
    assert told(compact(lake))["deleted"] == 1
    assert not left.exists()


def test_it_is_remembered_as_a_run_with_what_it_counted(lake):
    compact(lake)
    (run,) = seen(lake, "run")
    counted = {one["name"]: one["count"] for one in run["counts"]}
    assert (run["command"], counted["merged"], counted["into"]) == ("compact", 4 * MANY, 3)


def test_after_a_night_what_hinders_it_is_handed_back_and_not_raised(lake):
    with lake.lock("judge, begun at noon"):
        fault = tend(open_lake(lake.path), Settings())
    assert isinstance(fault, LakeError)
    assert "judge, begun at noon" in str(fault)
    assert tend(lake, Settings()).num_rows
