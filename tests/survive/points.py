"""The moments at which a run comes to harm, drawn by a seed over what an undisturbed run does."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

SEED = "SURVIVE_SEED"
STANDING = "20260314"  # what is not asked for is the same each time: a build fails for what changed
EVER = 1 << 30  # more events than any run has


@dataclass(frozen=True)
class Point:
    """The n-th event of a kind, in runs that SEED drew."""

    seed: int
    kind: str
    number: int

    def once(self, act: str) -> dict[str, object]:
        return {"act": act, "kind": self.kind, "first": self.number, "last": self.number}

    def from_then_on(self, act: str) -> dict[str, object]:
        return self.once(act) | {"last": EVER}


def drawn_by() -> int:
    """The seed that is set, or the standing one."""
    return int(os.environ.get(SEED, STANDING))


def points(
    of: str, seed: int, kinds: Sequence[str], counts: Mapping[str, int], past: Mapping[str, int]
) -> Iterator[Point]:
    """Points without end, as many of each kind; mostly past what another command does, too."""
    chance = Random(f"{seed} {of}")  # noqa: S311  # no secret
    there = [kind for kind in kinds if counts.get(kind)]
    chance.shuffle(there)
    while True:
        for kind in there:
            first = past.get(kind, 0) + 1 if chance.random() < 0.8 else 1
            yield Point(seed, kind, chance.randint(min(first, counts[kind]), counts[kind]))
