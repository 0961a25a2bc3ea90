"""A run whose writes or commits fail ends with a fault that is told, and the next one repairs.

What fails is drawn as in `test_killed`; SURVIVE_FAILURES says at how many points, 6 if not set.
"""

from __future__ import annotations

import os
import signal
from itertools import islice
from pathlib import Path

import pytest
from deltalake import DeltaTable

from tests.survive.events import COMMIT, WRITES
from tests.survive.nights import INGEST, content, copied, half_seen
from tests.survive.points import Point, points

FAILURES = int(os.environ.get("SURVIVE_FAILURES", "6"))
TOLD = (4, 5)


@pytest.fixture(scope="module")
def repaired(launcher, prepared, before, undisturbed, tmp_path_factory):
    """Runs `ingest` with something that fails, and looks at what that leaves and the next run does."""

    def run(why, **how):
        place = copied(prepared, tmp_path_factory.mktemp("failing") / "run")
        ended = launcher.run(place, *INGEST, **how)
        assert ended.is_told(), (why, ended.err)
        assert half_seen(content(place), before, undisturbed[INGEST].left) == [], why
        assert list((place / "tmp").iterdir()) == [], why
        assert launcher.run(place, *INGEST).code == 0, why
        assert content(place) == undisturbed[INGEST].left, why
        return ended

    return run


@pytest.mark.parametrize("number", range(FAILURES))
def test_a_disk_that_is_full_from_some_write_on_is_told_and_the_next_run_repairs(
    number, seed, undisturbed, repaired
):
    every = points("full", seed, WRITES, undisturbed[INGEST].counts, past={})
    point = next(islice(every, number, None))
    ended = repaired(point, **point.from_then_on("full"))
    assert ended.code in TOLD, (point, ended.err)
    assert "No space left on device" in ended.err, point


@pytest.mark.parametrize("largest", [0, 2500, 6000])
def test_a_file_that_the_system_does_not_let_grow_is_told_and_the_next_run_repairs(
    largest, repaired
):
    """Arrow's, Delta Lake's and Python's own writes fail, as on a full disk; unpacking's, too."""
    ended = repaired(largest, largest=largest)
    assert ended.code in TOLD, ended.err
    assert "File too large" in ended.err


def test_a_commit_that_comes_into_conflict_once_is_tried_again(seed, undisturbed, repaired):
    point = next(points("conflict", seed, [COMMIT], undisturbed[INGEST].counts, past={}))
    assert repaired(point, **point.once("conflict")).code == 0


def test_commits_that_never_get_through_are_told(undisturbed, repaired):
    point = Point(0, COMMIT, undisturbed[INGEST].counts[COMMIT] - 1)
    ended = repaired(point, **point.from_then_on("conflict"))
    assert ended.code in TOLD
    assert "another commit came first" in ended.err


def test_a_real_conflict_costs_another_commit_and_no_file(
    launcher, prepared, undisturbed, tmp_path
):
    """Somebody changes a table between the writing of its rows and their commit."""
    place = copied(prepared, tmp_path / "run")
    point = Point(0, COMMIT, 2)  # the first is of `source`, which says that a file is begun
    running = launcher.start(place, *INGEST, **point.once("pause"))
    assert running.wait(paused=True).code == -signal.SIGSTOP
    tables = [DeltaTable(str(path.parent)) for path in (place / "lake").glob("*/_delta_log")]
    for table in tables:
        table.alter.set_table_properties({"delta.checkpointInterval": "50"})
    assert running.go_on().code == 0
    assert content(place) == undisturbed[INGEST].left
    for table in tables:
        table.update_incremental()
        there = Path(table.table_uri.removeprefix("file://")).rglob("*.parquet")
        assert len(list(there)) == len(table.file_uris())
