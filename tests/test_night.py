"""A night from end to end: who may run at once, what is taken, judged and left."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.parsing import zeek
from tracker import source_states
from tracker.attribute.pseudonyms import Key
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import LakeError
from tracker.intake import ingest
from tracker.lake import Lake, open_lake
from tracker.logfile import Asked
from tracker.night import ALONE, judge, nightly
from tracker.settings import Settings, Source
from tracker.watch import Watch

KEY = Key(b"k" * 32)
ROOT = Path(__file__).parents[1]
NIGHT = "2026-03-14"


@pytest.fixture
def lake(tmp_path, empty_lake) -> Lake:
    return empty_lake(tmp_path / "lake", KEY.check)


@pytest.fixture
def log(tmp_path) -> str:
    path = tmp_path / "conn.log"
    path.write_text(zeek(*[{}] * 3))
    return str(path)


def run(lake, *paths, settings=Settings(), **more):  # noqa: B008  # frozen
    return nightly(lake, KEY, list(paths), Asked(), settings, **more)


class Meanwhile(Watch):
    """Does something when a file has come in, while the run goes on."""

    def __init__(self, act) -> None:
        self.act = act

    def taken(self, one):
        assert one.state == "done"
        self.act()


def stored(lake, sql):
    with DuckDB() as engine:
        lake.pin().show(engine)
        return engine.rows(Statement("test", sql)).to_pylist()


def test_two_nights_do_not_run_at_once_and_the_second_is_told_who_runs(lake, log, tmp_path):
    other = tmp_path / "other.log"
    other.write_text(zeek({"id.orig_p": 5}))
    refused = []

    def meanwhile():
        with pytest.raises(LakeError) as fault:
            run(lake, str(other))
        refused.append(fault.value)

    assert run(lake, log, watch=Meanwhile(meanwhile)).taken[0].state == "done"
    told = str(refused[0])
    assert f"in use by nightly, process {os.getpid()} on {os.uname().nodename}, begun 2" in told
    assert refused[0].exit_code == 5
    assert [row["path"] for row in stored(lake, "select distinct path from source")] == [log]


def test_others_judge_while_a_night_brings_logs_in(lake, log):
    judged = []

    def meanwhile():
        since, until = (dt.date.fromisoformat(text) for text in (NIGHT, "2026-03-15"))
        judged.append(judge(open_lake(lake.path), Settings(), since, until))

    run(lake, log, watch=Meanwhile(meanwhile))
    assert judged


def test_the_lock_of_a_night_that_was_killed_hinders_nobody(lake, log):
    code = f"""
from pathlib import Path
from tracker.lake import open_lake
with open_lake(Path({str(lake.path)!r})).lock("killed", {ALONE!r}):
    print("held", flush=True)
    input()
"""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    held = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, **pipes)
    with held:
        assert held.stdout.readline() == b"held\n"
        with pytest.raises(LakeError, match="in use by killed"):
            run(lake, log)
        held.send_signal(signal.SIGKILL)
    assert run(lake, log).taken[0].state == "done"


def inbox(tmp_path):
    """An inbox with a log in it, and settings by which it is moved."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "conn.log").write_text(zeek(*[{}] * 3))
    moved = Source("*", done="moved", done_to=str(tmp_path / "done"))
    return str(folder), Settings(sources=(moved,))


def test_an_inbox_is_emptied_when_its_nights_are_judged(lake, tmp_path):
    folder, settings = inbox(tmp_path)
    done = run(lake, inboxes=[folder], settings=settings)
    assert [str(night) for night in done.judged.nights] == [NIGHT]
    assert done.tidied.counts == {"moved": 1}
    assert not run(lake, inboxes=[folder], settings=settings).taken


def test_what_was_named_and_lies_in_no_inbox_is_left(lake, tmp_path):
    folder, settings = inbox(tmp_path)
    assert not run(lake, folder, settings=settings).tidied.counts


def test_a_night_waits_a_while_for_whoever_has_the_lock(lake, tmp_path, monkeypatch):
    folder, settings = inbox(tmp_path)
    with ExitStack() as others:
        others.enter_context(lake.lock("registry import"))
        monkeypatch.setattr("tracker.lake.time.sleep", lambda _: others.close())
        done = run(lake, inboxes=[folder], settings=settings)
    assert [str(night) for night in done.judged.nights] == [NIGHT]


def test_no_file_goes_before_its_nights_are_judged(lake, tmp_path, monkeypatch):
    monkeypatch.setattr("tracker.night._PATIENCE", 0)
    folder, settings = inbox(tmp_path)
    with lake.lock("judge"), pytest.raises(LakeError, match="in use by judge"):
        run(lake, inboxes=[folder], settings=settings)
    assert not (tmp_path / "done").exists()
    done = run(lake, inboxes=[folder], settings=settings)
    assert [one.state for one in done.taken] == ["known"]
    assert (done.tidied.counts, len(done.judged.nights)) == ({"moved": 1}, 1)


def test_in_a_window_each_night_with_a_connection_is_judged_and_no_other(lake, tmp_path):
    """A day of UTC is no night of the zone: 21:00 UTC is the next night in Vilnius."""
    settings = Settings(night_zone="Europe/Vilnius")
    days = [1773262800 + 86400 * number for number in (0, 2, 3)]  # 2026-03-11 21:00 UTC and later
    path = tmp_path / "conn.log"
    path.write_text(zeek(*({"ts": f"{second + 3600}.0"} for second in days)))
    assert len(run(lake, str(path), settings=settings).judged.nights) == 3
    assert run(lake, str(path), settings=settings).judged.nights == ()
    window = dt.date(2026, 3, 12), dt.date(2026, 3, 15)
    told = run(lake, settings=settings, window=window).judged.nights
    assert told == (dt.date(2026, 3, 12), dt.date(2026, 3, 14))


def test_what_was_committed_while_a_night_had_looked_already_is_judged_by_the_next(
    lake, tmp_path, monkeypatch
):
    """Another process may have stamped a file as done before a night began, and committed it after."""
    early, late = tmp_path / "early.log", tmp_path / "late.log"
    early.write_text(zeek({}))
    late.write_text(zeek({"uid": "C2", "ts": "1774368000"}))
    run(lake, str(early))
    before = (dt.datetime(2026, 1, 1, minute, tzinfo=dt.UTC) for minute in range(9))
    monkeypatch.setattr(source_states, "now", lambda: next(before))
    ingest(lake, KEY, [str(late)], Asked(), Settings())
    done = run(lake)
    assert [str(night) for night in done.judged.nights] == ["2026-03-24"]
    assert run(lake).judged.nights == ()


def test_where_the_last_nights_version_is_not_kept_any_more_times_tell_what_is_new(
    lake, tmp_path, monkeypatch
):
    log = tmp_path / "a.log"
    log.write_text(zeek({}))
    run(lake, str(log))
    monkeypatch.setattr(Lake, "at", lambda *_: None)
    assert run(lake).judged.nights == ()
    log.write_text(zeek({}, {"uid": "C2"}))
    assert len(run(lake, str(log)).judged.nights) == 1
