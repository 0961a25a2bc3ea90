"""The lake: commits that can be asked for, pinned reading, one writer at a time."""

from __future__ import annotations

import datetime as dt
import resource
import shutil
import subprocess
import sys
from subprocess import PIPE

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from tracker import parquet
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import BusyError, InputError, LakeError
from tracker.folding import Folding
from tracker.lake import MARKER, create_lake, is_lake, open_lake
from tracker.snapshot import WITH_SOURCE
from tracker.tables import arrow_schema, tables

DAY = dt.date(2026, 3, 14)
NOW = dt.datetime(2026, 3, 14, 12, tzinfo=dt.UTC)


@pytest.fixture
def lake(tmp_path):
    return create_lake(tmp_path / "lake", "check")


def rows(name, *given):
    return pa.Table.from_pylist(list(given), schema=arrow_schema(name))


def connections(source, *lines, day=DAY):
    return rows("connection", *({"source": source, "line": n, "event_date": day} for n in lines))


def state(source, word, minutes=0):
    at = NOW + dt.timedelta(minutes=minutes)
    return rows("source", {"source": source, "state": word, "recorded_at": at})


def seen(lake, name="connection", pinned=None):
    with DuckDB() as engine:
        (pinned or lake.pin()).show(engine)
        return engine.rows(Statement("test", f"from {name}")).to_pylist()


def test_a_new_lake_has_every_table_and_each_is_empty(lake):
    assert all(seen(lake, name) == [] for name in tables())
    assert open_lake(lake.path) == lake


def test_making_a_lake_where_one_is_half_made_loses_nothing(lake):
    lake.append("source", state("a", "done"))
    (lake.path / MARKER).unlink()
    assert not is_lake(lake.path)
    again = create_lake(lake.path, "check")
    assert len(seen(again, "source")) == 1


def test_rows_are_seen_when_their_source_is_done_and_not_before(lake):
    lake.append("source", state("a", "begun"))
    lake.append("connection", connections("a", 1))
    assert seen(lake) == []
    lake.append("source", state("a", "done", 1))
    assert [row["line"] for row in seen(lake)] == [1]


def test_rows_of_a_source_that_was_forgotten_are_not_seen(lake):
    for minutes, word in enumerate(["begun", "done", "forgotten"]):
        lake.append("source", state("a", word, minutes))
    lake.append("connection", connections("a", 1))
    assert seen(lake) == []


def test_of_a_file_that_is_of_several_sources_only_what_is_done_is_seen(lake):
    lake.append("connection", connections("a", 1), sources=["a"])
    lake.append("connection", pa.concat_tables([connections("a", 2), connections("b", 3)]))
    lake.append("connection", connections("b", 4), sources=["b"])
    lake.append("source", state("b", "done"))
    assert sorted(row["line"] for row in seen(lake)) == [3, 4]


def test_a_file_whose_source_is_not_done_is_not_even_opened(lake):
    lake.append("connection", connections("a", 1), sources=["a"])
    lake.append("connection", connections("b", 2), sources=["b"])
    (wrong,) = [file for file, of in files_of(lake, "connection") if of == ("a", "a")]
    (lake.path / "connection" / wrong).write_bytes(b"no parquet")
    lake.append("source", state("b", "done"))
    assert [row["line"] for row in seen(lake)] == [2]


def files_of(lake, name):
    """A table's files with the least and the greatest source that its log tells of each."""
    told = pa.table(DeltaTable(str(lake.path / name)).get_add_actions(flatten=True)).to_pylist()
    return [(file["path"], (file["min.source"], file["max.source"])) for file in told]


@pytest.mark.parametrize("name", tables())
def test_what_comes_of_a_source_is_never_seen_without_it(name):
    """Each table that says from which source its rows are waits for it.

    But for the list of sources, and the names, which are nobody's rows and lie there for all.
    """
    waits = "source" in tables()[name].names and name not in ("source", "identity")
    assert waits == (name in WITH_SOURCE)


