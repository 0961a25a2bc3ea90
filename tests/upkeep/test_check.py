"""The check: what is whole is found whole, and each fault is told by its name, all at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from deltalake import DeltaTable, write_deltalake

from tests.upkeep.planted import DAY, NOON, ROWS, SOURCES, bring, done, lay, rows, state
from tracker.__main__ import run
from tracker.errors import IntegrityError
from tracker.lake import Lake, open_lake
from tracker.runs import counts
from tracker.upkeep.check import check
from tracker.upkeep.compact import compact

ONE = SOURCES[0]


def faults(lake, **how):
    """What is not as it should be: part, name, told."""
    found = check(lake, **how).to_pylist()
    return [(f["part"], f["name"], f["told"]) for f in found if f["state"] != "ok"]


def file_of(lake, source, name="connection"):
    """The file that holds the rows of a source alone."""
    named = lake.pin([name]).named(name).to_pylist()
    return Path(next(file["file"] for file in named if file["source"] == source))


def test_a_lake_as_intake_leaves_it_is_whole_before_and_after_compaction(lake):
    assert faults(lake, deep=True) == []
    compact(lake)
    assert faults(lake, deep=True) == []


def test_what_each_table_holds_is_told_and_what_lies_beside_it(lake):
    compact(lake)
    told = {(f["part"], f["name"]): f["told"] for f in check(lake).to_pylist()}
    assert told["table", "connection"].startswith(f"1 files, {ROWS * len(SOURCES)} rows, ")
    assert told["space", "connection"].startswith(f"{len(SOURCES)} files, ")
    assert ("source", "counts") in told


def test_every_fault_of_every_file_is_told_at_once(lake):
    """One is missing, one cut, one no Parquet file, one with fewer rows; their sources lack rows."""
    gone, cut, strange, fewer = (file_of(lake, source) for source in SOURCES[:4])
    gone.unlink()
    cut.write_bytes(cut.read_bytes()[:-9])
    strange.write_bytes(b"?" * strange.stat().st_size)
    _with_rows(lake, fewer, 1)
    found = faults(lake)
    told = {Path(name): told for part, name, told in found if part == "file"}
    assert told.keys() == {gone, cut, strange, fewer}
    assert told[gone] == "is not there (connection)"
    assert "by the log" in told[cut]
    assert told[strange].startswith("cannot be read")
    assert told[fewer] == f"has 1 rows, and {ROWS} by the log (connection)"
    lacking = {name for part, name, told in found if part == "source" and "0 rows of" in told}
    assert lacking == set(SOURCES[:4])


def _with_rows(lake, file, count):
    """Fewer rows in a file of the same length: the log is made to say the new one's."""
    size = file.stat().st_size
    pq.write_table(pq.read_table(file, partitioning=None).slice(0, count), file)
    for commit in (lake.path / "connection" / "_delta_log").glob("*.json"):
        text = commit.read_text()
        if file.name in text:
            commit.write_text(text.replace(f'"size":{size}', f'"size":{file.stat().st_size}'))


def test_damage_that_the_footer_does_not_show_is_found_by_reading_every_column(lake):
    file = file_of(lake, ONE)
    group = pq.ParquetFile(file).metadata.row_group(0)
    line = next(
        group.column(n)
        for n in range(group.num_columns)
        if group.column(n).path_in_schema == "line"
    )
    whole = bytearray(file.read_bytes())
    at, size = line.data_page_offset, line.total_compressed_size
    whole[at : at + size] = b"\xff" * size
    file.write_bytes(whole)
    assert faults(lake) == []
    (found,) = [one for one in faults(lake, deep=True) if one[0] == "file"]
    assert found[1] == str(file)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"records": 8}, "do not add up: 8 are not 6 used"),
        ({"rejected": 1, "records": 8}, "1 rejected (0 by reason)"),
        ({"rules": []}, "1 passed over (0 by rule)"),
        ({"records": None}, "do not add up: none are not 6 used"),
        (
            {"rows": counts({"connection": ROWS, "login": ROWS + 1})},
            f"{ROWS} rows of login are there, {ROWS + 1} were made of /logs/b",
        ),
        (
            {"rows": counts({"connection": ROWS, "login": ROWS, "reject": 1})},
            "0 rows of reject are there, 1 were made",
        ),
        ({"sha256": f"of {ONE}"}, f"is there 2 times: {ONE}, b"),
    ],
)
def test_a_source_whose_counts_do_not_add_up_is_told(lake, wrong, told):
    for name in ("connection", "login"):
        lay(lake, name, "b")
    lake.append("source", state("b", "begun"))
    lake.append("source", done("b", **wrong))
    (found,) = faults(lake)
    assert found[0] == "source"
    assert told in found[2]


