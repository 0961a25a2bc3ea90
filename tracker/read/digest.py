"""SHA-256 in a thread of its own, so that the bytes can be looked at meanwhile."""

from __future__ import annotations

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Self


class Digest:
    """The digest of the bytes given, block by block; at most one block waits for its turn."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._thread = ThreadPoolExecutor(1)
        self._last: Future[None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown()

    def update(self, block: bytes) -> None:
        before, self._last = self._last, self._thread.submit(self._digest.update, block)
        if before:
            before.result()

    def hexdigest(self) -> str:
        if self._last:
            self._last.result()
        return self._digest.hexdigest()
