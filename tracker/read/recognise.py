"""Which formats a file has: the specs that claim lines of it, each line by one."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.errors import InputError, NothingYet
from tracker.fields import BEGIN, Place
from tracker.patterns import finder
from tracker.read.look import Look
from tracker.read.match import matches
from tracker.spec import Spec

LOOKED_AT = 2000
_FIRST = 100  # lines; where one format alone claims most, the others are asked about what it leaves
_PLACES, _AT_EACH = 64, 1 << 14  # where else a file is looked at, and how many bytes there
_SHOWN = 60


def head(found: Look, begin: Place = BEGIN) -> list[str]:
    """The first lines of a file from a place on, without their ends."""
    return found.first(LOOKED_AT, begin)


def recognise(found: Look, specs: Sequence[Spec], *, stated: bool = False) -> list[Spec]:
    """The formats of a file, the one with most lines first; the first of all, if they were stated.

    Raises InputError where no spec claims a line of it, or two of one rank claim the same.
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
    if len(headed) == 1 and len({spec.name for spec in claiming}) == 1:
        return headed  # another way of the same format may know the lines below the header too
    if len(claiming) > 1 and headed:
        line = min(claims.of(claiming[0]) | claims.of(claiming[1]))
        raise _torn_between(found, line + 1, [spec.name for spec in claiming])
    return claiming


def claim(specs: Sequence[Spec], number: int) -> str:
    """The condition under which a line is read by the spec of this number.

    One of a lower rank goes before; what nobody claims is the first one's, which says what is wrong.
    """
    if len(specs) == 1:
        return "true"
    ranked = sorted(range(len(specs)), key=lambda one: specs[one].lines.rank)
    arms = [f"when {matches(specs[one].lines.only, 'text')} then {one}" for one in ranked]
    return f"case {' '.join(arms)} else 0 end = {number}"


@dataclass(frozen=True)
class _Claims:
    """The lines that each spec claims, and the first that two of one rank claim, with their names."""

    lines: dict[str, set[int]]
    clash: tuple[int, list[str]] | None

    def of(self, spec: Spec) -> set[int]:
        return self.lines[spec.stem]


def _claims(specs: Sequence[Spec], first: list[str], others: list[str]) -> _Claims:
    found = {spec.stem: finder(spec.lines.only) for spec in specs}
    claimed: dict[str, set[int]] = {spec.stem: set() for spec in specs}
    clash = None
    asked: Sequence[Spec] = specs
    for number, line in enumerate([*first, *others]):
        if number == _FIRST:
            asked = _sure(specs, claimed, first[:_FIRST])
        at_line = [spec for spec in asked if found[spec.stem](line)]
        if not at_line and len(asked) < len(specs) and line:
            at_line = [spec for spec in specs if found[spec.stem](line)]
        rank = min((spec.lines.rank for spec in at_line), default=0)
        best = [spec for spec in at_line if spec.lines.rank == rank]
        for spec in best:
            claimed[spec.stem].add(number)
        if len(best) > 1 and clash is None:
            clash = number + 1, [spec.name for spec in best]
    return _Claims(claimed, clash)


def _sure(specs: Sequence[Spec], claimed: dict[str, set[int]], first: list[str]) -> Sequence[Spec]:
    """Those to be asked about further lines: one alone, where of those so far it claims most."""
    there = sum(bool(line) for line in first)
    some = [spec for spec in specs if claimed[spec.stem]]
    return some if len(some) == 1 and 2 * len(claimed[some[0].stem]) > there else specs


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
    return lines


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
