"""Which sums may be published, so that none of a few people can be told from all of them together.

Every number of a table is a sum over groups that have nobody's session twice. Whoever has the
published ones may add and subtract them as he likes: what he can reach is the space that they span
(complementary suppression: Hundepool et al., Statistical Disclosure Control, 2012, chapter 4). So
a sum is published only as long as no group of a few people, and no union of such, lies in that space.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import compress, product

FEWEST = 10  # people behind a published number: fewer could be known to one another
_WIDEST = 10  # sums of small groups alone whose every combination is tried; more are left out

Sum = dict[int, Fraction]  # how often each group is in it


def concealed(sums: Sequence[Collection[int]], few: Mapping[int, Collection[str]]) -> list[bool]:
    """Of each sum whether it must be left out; the first ones are kept rather than the later ones.

    A sum names the groups that are in it. `few` has the people of each group that has fewer than
    FEWEST of them, and no other group. Groups without anybody must not be named.
    """
    published = _Published(few)
    return [not published.take(one) for one in sums]


class _Published:
    """The space that published sums span, as rows of which each alone has its first group.

    Groups of many people come first in a row. So the rows that begin with a small group are those
    that have small groups alone, and everything of small groups that can be told is told by these.
    """

    def __init__(self, few: Mapping[int, Collection[str]]) -> None:
        self._few = few
        self._rows: dict[int, Sum] = {}  # under the first group of each

    def take(self, groups: Collection[int]) -> bool:
        """Publishes a sum, if that gives nobody away; whether it did."""
        rest = self._reduced(dict.fromkeys(groups, Fraction(1)))
        if not rest:
            return True  # it follows from what is published
        first = min(rest, key=lambda group: (group in self._few, group))
        row = {group: times / rest[first] for group, times in rest.items()}
        if first in self._few and self._betrays(first, row):
            return False
        self._rows = {key: _without(first, old, row) for key, old in self._rows.items()}
        self._rows[first] = row
        return True

    def _reduced(self, row: Sum) -> Sum:
        for first, known in self._rows.items():
            row = _without(first, row, known)
        return row

    def _betrays(self, first: int, row: Sum) -> bool:
        """Whether with a row of small groups some of a few people could be told apart."""
        small = [_without(first, old, row) for key, old in self._rows.items() if key in self._few]
        if len(small) == _WIDEST:
            return True
        return any(len(self._people(one)) < FEWEST for one in _unions([*small, row]))

    def _people(self, groups: Sum) -> set[str]:
        return {person for group in groups for person in self._few[group]}


def _without(first: int, row: Sum, other: Sum) -> Sum:
    """A row less so many times another that it does not have the other's first group any more."""
    if first not in row:
        return row
    times = row[first]
    told = {group: row.get(group, 0) - times * other.get(group, 0) for group in {*row, *other}}
    return {group: Fraction(left) for group, left in told.items() if left}


def _unions(rows: Sequence[Sum]) -> Iterator[Sum]:
    """The groups that rows come to, where a choice of them is each group once or not at all.

    Each row alone has its first group, so no other way of adding them comes to that.
    """
    for chosen in product((False, True), repeat=len(rows)):
        told: Sum = {}
        for row in compress(rows, chosen):
            for group, times in row.items():
                told[group] = told.get(group, Fraction(0)) + times
        left = {group: times for group, times in told.items() if times}
        if left and all(times == 1 for times in left.values()):
            yield left
