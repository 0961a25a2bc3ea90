"""Lines as views into the block that holds them: none of them is copied."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import pyarrow as pa

Marks: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Numbers: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int64]]
_Views: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int32]]
_FOURS, _WITHIN = 4, 12  # four bytes each of a view, and the longest text that stands in it


@dataclass(frozen=True)
class Views:
    """The lines of a block without their ends.

    A view is its text's length, its first four bytes, the number of the buffer and the place in it;
    a text of up to twelve bytes stands in the view itself (Arrow columnar format, views).
    """

    block: bytes
    each: _Views

    @classmethod
    def of(cls, block: bytes) -> Self:
        ends, signs = line_ends(block), np.frombuffer(block, np.uint8)
        if not block.endswith(b"\n"):
            ends = np.append(ends, len(block))
        begins = np.zeros(len(ends), np.int64)
        begins[1:] = ends[:-1] + 1
        each = np.zeros((len(ends), _FOURS), np.int32)
        each[:, 0], each[:, 3] = ends - begins, begins
        bytewise = each.view(np.uint8)
        for place in range(_FOURS):
            bytewise[:, _FOURS + place] = np.take(signs, begins + place, mode="clip")
        if len(short := np.flatnonzero(each[:, 0] <= _WITHIN)):
            places = np.arange(_WITHIN)
            there = places < each[short, 0, None]
            within = np.take(signs, begins[short, None] + places, mode="clip")
            bytewise[short, _FOURS:] = np.where(there, within, 0)
        return cls(block, each)

    def __len__(self) -> int:
        return len(self.each)

    def first(self, count: int) -> Self:
        return type(self)(self.block, self.each[:count])

    def at(self, places: Numbers) -> Self:
        """The lines that stand at these places, the first at 1."""
        return self if len(places) == len(self) else type(self)(self.block, self.each[places - 1])

    def empty(self) -> pa.Array:
        """Which of them are empty."""
        return pa.array(self.each[:, 0] == 0)

    def array(self) -> pa.Array:
        buffers = [None, pa.py_buffer(self.each), pa.py_buffer(self.block)]
        return pa.Array.from_buffers(pa.string_view(), len(self), buffers)

    def texts(self) -> pa.Array:
        """The lines as texts of their own, which more can be done with."""
        return self.array().cast(pa.string())


def line_ends(block: bytes) -> Numbers:
    """Where the line feeds stand."""
    return np.flatnonzero(np.frombuffer(block, np.uint8) == ord("\n"))
