"""IPv6 addresses in canonical text (RFC 5952), a column at a time: which are, and their keys."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from tracker.normalise.ipv4 import MAPPED
from tracker.normalise.signs import Bytes, Marks, Places, Signs

_GROUPS = 8
_NOUGHT = np.uint8(ord("0"))
_USUAL = np.isin(np.arange(256), np.frombuffer(b"0123456789abcdef:", np.uint8))


def keyed(signs: Signs) -> tuple[Marks, Bytes]:
    """Of each text: whether it is an IPv6 address in canonical text, and its key's digits if so.

    One in ::ffff:0:0/96 is an IPv4 address, whose canonical text is another: it is none here.
    """
    digits = np.full((len(signs), len(MAPPED)), _NOUGHT)
    if not len(signs.data):
        return np.zeros(len(signs), np.bool_), digits
    groups = _Groups.of(signs)
    good = groups.complete() & ~groups.unusual() & ~_foreign(signs)
    groups.lay(digits, good)
    beginning = slice(0, 3)  # strokes of eight digits
    mapped = digits.view(np.uint64)[:, beginning] == MAPPED.view(np.uint64)[beginning]
    return good & ~mapped.all(axis=1), digits


@dataclass(frozen=True)
class _Groups:
    """What colons part, of all texts in one row: each its text, its place there, begin and end."""

    data: Bytes
    colons: Places
    text: Places
    place: Places
    begin: Places
    end: Places

    @classmethod
    def of(cls, signs: Signs) -> Self:
        places, colons = signs.places(":")
        text = np.repeat(np.arange(len(signs)), colons + 1)
        last = np.cumsum(colons + 1) - 1
        begin = np.empty(len(text), np.int64)
        end = np.empty(len(text), np.int64)
        inner = np.ones(len(text), np.bool_)
        inner[last] = False
        end[inner], end[last] = places, signs.ends[1:]
        inner[last], inner[last - colons] = True, False
        begin[inner], begin[last - colons] = places + 1, signs.ends[:-1]
        place = np.arange(len(text)) - (last - colons)[text]
        return cls(signs.data, colons, text, place, begin, end)

    @cached_property
    def length(self) -> Places:
        return np.asarray(self.end - self.begin)

    @cached_property
    def empty(self) -> Marks:
        return np.asarray(self.length == 0)

    @cached_property
    def gap(self) -> Places:
        """The place of each text's first empty group, where the double colon stands; past all if none."""
        first = np.full(len(self.colons), _GROUPS + 1)
        found = np.flatnonzero(self.empty)[::-1]
        first[self.text[found]] = self.place[found]  # of several the last one laid stays
        return first

    def complete(self) -> Marks:
        """Which texts stand for eight groups: all of them, or fewer with one double colon.

        A double colon stands for two groups at least (RFC 5952, 4.2.2), and leaves one group empty
        in the middle of a text, two at either end, three where it is all there is.
        """
        empty = np.bincount(self.text[self.empty], minlength=len(self.colons))
        second = np.zeros(len(self.colons), np.int64)
        found = np.flatnonzero(self.empty)
        second[self.text[found]] = self.place[found]
        inside = (empty == 1) & (self.gap > 0) & (self.gap < self.colons) & (self.colons < 7)
        at_end = (empty == 2) & (self.colons >= 2) & (self.colons < 8)
        at_end &= (second == 1) | (self.gap == self.colons - 1)
        alone = (empty == 3) & (self.colons == 2)
        return np.asarray((empty == 0) & (self.colons == 7) | inside | at_end | alone)

    def unusual(self) -> Marks:
        """Which texts have a group with a leading nought, of many digits, or of nought beside others."""
        begins_nought = np.take(self.data, self.begin, mode="clip") == _NOUGHT
        nought = begins_nought & (self.length == 1)
        wrong = (self.length > 4) | begins_nought & (self.length > 1)
        of_nought = nought | self.empty
        beside = of_nought[:-1] & of_nought[1:] & (nought[:-1] | nought[1:])
        wrong[:-1] |= beside & (self.text[:-1] == self.text[1:])
        return np.bincount(self.text[wrong], minlength=len(self.colons)) > 0

    def lay(self, digits: Bytes, which: Marks) -> None:
        """Lays the groups of the texts `which` in their places, each as four digits in one stroke."""
        after = self.place > self.gap[self.text]
        place = self.place + np.where(after, (_GROUPS - 1) - self.colons[self.text], 0)
        four = np.empty((len(self.text), 4), np.uint8)
        for back in range(4):
            sign = np.take(self.data, self.end - 1 - back, mode="clip")
            four[:, 3 - back] = np.where(self.length > back, sign, _NOUGHT)
        laid = np.flatnonzero(which[self.text])
        where = _GROUPS * self.text[laid] + place[laid]
        digits.reshape(-1).view(np.uint32)[where] = four.view(np.uint32)[laid, 0]


def _foreign(signs: Signs) -> Marks:
    """Which texts have a sign that is neither a digit, in lower case, nor a colon."""
    has = np.zeros(len(signs), np.bool_)
    found = np.flatnonzero(~np.take(_USUAL, signs.data))
    has[np.searchsorted(signs.ends, found, side="right") - 1] = True
    return has
