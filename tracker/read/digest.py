"""SHA-256 in a thread of its own, so that the bytes can be looked at meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain
from typing import Self

from tracker.read.unpack import First, Readable

HEAD = 1024  # bytes whose digest tells which known files one may have grown from
_STEP = 1 << 21  # bytes


def opening(blocks: Iterator[bytes]) -> tuple[str | None, Iterator[bytes]]:
    """The digest of the first HEAD bytes, None where there are fewer, and all blocks again."""
    first = b""
    while len(first) < HEAD and (block := next(blocks, b"")):
        first += block
    head = hashlib.sha256(first[:HEAD]).hexdigest() if len(first) >= HEAD else None
    return head, chain([first] if first else [], blocks)


class Digest:
    """The digest of the bytes given, block by block; at most one block waits for its turn.

    The first block waits for the second: what is in one piece needs no thread.

    `passed` are the digests of the first bytes, as many as each of `sizes` says; `whole` is that of
    all up to the last line feed, behind `whole_size` bytes.
    """

    def __init__(self, sizes: Iterable[int] = ()) -> None:
        self.size = self.whole_size = 0
        self.passed: dict[int, str] = {}
        self._digest = hashlib.sha256()
        self._whole = self._digest.copy()
        self._sizes = sorted(sizes, reverse=True)
        self._first: bytes | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._thread:
            self._thread.shutdown()

    def update(self, block: bytes) -> None:
        if self._thread is None and self._first is None:
            self._first = block
            return
        if self._thread is None:
            self._thread = ThreadPoolExecutor(1)
            self._last = self._thread.submit(self._take_first)
        before, self._last = self._last, self._thread.submit(self._take, block)
        if before:
            before.result()

    def hexdigest(self) -> str:
        self._wait()
        return self._digest.hexdigest()

    def whole(self) -> str:
        self._wait()
        return self._whole.hexdigest()

    def _wait(self) -> None:
        if self._last:
            self._last.result()
        self._take_first()

    def _take_first(self) -> None:
        block, self._first = self._first, b""
        if block:
            self._take(block)

    def _take(self, block: bytes) -> None:
        end = block.rfind(b"\n") + 1
        view = memoryview(block)
        if end:
            self._feed(view[:end])
            self._whole, self.whole_size = self._digest.copy(), self.size
        self._feed(view[end:])

    def _feed(self, block: memoryview) -> None:
        while self._sizes and self._sizes[-1] <= self.size + len(block):
            size = self._sizes.pop()
            self._digest.update(block[: size - self.size])
            block = block[size - self.size :]
            self.size = size
            self.passed[size] = self._digest.hexdigest()
        self._digest.update(block)
        self.size += len(block)


def digest_of(file: Readable, size: int) -> str:
    """The digest of a file's first bytes."""
    digest = hashlib.sha256()
    for block in First(file, size).blocks(_STEP):
        digest.update(block)
    return digest.hexdigest()
