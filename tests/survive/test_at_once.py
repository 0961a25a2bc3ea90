"""Several processes at one lake: whoever writes harms nobody, and whoever reads sees whole runs."""

from __future__ import annotations

import json
import signal

import pytest

from tests.survive.events import COMMIT
from tests.survive.nights import COUNTED, DEMO, INGEST, NIGHTLY, content, copied, counted, unsound
from tests.survive.points import Point

STOPPED = -signal.SIGSTOP
EARLIER = NIGHTLY
WRITERS, READERS = 4, 2


@pytest.fixture
def parted(empty, tmp_path):
    """An empty lake, and two small logs for each who writes."""
    place = copied(empty, tmp_path / "run")
    conn = (DEMO / "logs" / "conn.log").read_text().splitlines(keepends=True)
    head, lines = conn[:8], [line for line in conn[8:] if not line.startswith("#")]
    for writer in range(WRITERS):
        folder = place / f"inbox-{writer}"
        folder.mkdir()
        for part in range(2):
            own = lines[2 * writer + part :: 2 * WRITERS]
            (folder / f"{part}.log").write_text("".join([*head, *own]))
    return place, len(lines)


def test_who_reads_while_four_bring_in_sees_whole_files_and_in_the_end_all_lines_once(
    launcher, parted
):
    place, lines = parted
    writing = [launcher.start(place, "ingest", f"inbox-{n}") for n in range(WRITERS)]
    looks = 0
    while any(one.is_under_way() for one in writing):
        reading = [launcher.start(place, "sql", COUNTED) for _ in range(READERS)]
        for ended in [one.wait() for one in reading]:
            assert ended.code == 0, ended.err
            assert unsound([json.loads(line) for line in ended.out.splitlines()]) == []
            looks += 1
    for ended in [one.wait() for one in writing]:
        assert ended.code == 0, ended.err
    sources = counted(place)
    assert looks
    assert unsound(sources) == []
    assert [len(sources), sum(one["seen"] for one in sources)] == [2 * WRITERS, lines]


def test_one_file_that_two_bring_in_at_once_is_there_once(
    launcher, prepared, undisturbed, tmp_path
):
    """One stands still before the rows of its first file are committed; the other does not wait for it."""
    place = copied(prepared, tmp_path / "run")
    first = launcher.start(place, *INGEST, **Point(0, COMMIT, 2).once("pause"))
    assert first.wait(paused=True).code == STOPPED
    second = launcher.run(place, *INGEST)
    ended = first.go_on()
    assert second.is_told(), second.err
    assert ended.is_told(), ended.err
    assert unsound(counted(place)) == []
    assert launcher.run(place, *INGEST).code == 0
    assert content(place) == undisturbed[INGEST].left


@pytest.mark.parametrize("from_the_end", [False, True], ids=["bringing in", "judging"])
def test_of_two_nightly_runs_the_second_says_who_is_running_and_harms_nothing(
    from_the_end, launcher, prepared, before, undisturbed, tmp_path
):
    """And an auditor sees the last judgement that is whole, as long as the first has not ended."""
    place = copied(prepared, tmp_path / "run")
    number = undisturbed[NIGHTLY].counts[COMMIT] - 1 if from_the_end else 2
    first = launcher.start(place, *NIGHTLY, **Point(0, COMMIT, number).once("pause"))
    assert first.wait(paused=True).code == STOPPED
    second = launcher.run(place, *NIGHTLY)
    seen = content(place)
    asked = launcher.run(place, "sessions", "-o", "jsonl")
    ended = first.go_on()
    assert (second.code, "in use by nightly, process " in second.err) == (5, True), second.err
    assert asked.code == 0, asked.err
    sessions = ("session", None)
    assert seen[sessions] == before[sessions]
    assert len(asked.out.splitlines()) == before[sessions][0]
    assert ended.code == 0, ended.err
    assert content(place) == undisturbed[NIGHTLY].left
