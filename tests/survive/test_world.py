"""What the world does to a run: each time it is told, what was good has landed, and nothing hangs."""

from __future__ import annotations

import gzip
import os
import shutil
import signal
from pathlib import Path

import pyarrow as pa
import pytest

from tests.survive.events import BATCH, COMMIT
from tests.survive.nights import DEMO, INGEST, NIGHTLY, SETTINGS, copied, counted, unsound
from tests.survive.points import Point

CONN = (DEMO / "logs" / "conn.log").read_bytes()
GOOD = 138  # the connections in it
MANY = 10_000
FLOWS = (DEMO / "logs" / "flows.csv").read_bytes()


@pytest.fixture
def place(empty, tmp_path):
    """An empty lake, and an inbox with one good log, which is the last by its name."""
    place = copied(empty, tmp_path / "run")
    (place / "inbox" / "z.log").write_bytes(CONN)
    return place


def landed(place: Path) -> list[int]:
    """How many rows there are of each file that was brought in."""
    sources = counted(place)
    assert unsound(sources) == []
    return sorted(one["seen"] for one in sources)


def test_a_lake_that_may_only_be_read_is_told_and_can_be_asked(launcher, place):
    for folder in [place / "lake", *(place / "lake").rglob("*")]:
        folder.chmod(0o500 if folder.is_dir() else 0o400)
    for args in (INGEST, NIGHTLY):
        ended = launcher.run(place, *args, humble=True)
        assert (ended.code, "Permission denied" in ended.err) == (5, True), ended.err
    asked = launcher.run(place, "sql", "select count(*) as n from connection", humble=True)
    assert (asked.code, asked.out) == (0, '{"n":0}\n'), asked.err
    for folder in [place / "lake", *(place / "lake").rglob("*")]:
        folder.chmod(0o700)


def test_a_folder_for_temporary_files_that_may_not_be_written_is_told(launcher, place):
    (place / "tmp").mkdir(exist_ok=True)
    (place / "tmp").chmod(0o500)
    ended = launcher.run(place, *INGEST, humble=True)
    assert ended.code == 5, ended.err
    assert f"tracker: {place / 'tmp'}" in ended.err
    assert "Permission denied; let the user who runs this read and write there" in ended.err


def test_a_file_that_may_not_be_read_is_refused(launcher, place):
    (place / "inbox" / "a.log").write_bytes(FLOWS)
    (place / "inbox" / "a.log").chmod(0)
    ended = launcher.run(place, *INGEST, humble=True)
    assert (ended.code, landed(place)) == (4, [GOOD]), ended.err
    assert "refused: inbox/a.log: cannot be read: Permission denied" in ended.err


def test_a_file_that_vanishes_before_it_is_opened_is_refused(launcher, place):
    (place / "inbox" / "zz.log").write_bytes(FLOWS)
    running = launcher.start(place, *INGEST, **Point(0, COMMIT, 1).once("pause"))
    assert running.wait(paused=True).code == -signal.SIGSTOP
    (place / "inbox" / "zz.log").unlink()
    ended = running.go_on()
    assert (ended.code, landed(place)) == (4, [GOOD]), ended.err
    assert "refused: inbox/zz.log: cannot be read: No such file or directory" in ended.err


def test_of_a_file_that_vanishes_while_it_is_read_no_row_is_seen(launcher, place):
    shutil.copy(place / "inbox" / "z.log", place / "kept.log")
    running = launcher.start(place, *INGEST, **Point(0, BATCH, 1).once("pause"))
    assert running.wait(paused=True).code == -signal.SIGSTOP
    (place / "inbox" / "z.log").unlink()
    ended = running.go_on()
    assert (ended.code, landed(place)) == (4, []), ended.err
    assert "refused: inbox/z.log: " in ended.err
    assert launcher.run(place, "ingest", "kept.log").code == 0
    assert landed(place) == [GOOD]


@pytest.mark.parametrize(
    "pack", [gzip.compress, lambda log: pa.compress(log, "zstd", asbytes=True)]
)
def test_of_a_packed_log_that_was_cut_the_whole_lines_are_kept_and_the_rest_is_told(
    pack, launcher, place
):
    head = FLOWS.splitlines(keepends=True)[0]
    lines = (
        f"2026-03-14 18:00:00.000,1,17,192.0.2.1,{1 + n},198.51.100.1,{n * 79 % 65521},1,{n**3},1\n"
        for n in range(MANY)
    )
    packed = pack(head + "".join(lines).encode())
    (place / "inbox" / "a.packed").write_bytes(packed[: len(packed) * 2 // 3])
    ended = launcher.run(place, *INGEST)
    assert ended.code == 0, ended.err
    few, kept = landed(place)
    assert few == GOOD
    assert MANY // 3 < kept < MANY
    assert "1 rejected (cut_short)" in ended.err


def test_what_is_no_file_and_what_is_empty_hinders_nothing(launcher, place):
    """A pipe that nobody writes to, links in a circle and to nowhere, a file of no bytes."""
    inbox = place / "inbox"
    os.mkfifo(inbox / "a.log")
    (inbox / "b.log").symlink_to("c.log")
    (inbox / "c.log").symlink_to("b.log")
    (inbox / "d").symlink_to(".")
    (inbox / "e.log").symlink_to("nowhere")
    (inbox / "f.log").touch()
    ended = launcher.run(place, *INGEST)
    assert (ended.code, landed(place)) == (0, [GOOD]), ended.err


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("a.log", "is no file; expected a log file, or - for standard input"),
        ("b.log", "cannot be read: Too many levels of symbolic links"),
        ("gone", "cannot be read: No such file or directory"),
    ],
)
def test_what_is_named_and_is_no_file_is_refused(name, told, launcher, place):
    os.mkfifo(place / "a.log")
    (place / "b.log").symlink_to("b.log")
    ended = launcher.run(place, "ingest", name, "inbox/z.log")
    assert (ended.code, landed(place)) == (4, [GOOD]), ended.err
    assert f"refused: {name}: {told}" in ended.err


def test_no_name_of_a_file_reaches_the_terminal_as_it_is(launcher, place):
    hostile = "a\nb\x1b[31m'\"%41[x].log"
    (place / "inbox" / hostile).write_bytes(FLOWS)
    ended = launcher.run(place, *INGEST)
    assert (ended.code, landed(place)) == (0, [10, GOOD]), ended.err
    assert "inbox/a\\u000ab\\u001b[31m'\"%41[x].log: nfdump-csv: " in ended.err
    assert "\x1b" not in ended.err
    assert len(ended.err.splitlines()) == 3


@pytest.mark.parametrize(("args", "memory"), [(INGEST, "1MB"), (NIGHTLY, "12MB")])
def test_too_little_memory_is_told_with_what_to_do_and_costs_nothing(args, memory, launcher, place):
    (place / "tracker.toml").write_text(f'memory = "{memory}"\n{SETTINGS}')
    ended = launcher.run(place, *args)
    assert (ended.code, "memory is short: " in ended.err) == (5, True), ended.err
    assert "state a larger `memory`" in ended.err
    (place / "tracker.toml").write_text(SETTINGS)
    assert launcher.run(place, *args).code == 0
    assert landed(place) == [GOOD]
