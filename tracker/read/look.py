"""A look at a file before it is read: its digest, and a form of it that the reader can be trusted with.

The reader is handed lines that end in a line feed, in UTF-8, none too long and none holding the
sign that serves it as delimiter. A plain file that is so already is read where it lies; any other is
written out in that form once, with a mark in each line that cannot be kept as it is.
"""

from __future__ import annotations

import codecs
import hashlib
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from io import BufferedReader
from itertools import islice
from pathlib import Path

import numpy as np

from tracker.errors import InputError
from tracker.fields import BEGIN, Place
from tracker.read.digest import Digest, opening
from tracker.read.document import BREAK, depth_of_members
from tracker.read.mend import CUT, FORBIDDEN_BYTES, MARKS, Mender, has_short_lines
from tracker.read.opened import opened
from tracker.read.states import NOTHING_KNOWN, Known, State, States
from tracker.read.unpack import First, Readable, Unpacked, is_packed

STANDARD_INPUT = "-"
_STEP = 1 << 21  # bytes; much less, and the threads that look and digest wait for one another
_MAGIC = 6  # bytes that tell how a file is packed
_HEAD = 1 << 22  # bytes; 2,000 lines of a megabyte would be read for minutes, a few tell as much
_SNIFFED = 1 << 12  # bytes that tell whether it is a document


@dataclass(frozen=True)
class Look:
    """A file that can be read: where, what it was when looked at, and whether lines bear a mark.

    Of a file that has grown since `before`, what is new lies behind `begin` in `path`; `states` are all
    those known that it is or begins with, the longest first. Digest, size and lines are of all that is
    read now or was before; `waiting` are the bytes behind it, of a last
    line that has no end yet, where the file may be `growing`. `written_us` is when it was last
    written, in microseconds since 1970; `joined` says that its records were made lines, which no
    longer are the lines of the file, `is_open` that it is a document without its end, `is_cut` that a
    packed file breaks off. `is_sifted` says that lines within its lines were looked for, `is_within`
    that those are read, and nothing that lies between the first of them and `begin`.
    """

    shown: str
    path: Path
    sha256: str
    size: int
    lines: int
    marked: bool = False
    written_us: int = 0
    joined: bool = False
    is_packed: bool = False
    is_open: bool = False
    is_cut: bool = False
    is_sifted: bool = False
    is_within: bool = False
    growing: bool = False
    states: tuple[State, ...] = ()
    before: State | None = None
    begin: Place = BEGIN
    waiting: int = 0
    head: str | None = None

    @property
    def until(self) -> int | None:
        """Where in a file that is read where it lies reading ends: somebody may be writing to it."""
        return self.size if self.path == Path(self.shown) else None

    def whole(self) -> Look:
        """The same file, none of which was read before."""
        return replace(self, before=None, begin=BEGIN)

    def blocks(self, step: int) -> Iterator[bytes]:
        """Its bytes, so many at once."""
        with self.opened() as file:
            yield from First(file, self.until).blocks(step)

    def opened(self) -> AbstractContextManager[BufferedReader]:
        """The file to be read; raises InputError where that cannot be any more."""
        return opened(self.shown, self.path)

    def first(self, count: int, begin: Place = BEGIN) -> list[str]:
        """So many lines from a place on, without their ends; fewer where they are long."""
        with self.opened() as file:
            file.seek(begin.bytes)
            text = b"".join(_while_short(islice(file, count))).decode().removesuffix("\n")
        # Within a line of such a file a BREAK parts the lines of its record.
        return (text.replace(BREAK.decode(), "\n") if self.is_within else text).split("\n")