def test_a_source_whose_rows_came_twice_is_told(lake):
    """As two runs would leave it that bring in one file at once."""
    bring(lake, ONE)
    told = [told for part, name, told in faults(lake) if (part, name) == ("source", ONE)]
    assert [text.split(":")[0] for text in told if "times" in text] == ["was done 2 times"]
    assert f"{2 * ROWS} rows of connection are there, {ROWS} were made of /logs/{ONE}" in told


def test_rows_of_a_source_that_nothing_is_known_of_are_told(lake):
    lay(lake, "login", "stray")
    expected = f"{ROWS} rows are of a source that nothing is known of: stray"
    assert faults(lake) == [("rows", "login", expected)]


def test_a_file_that_is_of_another_source_than_the_log_says_is_told(lake):
    """Its rows would be shown, or hidden, with the wrong source."""
    made = rows("login", {"source": SOURCES[1], "line": 9, "event_date": DAY})
    lake.append("login", made, sources=[ONE])
    found = [told for part, _, told in faults(lake) if part == "rows"]
    assert [
        text.endswith(f"is of {ONE} by the log, and has rows of {SOURCES[1]}") for text in found
    ] == [True]


def test_a_source_that_was_begun_and_not_done_is_doubtful_and_its_rows_no_fault(lake):
    lake.append("source", state("b", "begun"))
    lay(lake, "connection", "b")
    expected = ("source", "b", "begun 2026-03-14 12:00 UTC and not done: /logs/b")
    assert faults(lake) == [expected]
    assert check(lake)["state"].to_pylist().count("broken") == 0


def test_rows_of_a_source_that_was_forgotten_are_no_fault(lake):
    lake.append("source", state(ONE, "forgotten", NOON.replace(hour=13)))
    assert faults(lake) == []


def test_what_is_brought_in_while_the_check_runs_is_no_fault(lake, monkeypatch):
    """Its rows come after the list of sources was pinned, and before the tables are."""
    latest = Lake.latest

    def crossed(self, name):
        if name == "connection":
            bring(open_lake(lake.path), "meanwhile")
        return latest(self, name)

    monkeypatch.setattr(Lake, "latest", crossed)
    assert faults(lake) == []


def test_a_check_needs_no_lock(lake):
    with lake.lock("nightly"):
        assert faults(open_lake(lake.path)) == []


def test_a_table_that_is_gone_is_told_beside_all_else(lake):
    shutil.rmtree(lake.path / "login")
    file_of(lake, ONE).unlink()
    found = faults(lake)
    assert ("table", "login", "table login is missing") in found
    assert "file" in {part for part, _, _ in found}
    assert not [told for _, _, told in found if "rows of login" in told]


def test_without_the_list_of_sources_nothing_is_counted(lake):
    file_of(lake, None, "source").unlink()
    assert {part for part, _, _ in faults(lake)} == {"file"}


def test_a_column_that_is_missing_or_of_another_type_is_told(empty):
    shutil.rmtree(empty.path / "review")
    wrong = pa.table({"recorded_at": pa.array([], pa.int64()), "more": pa.array([], pa.string())})
    write_deltalake(str(empty.path / "review"), wrong)
    told = [told for _, name, told in faults(empty) if name == "review"]
    assert "column recorded_at is int64, and declared as timestamp[us, tz=UTC]" in told
    assert "column more is not declared: another program has written here" in told
    assert "has no column review_id" in told
    assert DeltaTable(str(empty.path / "review")).version() == 0


def test_what_is_broken_ends_the_command_with_code_6(lake, capfd):
    command = ["lake", "check", "--lake", str(lake.path), "-o", "jsonl"]
    assert run(command) == 0
    file_of(lake, ONE).unlink()
    assert run(command) == IntegrityError.exit_code
    assert "2 broken, 0 doubtful" in capfd.readouterr().err
