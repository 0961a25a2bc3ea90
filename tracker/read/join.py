"""Blocks as lines: what is indented is joined to the line before it, so that a record is one line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tracker.read.look import Look, longer_than
from tracker.spec import Spec

JOINT = "\x02"
_STEP = 1 << 22


def as_lines(spec: Spec, found: Look, spool: Path, max_line: int) -> Look:
    """The file with each record on a line of its own, where the format's records are not lines."""
    if spec.lines.syntax == "blocks":
        return joined(found, spool, max_line)
    return found


def joined(found: Look, spool: Path, max_line: int) -> Look:
    """The file with each indented line behind the one before it; the line feed becomes a JOINT.

    No file that was looked at holds that sign. Lines and digest stay those of the file as it is. A
    block longer than `max_line` is no record and stays as it is, so that no line becomes too long.
    """
    joint, step = JOINT.encode(), max(_STEP, max_line)
    long = longer_than(max_line)
    target = spool / f"{found.sha256[:16]}.joined"
    with found.path.open("rb") as file, target.open("wb") as out:
        for block in _whole(iter(lambda: file.read(step), b"")):
            lines = block.replace(b"\n\t", joint + b"\t")
            out.write(long.sub(lambda match: match[0].replace(joint, b"\n"), lines))
    return replace(found, path=target, joined=True)


def _whole(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut anew so that no cut falls between a line feed and what follows it."""
    held = b""
    for block in blocks:
        whole = held + block
        cut = len(whole) - 1 if whole.endswith(b"\n") else len(whole)
        held = whole[cut:]
        yield whole[:cut]
    yield held
