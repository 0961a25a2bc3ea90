"""A run in whose midst the power fails, and that is run again, leaves what an undisturbed one leaves.

What a disk would hold then is reckoned from what was settled on it (tests/survive/disk.py). The moments
are drawn by SURVIVE_SEED; SURVIVE_CUTS says at how many, 9 if not set.
"""

from __future__ import annotations

import os
from itertools import count
from random import Random

import pytest

from tests.survive.disk import ALL, NONE, SOME, Disk
from tests.survive.nights import INGEST, NIGHTLY, content, copied
from tracker.__main__ import run

CUTS = int(os.environ.get("SURVIVE_CUTS", "9"))
EARLIER = NIGHTLY
INIT = ("init",)


@pytest.fixture
def cut(monkeypatch, tmp_path, seed):
    """Runs a command in a folder; what is left of that where the power fails each time something is settled.

    The last of them is what is left when the command has ended, if nothing is there that was not settled.
    """

    def carry_out(place, args):
        chance, number = Random(f"{seed} {args}"), count()  # noqa: S311  # no secret
        left = []

        def fail(likely=None):
            spare = tmp_path / f"cut{next(number)}"
            likely = chance.choice([NONE, SOME, ALL]) if likely is None else likely
            left.append(disk.after_a_cut(spare, chance, likely))

        disk = Disk(place, fail)
        with monkeypatch.context() as patch:
            patch.chdir(place)
            patch.setattr(os, "fsync", disk.fsync)
            assert run([*args]) == 0
        fail(NONE)
        disk.close()
        return left

    return carry_out


@pytest.mark.parametrize(("args", "most"), [(INGEST, CUTS), (NIGHTLY, CUTS // 3)])
def test_a_run_in_which_the_power_fails_leaves_after_a_rerun_what_an_undisturbed_one_leaves(
    args, most, cut, launcher, prepared, undisturbed, seed, tmp_path
):
    """And what it has told is there, whatever becomes of what was not settled."""
    *left, ended = cut(copied(prepared, tmp_path / "run"), args)
    assert content(ended) == undisturbed[args].left
    drawn = Random(f"{seed} {args} drawn")  # noqa: S311  # no secret
    for place in drawn.sample(left, min(most, len(left))):
        again = launcher.run(place, *args)
        assert again.code == 0, (place, again.err)
        assert content(place) == undisturbed[args].left, place


def test_a_lake_in_whose_making_the_power_fails_is_made_by_the_next_run(cut, launcher, tmp_path):
    (tmp_path / "made").mkdir()
    for place in cut(tmp_path / "made", INIT)[-12:]:  # those before have but some of the tables
        again = launcher.run(place, *INIT)
        assert again.code == 0, (place, again.err)
        assert content(place) == {}, place
        assert len(bytes.fromhex((place / "lake.key").read_text())) == 32
