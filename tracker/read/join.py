"""Records as lines, where a record is several of them or many are on one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tracker.read.document import JOINT, depth_of_members, member_lines
from tracker.read.look import Look, longer_than, shortened
from tracker.spec import Spec

_STEP = 1 << 22
_SNIFFED = 1 << 12  # bytes


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
    with found.path.open("rb") as file, target.open("wb") as out:
        for block in _whole(iter(lambda: file.read(step), b"")):
            lines = feed.sub(JOINT, block) if feed else block.replace(b"\n\t", JOINT + b"\t")
            out.write(long.sub(lambda match: match[0].replace(JOINT, b"\n"), lines))
    return replace(found, path=target, joined=True)


def members(found: Look, spool: Path, max_line: int) -> Look:
    """A JSON document with each member on a line of its own; a file of lines as it is.

    A member longer than `max_line` is shortened and marked as such.
    """
    with found.path.open("rb") as file:
        depth = depth_of_members(file.read(_SNIFFED))
        if depth is None:
            return found
        file.seek(0)
        long = longer_than(max_line)
        target = _target(found, spool)
        marked = found.marked
        with target.open("wb") as out:
            blocks = iter(lambda: file.read(_STEP), b"")
            for lines in _whole(member_lines(blocks, depth)):
                short, count = long.subn(_shortened, lines)
                marked = marked or count > 0
                out.write(short)
    return replace(found, path=target, joined=True, marked=marked)


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
