"""The bytes of a column of texts, all in one row, so that whole columns are looked at in one stroke."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self, TypeAlias

import numpy as np
import pyarrow as pa

Marks: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Bytes: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.uint8]]
Places: TypeAlias = np.ndarray[tuple[int, ...], np.dtype[np.int64]]


@dataclass(frozen=True)
class Signs:
    """`data` are the texts' bytes, one text behind the other; text n stands at ends[n]:ends[n + 1]."""

    data: Bytes
    ends: Places

    @classmethod
    def of(cls, texts: pa.Array) -> Self:
        _, offsets, data = texts.buffers()
        ends = np.frombuffer(offsets, np.int32)[texts.offset : texts.offset + len(texts) + 1]
        whole = np.frombuffer(data, np.uint8) if data else np.empty(0, np.uint8)
        return cls(whole[ends[0] : ends[-1]], (ends - ends[0]).astype(np.int64))

    def __len__(self) -> int:
        return len(self.ends) - 1

    def places(self, sign: str) -> tuple[Places, Places]:
        """Where a sign stands, and how often in each text."""
        found = self.data == ord(sign)
        so_far = np.empty(len(found) + 1, np.int32)
        so_far[0] = 0
        np.cumsum(found, out=so_far[1:], dtype=np.int32)
        return np.flatnonzero(found), np.diff(so_far[self.ends])
