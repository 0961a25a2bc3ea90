"""A run that is killed, wherever it was, and run again leaves what an undisturbed one leaves.

Where it is killed is drawn by SURVIVE_SEED, the same each time if it is not set, over the events that
an undisturbed run has; each failure names it. SURVIVE_POINTS says at how many points, 40 if not set.
"""

from __future__ import annotations

import os
import signal
from itertools import islice

import pytest

from tests.survive.events import KINDS
from tests.survive.launcher import happened
from tests.survive.nights import INGEST, NIGHTLY, content, copied, half_seen
from tests.survive.points import Point, points

POINTS = int(os.environ.get("SURVIVE_POINTS", "40"))
JUDGED = 20  # of so many points one is in `nightly`, which takes five times as long as `ingest`
EARLIER = NIGHTLY
INIT = ("init",)
KILLED = -signal.SIGKILL


@pytest.fixture(scope="module")
def drawn(seed, undisturbed):
    """The commands that are killed, and where."""
    ingest, nightly = undisturbed[INGEST].counts, undisturbed[NIGHTLY].counts
    few = points("nightly", seed, KINDS, nightly, past=ingest)
    many = points("ingest", seed, KINDS, ingest, past={})
    return [
        (NIGHTLY, next(few)) if number % JUDGED == 0 else (INGEST, next(many))
        for number in range(POINTS)
    ]


@pytest.mark.parametrize("number", range(POINTS))
def test_a_run_that_is_killed_and_run_again_leaves_what_an_undisturbed_one_leaves(
    number, drawn, launcher, prepared, before, undisturbed, tmp_path
):
    """And what is seen between the two are whole files alone, and the sessions of whole judgements."""
    args, point = drawn[number]
    place = copied(prepared, tmp_path / "run")
    assert launcher.run(place, *args, **point.once("kill")).code == KILLED, point
    assert half_seen(content(place), before, undisturbed[args].left) == [], point
    again = launcher.run(place, *args)
    assert again.code == 0, (point, again.err)
    assert content(place) == undisturbed[args].left, point


def test_a_run_that_is_killed_again_and_again_comes_to_its_end_when_it_may(
    seed, launcher, prepared, before, undisturbed, tmp_path
):
    args = NIGHTLY
    place = copied(prepared, tmp_path / "run")
    for point in islice(points("again", seed, KINDS, undisturbed[args].counts, past={}), 3):
        # What an earlier one has done need not be done again, so that it may end before the point.
        assert launcher.run(place, *args, **point.once("kill")).code in (KILLED, 0), point
        assert half_seen(content(place), before, undisturbed[args].left) == [], point
    assert launcher.run(place, *args).code == 0, seed
    assert content(place) == undisturbed[args].left, seed


def test_a_lake_whose_making_was_killed_is_made_by_the_next_run(launcher, tmp_path_factory):
    """At the first and last event of each kind: there is no lake yet, or a whole one and its key."""
    whole = tmp_path_factory.mktemp("made")
    assert launcher.run(whole, *INIT).code == 0
    for kind, count in happened(whole).items():
        for number in {1, count}:
            place = tmp_path_factory.mktemp("killed")
            point = Point(0, kind, number)
            assert launcher.run(place, *INIT, **point.once("kill")).code == KILLED, point
            again = launcher.run(place, *INIT)
            assert again.code == 0, (point, again.err)
            assert content(place) == content(whole) == {}, point
