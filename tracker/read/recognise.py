"""Which formats a file has: the specs that claim lines of it, each line by one."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tracker.errors import InputError, NothingYet
from tracker.fields import BEGIN, Claim, Place
from tracker.read.envelope import with_one_header
from tracker.read.look import Look
from tracker.read.match import extracted, matches
from tracker.read.views import Marks
from tracker.spec import Spec

LOOKED_AT = 2000
_FIRST = 100  # lines; where one format alone claims most, the others are asked about what it leaves
_PLACES, _AT_EACH = 64, 1 << 14  # where else a file is looked at, and how many bytes there
_SHOWN = 60
_NO_RANK = 1 << 30
_OBJECT = r"^[^{]*\{"


def head(found: Look, begin: Place = BEGIN) -> list[str]:
    """The first lines of a file from a place on, without their ends."""
    return as_read(found.first(LOOKED_AT, begin))


def as_read(lines: list[str]) -> list[str]:
    """Lines with their headers in the one form in which a reader hands them over."""
    told: list[str] = with_one_header(pa.array(lines, pa.string())).to_pylist()
    return told


def recognise(found: Look, specs: Sequence[Spec], *, stated: bool = False) -> list[Spec]:
    """The formats of a file, the one with most lines first; the first of all, if they were stated.

    Raises InputError where no spec claims a line of it, or two of one rank claim the same, unless most
    lines are of one alone: a name that somebody chose may look like another format's line.
    """
    first = head(found)
    if not any(first):
        raise NothingYet("is empty", where=found.shown, expected="a log")
    claims = _claims(specs, first, _elsewhere(found))
    claiming = [spec for spec in specs if claims.of(spec)]
    if not claiming and stated:
        return [*specs[:1]]
    if not claiming:
        raise _unrecognised(found, first)
    claiming.sort(key=lambda spec: -len(claims.of(spec)))
    if claims.clash:
        raise _torn_between(found, *claims.clash)
    headed = [spec for spec in claiming if not spec.by_line()]
    # Another way of the same format may know the lines below the header too, and so may one whose
    # lines a name in them looks like.
    is_one = len({spec.name for spec in claiming}) == 1
    if len(headed) == 1 and (is_one or claims.are_few(claiming, headed)):
        return headed
    if len(claiming) > 1 and headed:
        line = min(claims.of(claiming[0]) | claims.of(claiming[1]))
        raise _torn_between(found, line + 1, [spec.name for spec in claiming])
    return claiming


def claim(specs: Sequence[Spec], number: int) -> Claim:
    """The lines that the spec of this number reads: those that it claims, and none of lower or equal rank.

    What nobody claims, or several, is the first one's, which says what is wrong.
    """
    if len(specs) == 1:
        return Claim()
    if number:
        return Claim(_alone(specs, number))
    others = " and ".join(f"not {_alone(specs, one)}" for one in range(1, len(specs)))
    several = " or ".join(_claims_of(spec, specs) for spec in specs)
    contested = f"case when {several} then not {_alone(specs, 0)} else false end"
    return Claim(others, contested)


def _alone(specs: Sequence[Spec], number: int) -> str:
    """The condition under which a spec claims a line that none of its rank or a lower one does."""
    own = specs[number]
    others = [
        _claims_of(spec, specs)
        for spec in specs
        if spec is not own and spec.lines.rank <= own.lines.rank
    ]
    alone = f"not ({' or '.join(others)})" if others else "true"
    return f"case when {_claims_of(own, specs)} then {alone} else false end"


def _claims_of(spec: Spec, specs: Sequence[Spec]) -> str:
    """The condition under which a spec claims a line: by its front, where it is a line of such that have one."""
    only = spec.lines.only
    claims = matches(only, "text")
    by_fronts = [
        f"case when {matches(other.lines.only, 'text')} then {matches(only, seen)} else true end"
        for other, seen in _seen(spec, specs)
    ]
    if not by_fronts:
        return claims
    return f"case when {claims} then {' and '.join(by_fronts)} else false end"


def _seen(spec: Spec, specs: Sequence[Spec]) -> list[tuple[Spec, str]]:
    """The others of whose lines a spec sees the front alone, and the expression for that."""
    fronts = [(other, _front(other, spec)) for other in specs]
    return [(other, extracted(f"({front})", "text")) for other, front in fronts if front]


def _front(fronted: Spec, other: Spec) -> str | None:
    """What another spec sees of a line that a spec claims, as a pattern; None where that is all of it.

    An object is no line with an object in it; what it is of, its members tell, and all who read such see them.
    """
    if other is fronted:
        return None
    if fronted.lines.syntax == "jsonlines":
        return None if other.lines.syntax == "jsonlines" else _OBJECT
    return fronted.lines.front


@dataclass(frozen=True)
class _Claims:
    """The lines that each spec claims; where most are claimed by two of one rank, the first, with their names."""

    looked_at: int
    lines: dict[str, set[int]]
    clash: tuple[int, list[str]] | None

    def of(self, spec: Spec) -> set[int]:
        return self.lines[spec.stem]

    def are_few(self, claiming: Sequence[Spec], but: Sequence[Spec]) -> bool:
        """Whether all but some specs claim no more than a tenth of the lines: what names hold, no lines."""
        others = (self.of(spec) for spec in claiming if spec not in but)
        return len(set().union(*others)) <= self.looked_at // 10


def _claims(specs: Sequence[Spec], first: list[str], others: list[str]) -> _Claims:
    lines = pa.array([*first, *others], pa.string())
    early, later = lines.slice(0, _FIRST), lines.slice(_FIRST)
    at_first = _of_best_rank(specs, _claimed(specs, early))
    further = _of_best_rank(specs, _later(specs, _sure(at_first, early), later))
    marks = np.concatenate([at_first, further], axis=1)
    clash, counts = None, marks.sum(axis=0)
    several = np.flatnonzero(counts > 1).tolist()
    if len(several) > (counts == 1).sum():
        names = [spec.name for spec, mark in zip(specs, marks[:, several[0]], strict=True) if mark]
        clash = several[0] + 1, names
    each = (set(np.flatnonzero(mark).tolist()) for mark in marks)
    claimed = dict(zip((spec.stem for spec in specs), each, strict=True))
    return _Claims(marks.shape[1], claimed, clash)


def _claimed(specs: Sequence[Spec], lines: pa.Array) -> Marks:
    """Which spec claims which line: a row for each spec, a column for each line."""
    marks = np.zeros((len(specs), len(lines)), np.bool_)
    for mark, spec in zip(marks, specs, strict=True):
        mark[:] = pc.match_substring_regex(lines, spec.lines.only)
    several = np.flatnonzero(marks.sum(axis=0) > 1)
    if len(several):
        marks[:, several] &= _by_fronts(specs, marks[:, several], lines.take(pa.array(several)))
    return marks


def _by_fronts(specs: Sequence[Spec], marks: Marks, lines: pa.Array) -> Marks:
    """Which claims of lines that several specs claim hold by what each may see of them."""
    held = np.ones_like(marks)
    for one, other in permutations(np.flatnonzero(marks.any(axis=1)).tolist(), 2):
        front, both = _front(specs[one], specs[other]), marks[one] & marks[other]
        if front and both.any():
            begun = pc.extract_regex(lines.filter(pa.array(both)), f"(?P<front>{front})")
            seen = pc.fill_null(pc.struct_field(begun, "front"), "")
            held[other, both] &= np.asarray(pc.match_substring_regex(seen, specs[other].lines.only))
    return held


def _of_best_rank(specs: Sequence[Spec], marks: Marks) -> Marks:
    """Of the claims of each line those of the lowest rank there."""
    ranks = np.array([[spec.lines.rank] for spec in specs])
    lowest = np.where(marks, ranks, _NO_RANK).min(axis=0, initial=_NO_RANK)
    best: Marks = marks & (ranks == lowest)
    return best


def _later(specs: Sequence[Spec], sure: int | None, lines: pa.Array) -> Marks:
    """Which spec claims which of further lines; only what a sure one leaves the others are asked about."""
    if sure is None:
        return _claimed(specs, lines)
    marks = np.zeros((len(specs), len(lines)), np.bool_)
    marks[sure] = _claimed([specs[sure]], lines)
    left = np.asarray(pc.not_equal(lines, "")) & ~marks[sure]
    if left.any():
        marks[:, left] = _claimed(specs, lines.filter(pa.array(left)))
    return marks


def _sure(marks: Marks, lines: pa.Array) -> int | None:
    """The one spec that claims any of the first lines, if those are most of them."""
    there = pc.sum(pc.not_equal(lines, "")).as_py() or 0
    (some,) = np.nonzero(marks.any(axis=1))
    return int(some[0]) if len(some) == 1 and 2 * int(marks[some[0]].sum()) > there else None


def _elsewhere(found: Look) -> list[str]:
    """Lines from places all over a file that is longer than its head."""
    lines: list[str] = []
    with found.opened() as file:
        size = file.seek(0, os.SEEK_END)
        if size <= _PLACES * _AT_EACH:
            return []
        for place in range(1, _PLACES):
            file.seek(size * place // _PLACES)
            whole = file.read(_AT_EACH).split(b"\n")[1:-1]
            lines += [line.decode("utf-8", "replace") for line in whole]
    return as_read(lines)


def _torn_between(found: Look, line: int, names: Sequence[str]) -> InputError:
    return InputError(
        f"lines of {' and '.join(names)}",
        where=found.shown,
        line=line,
        expected="each line of one format",
        todo=f"state it with --format, such as --format {names[0]}",
    )


def _unrecognised(found: Look, first: list[str]) -> InputError:
    number, line = next((n, line) for n, line in enumerate(first, 1) if line)
    shape = re.sub(r"\d", "0", re.sub(r"[^\W\d_]", "a", line))
    shown = "".join(sign if sign.isprintable() else "?" for sign in shape[:_SHOWN])
    return InputError(
        f"no known format; the first line has the shape {shown!r}",
        where=found.shown,
        line=number,
        expected="lines of a format that `tracker formats` lists",
        todo="state it with --format if it is one of these",
    )
