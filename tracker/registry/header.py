"""The header of a sheet: what parts its values, and which column each name means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from tracker.errors import Faults, InputError

SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs"}
MARK = "fault"  # the column that a marked copy has besides; it is never read
_DECLARED = re.compile(r'"?sep=([,;\t])"?', re.IGNORECASE)
_FEW = 5  # names that a fault tells before it counts the rest


@dataclass(frozen=True)
class Column:
    """One column that a sheet should have, or may have."""

    name: str
    needed: bool


@dataclass(frozen=True)
class Header:
    """A header's names as they are written, and as they are meant; `line` is None in Parquet."""

    path: Path
    line: int | None
    said: list[str]

    @property
    def names(self) -> list[str]:
        """The names without case, with lines for blanks; empty ones at the end are left out."""
        folded = [fold(name) for name in self.said]
        while folded and not folded[-1]:
            folded.pop()
        return folded


def fold(name: str) -> str:
    """A column's name without its spelling: `Registration ID` is registration_id."""
    return re.sub(r"[\s_-]+", "_", name.strip().lower())


def separator(first: str, known: set[str]) -> tuple[str, bool]:
    """What parts a sheet's values, told by its first line; and whether that line says only that."""
    if declared := _DECLARED.fullmatch(first.strip(" ")):
        return declared[1], True
    names = {
        sign: {fold(name.strip('" ')) for name in first.split(sign)} & known for sign in SEPARATORS
    }
    return max(SEPARATORS, key=lambda sign: len(names[sign])), False


def check_header(header: Header, columns: Sequence[Column], ignored: Sequence[str] | None) -> None:
    """Raises InputError or Faults where names are missing, unknown or there twice.

    Where `ignored` is None, names that are none of these may be there.
    """
    names, known = header.names, [column.name for column in columns]
    expected = "the columns " + ", ".join(known)
    if not set(names) & set(known):
        raise InputError(
            "no header with the columns' names",
            where=header.path,
            line=header.line,
            expected=expected,
            todo="put their names, with commas between them, into the first line",
        )
    missing = [one.name for one in columns if one.needed and one.name not in names]
    found = [] if ignored is None else [*_unknown(header, [*known, *ignored], missing)]
    found += [(f"column {name!r} is there twice", "") for name in known if names.count(name) > 1]
    found += [(f"no column {name!r}", "") for name in missing]
    if found:
        raise Faults(
            InputError(text, where=header.path, line=header.line, expected=expected, todo=todo)
            for text, todo in found
        )


def _unknown(header: Header, known: list[str], missing: list[str]) -> list[tuple[str, str]]:
    """What is told of names that are none of a sheet's, and what to do: a few, the rest counted."""
    written = zip(header.said, header.names, strict=False)
    said = {name: _brief(as_said) for as_said, name in written if name not in known}
    told = [
        (f"unknown column {as_said!r}" if name else "a column without a name", _near(name, missing))
        for name, as_said in said.items()
    ]
    if len(told) <= _FEW:
        return told
    few = ", ".join(repr(as_said) for as_said in [*said.values()][:_FEW])
    return [(f"unknown columns {few} and {len(said) - _FEW} more", "leave them out")]


def _near(name: str, missing: list[str]) -> str:
    near = get_close_matches(name, missing, 1)
    return f"it may be meant for {near[0]!r}" if near else ""


def _brief(name: str) -> str:
    return name if len(name) <= 40 else f"{name[:40]}..."  # noqa: PLR2004  # as much as is told
