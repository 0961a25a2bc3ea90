"""A JSON document as lines: each member of a list on a line of its own, the rest beside them.

What stands between members stays, on lines of its own. A line feed within a member becomes a JOINT; a
line that begins where none began in the file begins with a BREAK. So each record still knows its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeAlias

import numpy as np

Bytes: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Marks: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
JOINT, BREAK = b"\x02", b"\x03"
# How a document begins, and how deep in it the members lie: a list, an object that holds one, or
# objects one after the other that take several lines each.
_KINDS = (
    (re.compile(rb"\s*\[\s*(?:\{|\])"), 1),
    (re.compile(rb'\s*\{\s*"\w+"\s*:\s*\[\s*(?:\{|\])'), 2),
    (re.compile(rb"\s*\{\s*\n"), 0),
)
_QUOTE, _SLASH, _FEED = ord('"'), ord("\\"), ord("\n")


def depth_of_members(first: bytes) -> int | None:
    """How deep the members of a document lie that begins so; None where it is no document."""
    for beginning, depth in _KINDS:
        if beginning.match(first):
            return depth
    return None


class Members:
    """A document's bytes with each object at a depth on a line of its own.

    Once all are drawn, `is_open` says that the document has not come to its end.
    """

    def __init__(self, blocks: Iterable[bytes], depth: int) -> None:
        self.blocks = blocks
        self.splitter = _Splitter(depth)

    @property
    def is_open(self) -> bool:
        return self.splitter.depth > 0

    def __iter__(self) -> Iterator[bytes]:
        held = b""
        for block in self.blocks:
            lines = held + self.splitter.split(block)
            # Where the document breaks off within a member, nothing follows its last line feed to be
            # joined.
            held = JOINT if lines.endswith(JOINT) else b""
            yield lines.removesuffix(held)
        yield held.replace(JOINT, b"\n")


class _Splitter:
    """Where in the document a block begins: in a text or not, how deep, behind what."""

    def __init__(self, depth: int) -> None:
        self.members = depth
        self.depth = 0
        self.in_text = self.escaped = False
        self.fresh = True  # whether the next byte begins a line
        self.ended = False  # whether a member ended with the last byte

    def split(self, block: bytes) -> bytes:
        signs = np.frombuffer(block, np.uint8)
        quotes = (signs == _QUOTE) & ~self._escaped(signs)
        # Within a text from behind its opening quote to its closing one.
        inside = (np.cumsum(quotes) + self.in_text) % 2 == 1
        opens = np.isin(signs, (ord("{"), ord("["))) & ~inside
        closes = np.isin(signs, (ord("}"), ord("]"))) & ~inside
        after = self.depth + np.cumsum(opens.astype(np.int64) - closes)
        before = after - opens + closes
        begins = opens & (before == self.members) & (signs == ord("{"))
        ends = closes & (after == self.members) & (signs == ord("}"))
        self.in_text, self.depth = bool(inside[-1]), int(after[-1])
        feeds = signs == _FEED
        joined = np.where(feeds & (after > self.members), JOINT[0], signs).astype(np.uint8)
        return self._broken(joined, begins, ends, feeds & (after <= self.members))

    def _broken(self, signs: Bytes, begins: Marks, ends: Marks, feeds: Marks) -> bytes:
        """The bytes with a line begun before each member, and behind it, where none begins there."""
        fresh = np.empty(len(signs), np.bool_)
        fresh[0], fresh[1:] = self.fresh, feeds[:-1]
        behind = np.zeros(len(signs), np.bool_)
        behind[1:] = ends[:-1]
        behind[0] = self.ended
        places = np.flatnonzero((begins & ~fresh) | (behind & ~feeds))
        self.fresh, self.ended = bool(feeds[-1]), bool(ends[-1])
        out = np.insert(signs, np.repeat(places, 2), np.tile((_FEED, BREAK[0]), len(places)))
        return out.astype(np.uint8).tobytes()

    def _escaped(self, signs: Bytes) -> Marks:
        """Which signs stand behind an odd number of backslashes."""
        slashes = signs == _SLASH
        if not slashes.any():
            escaped = np.zeros(len(signs), np.bool_)
            escaped[0] = self.escaped
            self.escaped = False
            return escaped
        places = np.arange(len(signs))
        last = np.maximum.accumulate(np.where(slashes, -1, places))  # the last that is none, so far
        # A run that goes back to the block's begin has one more where the last block ended in it.
        run = np.where(slashes, places - last + np.where(last < 0, int(self.escaped), 0), 0)
        escaped = np.zeros(len(signs), np.bool_)
        escaped[1:] = run[:-1] % 2 == 1
        escaped[0] = self.escaped
        self.escaped = bool(run[-1] % 2)
        return escaped
