"""Which format a file has: the one spec that claims lines among its first ones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from tracker.errors import InputError
from tracker.fields import BEGIN, Place
from tracker.formats import Spec
from tracker.read.look import Look

LOOKED_AT = 2000
_SHOWN = 60


def head(found: Look, begin: Place = BEGIN) -> list[str]:
    """The first lines of a file from a place on, without their ends."""
    with found.path.open(encoding="utf-8", newline="\n") as file:
        file.seek(begin.bytes)
        return [line.rstrip("\n") for line in islice(file, LOOKED_AT)]


def recognise(found: Look, specs: Iterable[Spec]) -> Spec:
    """The format of a file; InputError where no spec claims a line of it, or two claim the same."""
    first = head(found)
    if not any(first):
        raise InputError("is empty", where=found.shown, expected="a log")
    claims = {spec.name: _claimed(spec, first) for spec in specs}
    claiming = [spec for spec in specs if claims[spec.name]]
    if len(claiming) == 1:
        return claiming[0]
    if not claiming:
        raise _unrecognised(found, first, specs)
    names = " and ".join(spec.name for spec in claiming)
    raise InputError(
        f"lines of {names}",
        where=found.shown,
        line=min(claims[claiming[0].name]) + 1,
        expected="lines of one format",
        todo=f"state it with --format, such as --format {claiming[0].name}",
    )


def _claimed(spec: Spec, first: list[str]) -> set[int]:
    pattern = re.compile(spec.lines.only)
    return {number for number, line in enumerate(first) if pattern.search(line)}


def _unrecognised(found: Look, first: list[str], specs: Iterable[Spec]) -> InputError:
    number, line = next((n, line) for n, line in enumerate(first, 1) if line)
    shape = re.sub(r"\d", "0", re.sub(r"[^\W\d_]", "a", line))
    shown = "".join(sign if sign.isprintable() else "?" for sign in shape[:_SHOWN])
    return InputError(
        f"no known format; the first line has the shape {shown!r}",
        where=found.shown,
        line=number,
        expected="one of " + ", ".join(spec.name for spec in specs),
        todo="state it with --format if it is one of these",
    )
