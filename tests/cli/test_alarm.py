"""A night that fails is heard of, and whoever is called can do it no harm."""

from __future__ import annotations

import json
import os
import sys

import pytest

from tracker.__main__ import run
from tracker.cli.alarm import call
from tracker.cli.course import Course

HEARS = (
    "import json, os, sys; json.dump([dict(os.environ), json.load(sys.stdin)], open('heard', 'w'))"
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    command = json.dumps([sys.executable, "-c", HEARS])
    (tmp_path / "tracker.toml").write_text(f"on_failure = {command}")
    return tmp_path


def test_whoever_is_called_hears_the_exit_code_and_the_last_lines(folder):
    assert run(["nightly", "none\n.log"]) == 4
    environment, told = json.loads((folder / "heard").read_text())
    assert environment["TRACKER_EXIT_CODE"] == "4"
    assert environment["TRACKER_COMMAND"] == "nightly"
    assert environment["TRACKER_LAKE"] == told["lake"] == str(folder / "lake")
    assert environment["TRACKER_LAST_LINES"].split("\n") == told["last_lines"]
    assert told["last_lines"][-1] == "0 nights judged, 0 sessions; exit code 4"
    assert (told["exit_code"], told["command"]) == (4, "nightly")
    assert told["began_at"] < told["ended_at"]


def test_a_fault_that_ends_the_night_is_heard_of_and_a_good_night_is_not(folder):
    assert run(["nightly"]) == 0
    assert run(["ingest", "none.log"]) == 4
    assert run(["nightly", "none.log", "--dry-run", "--metrics", "numbers.prom"]) == 4
    assert not (folder / "heard").exists()
    assert not (folder / "numbers.prom").exists()
    (folder / "lake/tracker-lake.toml").write_text("layout = 99\nkey_check = 'x'\n")
    assert run(["nightly"]) == 5
    _, told = json.loads((folder / "heard").read_text())
    assert told["exit_code"] == 5
    assert "layout 99" in told["last_lines"][0]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["no/such/program"], "on_failure: no/such/program: No such file or directory"),
        (["a\0b"], "embedded null byte"),
        ([sys.executable, "-c", "raise SystemExit(7)"], "ended with code 7"),
        (["true"], ""),
    ],
)
def test_that_it_fails_is_told_and_nothing_else(tmp_path, capfd, command, said):
    call(command, Course("nightly", code=4), tmp_path)
    told = capfd.readouterr().err
    assert (said in told) if said else not told


def test_one_that_hangs_is_ended_with_all_that_it_has_started(tmp_path, capfd):
    """The child of the shell holds a pipe, which ends when the child does."""
    os.mkfifo(tmp_path / "pipe")
    reading = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    command = ["sh", "-c", f"(echo up; exec tail -f /dev/null) > {tmp_path}/pipe & wait"]
    call(command, Course("nightly", code=4), tmp_path, patience=0.5)
    assert "was ended after 0.5 s" in capfd.readouterr().err
    os.set_blocking(reading, True)
    with os.fdopen(reading, "rb") as pipe:
        assert pipe.read() in (b"", b"up\n")