def test_an_append_can_be_asked_for_by_its_mark(lake):
    lake.append("connection", connections("a", 1), sources=["a"])
    assert (lake.written("connection", "a"), lake.written("connection", "b")) == (True, False)
    assert not lake.written("login", "a")


def test_what_another_run_appends_is_seen_by_one_that_goes_on(lake):
    other = open_lake(lake.path)
    for run, source in ((lake, "a"), (other, "b"), (lake, "c"), (other, "d")):
        run.append("connection", connections(source, 1), sources=[source])
        run.append("source", state(source, "done"))
    assert all(run.written("connection", source) for run in (lake, other) for source in "abcd")
    assert sorted(row["source"] for row in seen(lake)) == ["a", "b", "c", "d"]


def test_a_table_that_vanishes_while_the_lake_is_open_is_told(lake):
    lake.append("connection", connections("a", 1), sources=["a"])
    shutil.rmtree(lake.path / "connection")
    with pytest.raises(LakeError, match="table connection"):
        lake.written("connection", "a")


def test_what_was_pinned_stays_as_it_was(lake):
    lake.append("source", state("a", "done"))
    lake.append("connection", connections("a", 1))
    pinned = lake.pin()
    lake.append("connection", connections("a", 2))
    assert len(seen(lake, pinned=pinned)) == 1
    assert len(seen(lake)) == 2


def test_the_versions_of_what_was_pinned_are_told(lake):
    lake.append("connection", connections("a", 1))
    told = {version["name"]: version["count"] for version in lake.pin().versions()}
    assert (told["connection"], told["login"]) == (1, 0)


def test_rows_are_filed_under_their_day_and_come_back_with_it(lake):
    days = [DAY, DAY + dt.timedelta(days=1)]
    lake.append("source", state("a", "done"))
    for day in days:
        lake.append("connection", connections("a", 1, day=day))
    assert sorted(row["event_date"] for row in seen(lake)) == days
    folders = {path.name for path in (lake.path / "connection").glob("event_date=*")}
    assert folders == {f"event_date={day}" for day in days}


def test_a_night_that_comes_to_nothing_is_emptied(lake):
    lake.append("session", rows("session", {"night": DAY, "session_id": "old"}))
    lake.replace("session", rows("session"), [str(DAY)])
    assert seen(lake, "session") == []


def test_rows_of_many_days_in_turn_are_all_there(lake, monkeypatch):
    """Through many row groups, and through more days than files are open at once."""
    monkeypatch.setattr(parquet, "_GROUP", 50)
    monkeypatch.setattr(parquet, "_OPEN", 4)
    days = [DAY + dt.timedelta(days=away) for away in range(9)] + [None]
    given = [
        {"source": "a", "line": line, "event_date": days[line * line % len(days)]}
        for line in range(4000)
    ]
    schema = arrow_schema("connection")
    batches = [
        pa.RecordBatch.from_pylist(given[at : at + 70], schema=schema) for at in range(0, 4000, 70)
    ]
    lake.append("source", state("a", "done"))
    lake.append("connection", iter(batches))
    found = {row["line"]: row["event_date"] for row in seen(lake)}
    assert found == {row["line"]: row["event_date"] for row in given}
    assert DeltaTable(str(lake.path / "connection")).count() == 4000


def test_a_disk_that_takes_no_more_is_told_and_nothing_stays(lake):
    """The limit on a file's size stands for the disk's."""
    names = [{"source": f"{line:x}" * 9, "line": line, "event_date": DAY} for line in range(90_000)]
    before, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, most))
    try:
        with pytest.raises(LakeError, match="commit to connection failed"):
            lake.append("connection", rows("connection", *names))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (before, most))
    assert not list((lake.path / "connection").rglob("*.parquet"))


def test_rows_that_fail_to_come_leave_no_file(lake):
    def failing():
        yield from connections("a", 1).to_batches()
        raise InputError("is gone")

    with pytest.raises(InputError, match="is gone"):
        lake.append("connection", failing())
    assert not list((lake.path / "connection").rglob("*.parquet"))


