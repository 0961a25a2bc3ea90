"""The states in which files are known, so that what has grown is told from what is new."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class State:
    """A file as it was when all of it was brought in: its source, how long it was, its last header."""

    source: str
    sha256: str
    bytes: int
    lines: int
    header: str | None = None
    head: str | None = (
        None  # the digest of its first bytes; None of a short file, or of an old lake
    )


States = dict[int, dict[str, State]]  # by length, then by digest


class Known:
    """The states of files that are known, and which of them a file may have grown from."""

    def __init__(self) -> None:
        self._by_head: dict[str | None, States] = {}

    def add(self, state: State) -> None:
        self._by_head.setdefault(state.head, {}).setdefault(state.bytes, {})[state.sha256] = state

    def discard(self, state: State) -> None:
        self._by_head[state.head][state.bytes].pop(state.sha256, None)

    def of(self, head: str | None) -> States:
        """Those of files that begin so, and those of which that is not told."""
        told, untold = self._by_head.get(head, {}), self._by_head.get(None, {})
        if head is None or not untold:
            return told
        lengths = told.keys() | untold.keys()
        return {length: untold.get(length, {}) | told.get(length, {}) for length in lengths}


NOTHING_KNOWN = Known()
