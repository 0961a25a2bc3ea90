"""Records as lines, where a record is several of them or many are on one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from os import SEEK_END
from pathlib import Path

import numpy as np

from tracker.fields import BEGIN, Place
from tracker.read.document import BREAK, JOINT, Members, depth_of_members
from tracker.read.look import Look
from tracker.read.mend import longer_than, shortened
from tracker.read.opened import opened
from tracker.spec import Spec

_STEP = 1 << 22
_SNIFFED = 1 << 12  # bytes
_LAST = 1 << 20  # bytes at a file's end in which its last block begins


def as_lines(spec: Spec, found: Look, spool: Path, max_line: int) -> Look:
    """The file with each block on a line of its own, where the format's records are blocks."""
    if spec.lines.syntax == "blocks":
        return joined(found, spool, max_line, spec.lines.begins)
    return found


def joined(found: Look, spool: Path, max_line: int, begins: str | None = None) -> Look:
    """The file with each line of a block behind the one that begins it; the line feed becomes a JOINT.

    Indented lines belong to the one before them, or all but those that match `begins`. No file that was
    looked at holds that sign. Lines and digest stay those of the file as it is. A block longer than
    `max_line` is no record and stays as it is, so that no line becomes too long.
    """
    step = max(_STEP, max_line)
    long = longer_than(max_line)
    feed = re.compile(rb"\n(?!%s)(?=[\s\S])" % begins.encode()) if begins else None
    target = _target(found, spool)
    with target.open("wb") as out:
        for block in _whole(found.blocks(step)):
            lines = feed.sub(JOINT, block) if feed else block.replace(b"\n\t", JOINT + b"\t")
            out.write(long.sub(lambda match: match[0].replace(JOINT, b"\n"), lines))
    return replace(found, path=target, joined=True, begin=behind(target, found.begin.lines))


def members(found: Look, spool: Path, max_line: int) -> Look:
    """A JSON document with each member on a line of its own; a file of lines as it is.

    A member longer than `max_line` is shortened and marked as such.
    """
    depth = depth_of_members(next(found.blocks(_SNIFFED), b""))
    if depth is None:
        return found
    long = longer_than(max_line)
    target = _target(found, spool)
    marked = found.marked
    document = Members(found.blocks(_STEP), depth)
    with target.open("wb") as out:
        for lines in _whole(iter(document)):
            short, count = long.subn(_shortened, lines)
            marked = marked or count > 0
            out.write(short)
    begin = behind(target, found.begin.lines)
    is_open = document.is_open
    return replace(found, path=target, joined=True, marked=marked, begin=begin, is_open=is_open)


def whole_blocks(found: Look, spec: Spec) -> int:
    """How many of a file's bytes are blocks that have come to their end; the last may not have.

    Of a format that does not say how a block ends the last one is taken for whole.
    """
    complete, begins = spec.lines.complete, spec.lines.begins or r"\S"
    if complete is None:
        return found.size
    with found.opened() if found.is_within else opened(found.shown, Path(found.shown)) as file:
        size = file.seek(0, SEEK_END) if found.is_within else found.size
        at = max(size - _LAST, 0)
        file.seek(at)
        last = file.read(size - at)
    begun = [match.start() for match in re.finditer(rb"(?m)^(?:%s)" % begins.encode(), last)]
    if not begun:
        return found.size
    block = last[begun[-1] :]
    text = block.decode("utf-8", "replace").replace("\r\n", "\n").replace(BREAK.decode(), "\n")
    if re.search(complete, text):
        return found.size
    return _before_last(found, block.count(b"\n")) if found.is_within else at + begun[-1]


def _before_last(found: Look, lines: int) -> int:
    """How many of a file's bytes lie before so many of its last lines."""
    step = _LAST
    with opened(found.shown, Path(found.shown)) as file:
        while True:
            at = max(found.size - step, 0)
            file.seek(at)
            ends = np.flatnonzero(np.frombuffer(file.read(found.size - at), np.uint8) == ord("\n"))
            if len(ends) > lines or not at:
                return at + int(ends[-lines - 1]) + 1 if len(ends) > lines else 0
            step *= 2


def behind(path: Path, lines: int) -> Place:
    """The place in a file of joined lines behind so many lines of the file that it was made of."""
    if not lines:
        return BEGIN
    done, fresh, at, place = 0, True, 0, 0
    with path.open("rb") as file:
        for block in iter(lambda: file.read(_STEP), b""):
            signs = np.frombuffer(block, np.uint8)
            feeds = signs == ord("\n")
            begins = np.append(fresh, feeds[:-1])
            # A line that begins with a BREAK stands on the line before it.
            whole = feeds.astype(np.int64) + (signs == JOINT[0]) - (begins & (signs == BREAK[0]))
            behind = np.flatnonzero(feeds & (done + np.cumsum(whole) <= lines))
            if not len(behind) and feeds.any():
                break
            place = at + int(behind[-1]) + 1 if len(behind) else place
            done, fresh, at = done + int(whole.sum()), bool(feeds[-1]), at + len(block)
    return Place(lines, place)


def _target(found: Look, spool: Path) -> Path:
    return spool / f"{found.sha256[:16]}.joined"


def _whole(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut anew before a line feed, so that no line is cut."""
    held = b""
    for block in blocks:
        whole = held + block
        cut = max(whole.rfind(b"\n"), 0)
        held = whole[cut:]
        yield whole[:cut]
    yield held


def _shortened(match: re.Match[bytes]) -> bytes:
    """A line cut short, with as many joints as it had: it still stands for as many lines."""
    kept = shortened(match)
    return kept + JOINT * (match[0].count(JOINT) - kept.count(JOINT))
