"""A session is found by its id with the files of ids as without them."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest

from tests.report.planted import rows, session
from tracker.engine.duckdb import DuckDB
from tracker.errors import UsageError
from tracker.lake import create_lake
from tracker.report.sessions import one_session
from tracker.whereabouts import nights_of, note_ids

FIRST = date(2026, 2, 27)
NIGHTS = [FIRST + timedelta(days=n) for n in range(4)]  # of two months
TWINS = ("ABCDEFGHIJKLMNOPQRSTUVWXY2", "ABCDEFGHIJKLMNOPQRSTUVWXY3")  # alike in more than is noted


def judge(lake, night, *ids):
    planted = [session(one, "unregistered", night=night) for one in ids]
    lake.replace("session", rows("session", *planted), [night.isoformat()])


@pytest.fixture
def lake(tmp_path):
    made = create_lake(tmp_path / "lake", "check")
    for n, night in enumerate(NIGHTS):
        judge(made, night, f"{'QRST'[n]}A", f"{'QRST'[n]}B")
    judge(made, NIGHTS[0], "QA", "QB", TWINS[0])
    judge(made, NIGHTS[3], "TA", "TB", TWINS[1], "small")
    noted(made)
    return made


def noted(lake):
    with DuckDB() as engine:
        note_ids(lake, engine)
    return files(lake)


def files(lake):
    return sorted((lake.path / ".ids").iterdir())


def found(lake, begins):
    with DuckDB() as engine:
        return one_session(lake, lake.pin(["session"]), engine, begins)["session_id"][0].as_py()


def nights(lake, begins):
    with DuckDB() as engine:
        return nights_of(lake, lake.pin(["session"]), engine, begins)


def test_of_each_month_there_is_one_file_and_only_the_nights_of_an_id_are_opened(lake):
    assert [file.name[:8] for file in files(lake)] == ["2026-02-", "2026-03-"]
    assert nights(lake, "TA") == {NIGHTS[3]}
    assert nights(lake, "ta") == {NIGHTS[3]}
    assert nights(lake, "nothing") == set()


@pytest.mark.parametrize("kept", [(0, 1), (0,), (1,), ()])
def test_the_same_session_is_found_whichever_files_there_are(lake, kept):
    for n, file in enumerate(files(lake)):
        if n not in kept:
            file.unlink()
    assert found(lake, "qa") == "QA".ljust(26, "x")
    assert found(lake, "TB") == "TB".ljust(26, "x")
    assert found(lake, "SMALL") == "small".ljust(26, "x")
    assert [found(lake, one) for one in TWINS] == list(TWINS)
    with pytest.raises(UsageError, match="2 sessions begin"):
        found(lake, TWINS[0][:20])
    with pytest.raises(UsageError, match="no session"):
        found(lake, "QAQ")


def test_what_was_made_of_other_files_is_not_asked(lake):
    before = files(lake)
    judge(lake, NIGHTS[3], "ZA")
    assert files(lake) == before
    assert found(lake, "ZA") == "ZA".ljust(26, "x")
    with pytest.raises(UsageError, match="no session"):
        found(lake, "TA")
    assert nights(lake, "ZA") == {NIGHTS[2], NIGHTS[3]}  # every night of the month may have it


def test_a_month_is_noted_anew_when_one_of_its_nights_was_judged_and_the_other_is_left(lake):
    before = files(lake)
    judge(lake, NIGHTS[3], "ZA")
    after = noted(lake)
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert len(after) == len(before)
    assert nights(lake, "ZA") == {NIGHTS[3]}


def test_what_a_killed_run_left_is_no_file_of_ids_and_goes(lake):
    files(lake)[1].unlink()
    (lake.path / ".ids" / "part").write_bytes(b"TA")
    assert found(lake, "TA") == "TA".ljust(26, "x")
    assert [file.name[:8] for file in noted(lake)] == ["2026-02-", "2026-03-"]


def test_a_month_that_has_no_night_any_more_is_told_nowhere(lake):
    for night in NIGHTS[:2]:
        lake.replace("session", rows("session"), [night.isoformat()])
    assert [file.name[:8] for file in noted(lake)] == ["2026-03-"]


def test_no_night_fails_for_want_of_a_place_for_ids(lake):
    for file in files(lake):
        file.unlink()
    (lake.path / ".ids").rmdir()
    (lake.path / ".ids").write_text("no folder")
    with DuckDB() as engine:
        note_ids(lake, engine)
    assert found(lake, "TA") == "TA".ljust(26, "x")


def test_a_file_that_says_nothing_of_a_session_hides_it_from_nobody(lake):
    first, last = files(lake)
    shutil.copy(first, last)
    assert found(lake, "TA") == "TA".ljust(26, "x")


@pytest.mark.parametrize("content", [b"", b"TA", b"no such thing" * 22])
def test_a_broken_file_makes_it_slower_and_nothing_else(lake, content):
    files(lake)[1].write_bytes(content)
    assert found(lake, "TA") == "TA".ljust(26, "x")
    assert found(lake, "QA") == "QA".ljust(26, "x")


def test_whichever_byte_of_a_file_is_wrong_the_same_session_is_found(lake):
    file = files(lake)[1]
    whole = file.read_bytes()
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 0x91]) + whole[place + 1 :])
        assert found(lake, "TA") == "TA".ljust(26, "x")


def test_who_has_pinned_a_night_before_finds_what_it_had(lake):
    pinned = lake.pin(["session"])
    judge(lake, NIGHTS[3], "ZA")
    noted(lake)
    with DuckDB() as engine:
        assert one_session(lake, pinned, engine, "TA").num_rows == 1