def test_a_table_that_is_missing_is_not_made_by_a_write(lake):
    shutil.rmtree(lake.path / "connection")
    with pytest.raises(LakeError, match="table connection is missing"):
        lake.append("connection", connections("a", 1))
    assert not (lake.path / "connection").exists()


def test_a_night_is_replaced_whole_and_no_other(lake):
    nights = [DAY, DAY + dt.timedelta(days=1)]
    lake.append(
        "session", rows("session", *({"night": night, "session_id": "old"} for night in nights))
    )
    lake.replace("session", rows("session", {"night": DAY, "session_id": "new"}), [str(DAY)])
    told = [(row["night"], row["session_id"]) for row in seen(lake, "session")]
    assert sorted(told) == [(nights[0], "new"), (nights[1], "old")]


def test_times_are_kept_to_the_microsecond_in_utc(lake):
    at = dt.datetime(2026, 3, 14, 12, 0, 0, 123456, dt.timezone(dt.timedelta(hours=2)))
    lake.append("source", rows("source", {"source": "a", "recorded_at": at}))
    assert seen(lake, "source")[0]["recorded_at"] == at
    assert "timestamp_ntz" not in DeltaTable(str(lake.path / "source")).schema().to_json()


def test_one_writer_keeps_the_other_out_and_is_named(lake):
    with lake.lock("nightly, begun at noon"):
        with (
            pytest.raises(LakeError, match="in use by nightly, begun at noon; wait") as refused,
            open_lake(lake.path).lock("judge"),
        ):
            pass
        assert refused.value.exit_code == 5
    with lake.lock("judge"):
        pass


def test_a_lock_under_another_name_is_another_lock(lake):
    with lake.lock("nightly", ".nightly.lock"), lake.lock("judge"):
        pass


def test_a_lake_that_cannot_be_locked_says_why(lake):
    (lake.path / ".lock").mkdir()
    with pytest.raises(LakeError, match="cannot be locked: Is a directory"), lake.lock("judge"):
        pass


