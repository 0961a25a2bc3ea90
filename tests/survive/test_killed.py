"""A run that is killed, wherever it was, and run again leaves what an undisturbed one leaves.

Where it is killed is drawn by SURVIVE_SEED, a new one each time if it is not set, over the events that
an undisturbed run has; each failure names it. SURVIVE_POINTS says at how many points, 40 if not set.
"""

from __future__ import annotations

import os
import secrets
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from random import Random

import pytest

from tests.survive.events import KINDS
from tests.survive.launcher import happened
from tests.survive.nights import INGEST, NIGHTLY, Content, content, copied, half_seen

POINTS = int(os.environ.get("SURVIVE_POINTS", "40"))
JUDGED = 10  # of so many points one is in `nightly`, which takes three times as long as `ingest`
INIT = ("init",)


@dataclass(frozen=True)
class Undisturbed:
    """What a command leaves that nothing happens to, and how often what happens on its way."""

    left: Content
    counts: dict[str, int]


@dataclass(frozen=True)
class Point:
    """The moment in which a run is killed: before the n-th event of a kind."""

    seed: int
    kind: str
    number: int

    def how(self) -> dict[str, object]:
        return {"act": "kill", "kind": self.kind, "first": self.number, "last": self.number}


@pytest.fixture(scope="module")
def seed() -> int:
    return int(os.environ.get("SURVIVE_SEED", secrets.randbits(32)))


@pytest.fixture(scope="module")
def before(prepared) -> Content:
    return content(prepared)


@pytest.fixture(scope="module")
def undisturbed(launcher, prepared, tmp_path_factory) -> dict[tuple[str, ...], Undisturbed]:
    done = {}
    for args in (INGEST, NIGHTLY):
        place = copied(prepared, tmp_path_factory.mktemp("undisturbed") / "run")
        assert launcher.run(place, *args).code == 0
        done[args] = Undisturbed(content(place), happened(place))
    return done


def points(
    chance: Random, seed: int, counts: dict[str, int], past: dict[str, int]
) -> Iterator[Point]:
    """Points without end, as many of each kind, and mostly past what another command has, too."""
    kinds = [kind for kind in KINDS if counts.get(kind)]
    chance.shuffle(kinds)
    while True:
        for kind in kinds:
            first = past.get(kind, 0) + 1 if chance.random() < 0.8 else 1
            yield Point(seed, kind, chance.randint(min(first, counts[kind]), counts[kind]))


def drawn(
    seed: int, number: int, undisturbed: dict[tuple[str, ...], Undisturbed]
) -> tuple[tuple[str, ...], Point]:
    """The n-th command that is killed, and where."""
    args = NIGHTLY if number % JUDGED == 0 else INGEST
    past = undisturbed[INGEST].counts if args == NIGHTLY else {}
    chance = Random(f"{seed} {args}")  # noqa: S311
    every = points(chance, seed, undisturbed[args].counts, past)
    place = number // JUDGED if args == NIGHTLY else number - number // JUDGED - 1
    return args, next(islice(every, place, None))


@pytest.mark.parametrize("number", range(POINTS))
def test_a_run_that_is_killed_and_run_again_leaves_what_an_undisturbed_one_leaves(
    number, seed, launcher, prepared, before, undisturbed, tmp_path
):
    """And what is seen between the two are whole files alone, and the sessions of whole judgements."""
    args, point = drawn(seed, number, undisturbed)
    place = copied(prepared, tmp_path / "run")
    assert launcher.run(place, *args, **point.how()).code == -signal.SIGKILL, point
    assert half_seen(content(place), before, undisturbed[args].left) == [], point
    again = launcher.run(place, *args)
    assert again.code == 0, (point, again.err)
    assert content(place) == undisturbed[args].left, point


@pytest.mark.parametrize("args", [INGEST, NIGHTLY])
def test_a_run_that_is_killed_again_and_again_comes_to_its_end_when_it_may(
    args, seed, launcher, prepared, before, undisturbed, tmp_path, request
):
    chance = Random(f"{seed} {request.node.name}")  # noqa: S311
    place = copied(prepared, tmp_path / "run")
    every = points(chance, seed, undisturbed[args].counts, {})
    for _ in range(chance.randint(2, 4)):
        point = next(every)
        # What an earlier one has done need not be done again, so that it may end before the point.
        assert launcher.run(place, *args, **point.how()).code in (-signal.SIGKILL, 0), point
        assert half_seen(content(place), before, undisturbed[args].left) == [], point
    assert launcher.run(place, *args).code == 0, seed
    assert content(place) == undisturbed[args].left, seed


def test_a_lake_whose_making_was_killed_is_made_by_the_next_run(launcher, tmp_path_factory):
    """At every event: there is no lake yet, or a whole one, and never a key that opens nothing."""
    whole = tmp_path_factory.mktemp("made")
    assert launcher.run(whole, *INIT).code == 0
    for kind, count in happened(whole).items():
        for number in {1, count}:
            place = tmp_path_factory.mktemp("killed")
            point = Point(0, kind, number)
            assert launcher.run(place, *INIT, **point.how()).code == -signal.SIGKILL, point
            again = launcher.run(place, *INIT)
            assert again.code == 0, (point, again.err)
            assert content(place) == content(whole) == {}, point
