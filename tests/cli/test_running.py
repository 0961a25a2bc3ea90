"""How a run that nobody watches goes and ends: as text, as JSON, in numbers."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.test_metrics import read
from tests.parsing import zeek
from tracker.__main__ import run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conn.log").write_text(zeek({}, {"ts": "x"}))
    return tmp_path


def events(capsys):
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert all({"time", "level", "event", "text"} <= one.keys() for one in told)
    assert all(datetime.fromisoformat(one["time"]).utcoffset() == timedelta(0) for one in told)
    return told


def test_all_that_a_run_says_is_an_object_a_line(folder, capsys):  # noqa: ARG001  # works there
    args = ["nightly", "conn.log", "none\x1b[2J.log", "--log-format", "json"]
    assert run(args) == 4
    told = events(capsys)
    assert [one["event"] for one in told] == [
        *("lake_made", "file", "file", "rejects", "judging", "ended")
    ]
    refused, done, ended = told[1], told[2], told[-1]
    assert (done["path"], done["state"], done["rejected"]) == ("conn.log", "done", {"bad_time": 1})
    assert (refused["level"], refused["exit_code"]) == ("error", 4)
    assert "cannot be read" in refused["fault"]
    assert ended["files"] == {"done": 1, "refused": 1}
    assert ended["rows"] == {"connection": 1}
    assert (ended["exit_code"], ended["nights"], ended["sessions"]) == (4, ["2026-03-14"], {})


def test_a_fault_that_ends_a_run_is_an_object_too_and_the_counts_come_last(folder, capsys):
    (folder / "tracker.toml").write_text("memory = 'lots'")
    assert run(["judge", "--night", "2026-03-14", "--log-format", "json"]) == 3
    fault, ended = events(capsys)
    assert (fault["event"], fault["exit_code"], ended["exit_code"]) == ("fault", 3, 3)
    assert "memory = 'lots'; expected a number with its unit" in fault["text"]


def test_what_landed_is_counted_though_judging_fails_and_its_fault_decides(folder, capsys):
    """A file was refused, too (4): what ended the run goes before it."""
    assert run(["ingest", "conn.log"]) == 4
    capsys.readouterr()
    (folder / "more.log").write_text(zeek({"id.orig_p": 5}))
    (folder / "lake/.lock").unlink(missing_ok=True)
    (folder / "lake/.lock").mkdir()
    assert run(["nightly", "more.log", "none.log"]) == 5
    told = capsys.readouterr().err.splitlines()
    assert told[-2] == "tracker: lake: cannot be locked: Is a directory"
    assert told[-1] == "1 new files, 1 rows; 0 known files, 1 refused; exit code 5"


@pytest.mark.parametrize("command", [["ingest", "conn.log"], ["nightly"], ["nightly", "--dry-run"]])
@pytest.mark.parametrize(("name", "value"), [("memory", "lots"), ("spill", "none/at/all")])
def test_memory_and_the_folder_to_spill_to_are_told_if_unusable(
    folder, capsys, monkeypatch, command, name, value
):
    del folder
    if command == ["nightly", "--dry-run"]:
        command = ["nightly", "conn.log", "--dry-run"]
    assert run([*command, f"--{name}", value]) == 3
    assert value in capsys.readouterr().err
    monkeypatch.setenv(f"TRACKER_{name.upper()}", value)
    assert run(command) == 3


def test_a_flag_goes_before_the_environment_and_that_before_the_settings(
    folder, capsys, monkeypatch
):
    (folder / "tracker.toml").write_text("memory = '1GB'\nspill = 'none'")
    monkeypatch.setenv("TRACKER_SPILL", "none either")
    (folder / "spill").mkdir()
    assert run(["nightly", "conn.log", "--spill", "spill"]) == 4
    assert list((folder / "spill").iterdir()) == []
    assert run(["nightly", "conn.log"]) == 3
    assert "none either: cannot be used to spill to" in capsys.readouterr().err
    monkeypatch.delenv("TRACKER_SPILL")
    assert run(["nightly", "conn.log"]) == 3
    assert "tracker: none: cannot be used to spill to" in capsys.readouterr().err


def test_a_run_that_a_scheduler_ends_leaves_nothing_lying_about_and_its_numbers(tmp_path):
    """It waits for the rest of a log on its standard input when it is ended."""
    (tmp_path / "spill").mkdir()
    args = ["ingest", "-", "--spill", "spill", "--metrics", "numbers.prom"]
    command = [sys.executable, "-m", "tracker", *args]
    pipes = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {"PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, **pipes) as ended:
        assert b"made the lake" in ended.stderr.readline()
        ended.terminate()
        said = ended.stderr.read().decode().splitlines()
    assert said[-2:] == [
        "0 new files, 0 rows; 0 known files, 0 refused; exit code 130",
        "tracker: interrupted; running the same command again goes on",
    ]
    assert ended.returncode == 130
    assert list((tmp_path / "spill").iterdir()) == []
    numbers = read((tmp_path / "numbers.prom").read_text())
    assert numbers["tracker_last_run_exit_code", 'command="ingest"'] == 130