def test_a_table_that_is_missing_is_named(lake):
    for path in sorted((lake.path / "login").rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()
    with pytest.raises(LakeError, match="table login is missing"):
        lake.pin()


@pytest.mark.parametrize(
    ("marker", "message"),
    [
        ("layout = 99\nkey_check = 'x'\n", "layout 99; expected at most 8; use a newer tracker"),
        ("layout = 1\n", "tracker-lake.toml cannot be read"),
        ("\x00", "tracker-lake.toml cannot be read"),
        ("layout = 'one'\nkey_check = 'x'\n", "tracker-lake.toml cannot be read"),
        ("layout = 2\nkey_check = 'x'\nstrip_realms = 1\n", "tracker-lake.toml cannot be read"),
    ],
)
def test_a_lake_of_another_layout_or_none_is_refused(tmp_path, marker, message):
    (tmp_path / MARKER).write_text(marker)
    with pytest.raises(LakeError, match=message):
        open_lake(tmp_path)


@pytest.mark.parametrize(
    "folding", [Folding(), Folding(fold_case=False, strip_realms=("ežys.lt", "isp"))]
)
def test_a_lake_remembers_by_which_rules_names_are_folded(tmp_path, folding):
    create_lake(tmp_path / "lake", "check", folding)
    assert open_lake(tmp_path / "lake").folding == folding


def old_lake(path):
    """A lake of layout 1 with one rejected record: no identity, no sealed lines, no rules."""
    create_lake(path, "check")
    (path / MARKER).write_text('layout = 1\nkey_check = "check"\n')
    schema = pa.schema([column for column in arrow_schema("reject") if column.name != "sealed"])
    for name in ("identity", "review"):
        shutil.rmtree(path / name)
    shutil.rmtree(path / "reject")
    row = {"source": "a", "line": 1, "reason": "bad_time", "recorded_on": DAY}
    kept = pa.Table.from_pylist([row], schema=schema)
    write_deltalake(str(path / "reject"), kept, partition_by=["recorded_on"])
    lake = open_lake(path)
    lake.append("source", state("a", "done"))
    return open_lake(path)


def test_a_lake_of_the_first_layout_folds_as_it_did_and_is_read_as_it_is(tmp_path):
    lake = old_lake(tmp_path / "lake")
    assert lake.folding == Folding(one_spelling=False)
    assert told(lake, "from identity") == []
    assert told(lake, "select line, sealed from reject") == [{"line": 1, "sealed": None}]
    assert not lake.written("identity", "a")
    assert not (lake.path / "identity").exists()
    assert "identity" not in {row["name"] for row in lake.pin().versions()}


def test_a_lake_of_the_first_layout_gets_what_it_lacks_from_the_first_who_writes(tmp_path):
    lake = old_lake(tmp_path / "lake")
    row = {"source": "a", "line": 2, "sealed": b"s", "recorded_on": DAY}
    lake.append("reject", rows("reject", row))
    name = {"pseudonym": "p", "sealed": b"n"}
    lake.append("identity", rows("identity", name))
    for each in (lake, open_lake(lake.path)):
        assert told(each, "select line, sealed from reject order by line") == [
            {"line": 1, "sealed": None},
            {"line": 2, "sealed": b"s"},
        ]
        assert told(each, "select pseudonym, sealed from identity") == [name]
    assert "sealed" in DeltaTable(str(lake.path / "reject")).schema().to_json()


def told(lake, sql):
    with DuckDB() as engine:
        lake.pin().show(engine)
        return engine.rows(Statement("test", sql)).to_pylist()


def test_a_table_that_was_empty_when_it_was_shown_is_shown_again_with_what_has_come(lake):
    with DuckDB() as engine:
        for count in (0, 1):
            if count:
                lake.append("identity", rows("identity", {"pseudonym": "p"}))
            lake.latest("identity").show_all(engine, "identity")
            assert engine.rows(Statement("test", "from identity")).num_rows == count


@pytest.mark.parametrize(
    "name", ["my lake", "ežeras", "100%", "a*b", "a?b", "a'b", "a#b", "{a}", "day=1"]
)
def test_a_folder_with_an_unusual_name_is_a_lake(tmp_path, name):
    lake = create_lake(tmp_path / name, "check")
    lake.append("source", state("a", "done"))
    lake.append("connection", connections("a", 1))
    assert len(seen(lake)) == 1
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "name", ["a[b", "a]b", "a|b", "a^b", "a\\b", "a%20b", "night=1", "source="]
)
def test_a_folder_that_delta_cannot_name_is_refused_and_not_made(tmp_path, name):
    with pytest.raises(LakeError, match="a path with"):
        create_lake(tmp_path / name, "check")
    assert list(tmp_path.iterdir()) == []


def test_a_lake_that_was_moved_where_delta_cannot_name_it_is_refused(lake):
    with pytest.raises(LakeError, match="a path with"):
        open_lake(lake.path.rename(lake.path.with_name("a[b")))


CLAIMING = """
import sys
from pathlib import Path
from tracker.lake import open_lake
with open_lake(Path(sys.argv[1])).claim(["00000000000000aa", "ffffffffffffffff"]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_source_is_claimed_by_one_process_at_a_time_until_that_ends(lake):
    claiming = [sys.executable, "-c", CLAIMING, str(lake.path)]
    with subprocess.Popen(claiming, stdin=PIPE, stdout=PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with lake.claim(["00000000000000f0", "0000000000000000"]):
            pass
        for source in ("00000000000000aa", "ffffffffffffffff"):
            with (
                pytest.raises(BusyError, match="another run is bringing it in"),
                lake.claim([source]),
            ):
                pass
        other.kill()
        other.wait()
        with lake.claim(["00000000000000aa"]):
            pass
