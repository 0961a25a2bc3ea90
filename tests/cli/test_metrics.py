"""The numbers of a run: in the format that Prometheus reads, whole, and there when a run fails."""

from __future__ import annotations

import re

import pytest

from tests.parsing import zeek
from tracker.__main__ import run
from tracker.cli.course import Course
from tracker.cli.metrics import told, write_metrics
from tracker.errors import InputError

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\[\\"n])*"'
SAMPLE = re.compile(rf"({NAME})\{{({LABEL}(?:,{LABEL})*)\}} ([0-9]+(?:\.[0-9]+)?)")


def read(text):
    """The samples of a text in format 0.0.4; fails where it is none (Prometheus, exposition formats)."""
    assert text.endswith("\n")
    found, typed, last = {}, set(), ""
    for line in text.splitlines():
        if line.startswith("# HELP "):
            assert re.fullmatch(rf"# HELP {NAME} [^\\\n]+", line)
        elif line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert kind == "gauge"
            assert name not in typed  # the samples of one name stand together
            typed.add(last := name)
        else:
            sample = SAMPLE.fullmatch(line)
            assert sample, line
            assert sample[1] == last
            assert (sample[1], sample[2]) not in found
            found[sample[1], sample[2]] = float(sample[3])
    return found


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conn.log").write_text(zeek(*({"id.orig_p": port} for port in range(300))))
    return tmp_path


def test_a_night_leaves_its_numbers_and_a_failed_one_keeps_when_it_last_went_well(folder):
    file, of = folder / "tracker.prom", 'command="nightly"'
    args = ["nightly", "conn.log", "--metrics", str(file)]
    assert run(args) == 0
    first = read(file.read_text())
    assert first["tracker_last_run_exit_code", of] == 0
    assert first["tracker_last_run_files", f'{of},state="done"'] == 1
    assert first["tracker_last_run_files", f'{of},state="refused"'] == 0
    assert first["tracker_last_run_rows", f'{of},table="connection"'] == 300
    assert first["tracker_last_run_lines", of] == 302
    assert first["tracker_last_run_nights", of] == 1
    assert first["tracker_last_run_sessions", f'{of},verdict="unregistered"'] == 0
    ended = first["tracker_last_run_timestamp_seconds", of]
    assert first["tracker_last_success_timestamp_seconds", of] == ended > 1_700_000_000
    for name, code in (("none.log", 4), ("--memory=lots", 3)):
        assert run([*args, name]) == code
        failed = read(file.read_text())
        assert failed["tracker_last_run_exit_code", of] == code
        assert failed["tracker_last_run_timestamp_seconds", of] > ended
        assert failed["tracker_last_success_timestamp_seconds", of] == ended
    assert ("tracker_last_run_nights", of) not in failed
    assert [path.name for path in folder.glob("*.prom*")] == ["tracker.prom"]
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_value_of_a_label_is_escaped():
    text = told([("tracker_last_run_files", {"state": 'a"b\\c\nd'}, 1)])
    assert text.splitlines()[-1] == 'tracker_last_run_files{state="a\\"b\\\\c\\nd"} 1'
    assert read(text)


def test_numbers_that_cannot_be_kept_are_a_fault_and_the_old_ones_stay(folder, capsys):
    assert run(["ingest", "conn.log", "--metrics", "none/tracker.prom"]) == 4
    said = capsys.readouterr().err.splitlines()
    assert (
        said[-2]
        == "tracker: none/tracker.prom: metrics cannot be written: No such file or directory"
    )
    assert said[-1].endswith("; exit code 4")
    (folder / "taken").mkdir()
    with pytest.raises(InputError, match="metrics cannot be written"):
        write_metrics(folder / "taken", Course("ingest"))
    assert not list(folder.glob(".*.part"))