def _while_short(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines until they have so many bytes together, the one with the last of these among them."""
    left = _HEAD
    for line in lines:
        yield line
        left -= len(line)
        if left <= 0:
            return


def look(
    shown: str,
    spool: Path,
    max_line: int,
    known: Known = NOTHING_KNOWN,
    *,
    growing: bool = False,
    most: int | None = None,
    again: bool = False,
) -> Look:
    """Looks at a file, or at standard input for `-`; what must be written out goes to `spool`.

    A file that begins as one of those `known` has grown since. One that may be `growing` is taken up
    to its last line feed, unless it is packed or a document; `most` bytes of it at most. With `again`
    all of it is new, whatever is known of it.

    Raises InputError where there is no such file, or none that can be read as a log.
    """
    if shown == STANDARD_INPUT:
        found = _write_out(shown, sys.stdin.buffer, spool, max_line, known, growing=False)
        found = replace(found, written_us=time.time_ns() // 1000)
        return found.whole() if again else found
    path = Path(shown)
    if path.is_dir():
        raise InputError("is a folder", where=shown, expected="a log file")
    if _is_no_file(path):
        expected = "a log file, or - for standard input"
        raise InputError("is no file", where=shown, expected=expected)
    written_us = _written_us(path)  # before it is read: what is written meanwhile is noticed then
    found = _looked_at(shown, path, spool, max_line, known, growing, most)
    found = replace(found, written_us=written_us)
    return found.whole() if again else found


def _is_no_file(path: Path) -> bool:
    """Whether something is there that is no file, such as a pipe, to open which may take for ever."""
    try:
        return path.exists() and not path.is_file()
    except OSError:
        return False  # what is wrong with it is told by whoever opens it


def _written_us(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns // 1000
    except OSError:
        return 0  # what is wrong with it is told by whoever reads it


def _looked_at(
    shown: str,
    path: Path,
    spool: Path,
    max_line: int,
    known: Known,
    growing: bool,
    most: int | None,
) -> Look:
    with opened(shown, path) as file:
        first = file.peek(_SNIFFED)[:_SNIFFED]
        if is_packed(first[:_MAGIC]):
            found = _write_out(shown, file, spool, max_line, known, growing=False)
            return replace(found, is_packed=True)
        growing = growing and not _is_whole(first)
        seen = _Seen(max_line)
        head, blocks = opening(First(file, most).blocks(seen.step))
        candidates = known.of(head)
        with Digest(candidates) as digest:
            for block in blocks:
                digest.update(block)
                seen.take(block)
            sha256 = digest.whole() if growing else digest.hexdigest()
        if seen.size and not seen.clean():
            file.seek(0)
            part = First(file, most)
            return _write_out(shown, part, spool, max_line, known, growing=growing)
    size = digest.whole_size if growing else seen.size
    lines = seen.feeds if growing else seen.line_count()
    states = _states(digest, candidates, size)
    before = _grown_from(states, size)
    begin = Place(before.lines, before.bytes) if before else BEGIN
    return Look(
        shown, path, sha256, size, lines,
        growing=growing, states=states, before=before, begin=begin, waiting=seen.size - size,
        head=head,
    )  # fmt: skip


def _is_whole(first: bytes) -> bool:
    """Whether what begins so is taken as it is: a document, or of an encoding with other line feeds."""
    wide = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return first.startswith(wide) or depth_of_members(first) is not None


def _states(digest: Digest, candidates: States, size: int) -> tuple[State, ...]:
    """The states that the first so many bytes begin with or are, the longest first."""
    passed = sorted(digest.passed.items(), reverse=True)
    found = (candidates[length].get(sha256) for length, sha256 in passed if 0 < length <= size)
    return tuple(state for state in found if state)


def _grown_from(states: tuple[State, ...], size: int) -> State | None:
    """The longest of them that so many bytes are longer than."""
    return next((state for state in states if state.bytes < size), None)


class _Seen:
    """What a pass over the bytes shows, block by block."""

    def __init__(self, max_line: int) -> None:
        self.half = min(max(max_line // 2, 1), _STEP)
        self.step = _STEP // self.half * self.half
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.size = self.feeds = 0
        self.last = b""
        self.plain = True

    def take(self, block: bytes) -> None:
        # A quarter of what the block's own count takes.
        feeds = int(np.count_nonzero(np.frombuffer(block, np.uint8) == ord("\n")))
        self.plain = self.plain and self._is_plain(block)
        self.size += len(block)
        self.feeds += feeds
        self.last = block[-1:]

    def _is_plain(self, block: bytes) -> bool:
        if not has_short_lines(block, self.half) or any(sign in block for sign in FORBIDDEN_BYTES):
            return False
        if not self.size and block.startswith(
            (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
        ):
            return False
        if block.isascii() and not self.decoder.getstate()[0]:
            return True
        try:
            # A noncharacter of ours in a log would be taken for our own mark.
            text = self.decoder.decode(block)
        except UnicodeDecodeError:
            return False
        return not any(mark in text for mark in MARKS)

    def clean(self) -> bool:
        return self.plain and not self.decoder.getstate()[0]

    def line_count(self) -> int:
        return self.feeds + (self.last not in (b"\n", b""))


def _write_out(
    shown: str, file: Readable, spool: Path, max_line: int, known: Known, *, growing: bool
) -> Look:
    """The file in the form the reader wants, and a look at it; the digest is of the unpacked bytes."""
    size, lines, last = 0, 0, b""
    target = spool / hashlib.sha256(shown.encode()).hexdigest()[:16]
    unpacked = Unpacked(file)
    places: dict[int, Place] = {}
    head, blocks = opening(iter(filter(None, unpacked.blocks())))
    candidates = known.of(head)
    with target.open("wb") as out, Digest(candidates) as digest:
        mender = Mender(max_line)
        for block in _cut_at(blocks, sorted(candidates)):
            digest.update(block)
            size += len(block)
            mended = mender.mend(block)
            lines += mended.count(b"\n")
            out.write(mended)
            last = mended[-1:] or last
            if size in candidates:
                places[size] = Place(lines, out.tell())
        sha256 = digest.whole() if growing else digest.hexdigest()
        rest = b"" if growing else mender.rest(CUT if unpacked.cut else "")
        out.write(rest)
        lines += (rest or last) not in (b"", b"\n")
    if unpacked.cut and not size:
        raise InputError(
            "cannot be unpacked", where=shown, expected="a file packed by gzip, bzip2, xz or zstd"
        )
    whole = digest.whole_size if growing else size
    states = _states(digest, candidates, whole)
    before = _grown_from(states, whole)
    begin = places[before.bytes] if before else BEGIN
    return Look(
        shown, target, sha256, whole, lines, mender.marked,
        is_cut=unpacked.cut, growing=growing, states=states, before=before, begin=begin,
        waiting=size - whole, head=head,
    )  # fmt: skip


def _cut_at(blocks: Iterable[bytes], sizes: list[int]) -> Iterator[bytes]:
    """The same bytes, a block ending behind as many of them as each of the sizes says."""
    done = place = 0
    for block in blocks:
        at = 0
        while place < len(sizes) and sizes[place] < done + len(block):
            if sizes[place] > done + at:
                yield block[at : sizes[place] - done]
                at = sizes[place] - done
            place += 1
        yield block[at:]
        done += len(block)
