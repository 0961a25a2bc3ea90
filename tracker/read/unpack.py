"""What packed files unpack to: gzip, bzip2, xz and zstd, a little at a time."""

from __future__ import annotations

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_STEP = 1 << 21  # bytes read at once
_UNPACKED = 1 << 23  # bytes unpacked at once: a small file may hold much


class Readable(Protocol):
    """What bytes can be read from."""

    def read(self, count: int, /) -> bytes: ...


class First:
    """A file's first bytes, so many of them; all where that is not told."""

    def __init__(self, file: Readable, most: int | None) -> None:
        self.file = file
        self.left = most

    def read(self, count: int) -> bytes:
        block = self.file.read(count if self.left is None else min(count, self.left))
        if self.left is not None:
            self.left -= len(block)
        return block

    def blocks(self, step: int) -> Iterator[bytes]:
        return iter(lambda: self.read(step), b"")


class _Member(Protocol):
    """One of a file's packed members, as the standard library's decompressors are."""

    @property
    def eof(self) -> bool: ...

    @property
    def unused_data(self) -> bytes: ...

    @property
    def needs_input(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Deflated:
    """zlib's decompressor with the face of the others: it keeps what it was not asked for."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)


_MEMBERS: dict[bytes, Callable[[], _Member]] = {
    b"\x1f\x8b": _Deflated,
    b"BZh": bz2.BZ2Decompressor,
    b"\xfd7zXZ\0": lzma.LZMADecompressor,
    b"\x28\xb5\x2f\xfd": zstd.ZstdDecompressor,
}
_FAULTS = (zlib.error, OSError, lzma.LZMAError, zstd.ZstdError, EOFError)


def is_packed(first: bytes) -> bool:
    """Whether a file that begins so is a packed one."""
    return first.startswith(tuple(_MEMBERS))


class Unpacked:
    """A file's bytes, unpacked where they are packed; several members follow one another.

    Once all blocks are drawn, `cut` says whether the packed bytes broke off.
    """

    def __init__(self, file: Readable) -> None:
        self.file = file
        self.cut = False

    def blocks(self) -> Iterator[bytes]:
        first = self.file.read(_STEP)
        for magic, member in _MEMBERS.items():
            if first.startswith(magic):
                yield from self._members(first, member)
                return
        while first:
            yield first
            first = self.file.read(_STEP)

    def _members(self, packed: bytes, kind: Callable[[], _Member]) -> Iterator[bytes]:
        member = kind()
        while True:
            try:
                yield member.decompress(packed, _UNPACKED)
            except _FAULTS:
                self.cut = True
                return
            if member.eof:
                packed = member.unused_data or self.file.read(_STEP)
                if not packed.strip(b"\0"):  # some tools pad the last block
                    return
                member = kind()
            else:
                packed = self.file.read(_STEP) if member.needs_input else b""
                if not packed and member.needs_input:
                    self.cut = True
                    return
