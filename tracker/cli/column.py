"""A column of a table for eyes: its cells as text, how wide they are, and the colours of its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tracker.report.verdicts import FLAGGED

BETWEEN = 3  # signs from one column to the next
PLAIN = "\x1b[0m"  # ends what the codes of a column begin
_GRAPHIC = {"bold": "1", "red": "31", "green": "32", "yellow": "33"}
_BAD, _GOOD, _OPEN = "bold red", "green", "yellow"
# The word says it; the colour only helps to find it.
_STYLES: Mapping[str, Mapping[str, str]] = {
    "verdict": {
        **dict.fromkeys(FLAGGED, _BAD),
        **dict.fromkeys(("exempt", "registered", "registered_via_provider"), _GOOD),
        **dict.fromkeys(("grace", "pending"), _OPEN),
    },
    "standing": {
        **dict.fromkeys(("expired", "suspended", "revoked", "rejected", "withdrawn"), _BAD),
        "active": _GOOD,
        **dict.fromkeys(("pending", "expiring", "grace"), _OPEN),
    },
}


@dataclass(frozen=True)
class Column:
    """A name and its cells as text, hidden characters written out."""

    name: str
    cells: Sequence[str]
    is_number: bool
    longest: int  # signs as wide as a terminal shows them, of the name, too

    @property
    def styles(self) -> Mapping[str, str]:
        """The colours that words in it have."""
        return _STYLES.get(self.name, {})

    def codes(self, *, colours: bool) -> dict[str, str]:
        """The same as a terminal takes them, where it does."""
        return {told: _codes(style) for told, style in self.styles.items()} if colours else {}

    def bold(self, *, colours: bool) -> dict[str, str]:
        """What makes its name stand out."""
        return {self.name: _codes("bold")} if colours else {}


def breadth(text: str) -> int:
    """How many signs wide a terminal shows a text that hides nothing."""
    return len(text) if text.isascii() else cell_len(text)


def title(row: int, rows: int, width: int) -> str:
    """The line above a block."""
    return f"── {row + 1} of {rows} ".ljust(width, "─")[:width]


def stand_widths(columns: Sequence[Column], beside: int) -> tuple[list[int], list[int]]:
    """How wide the names, and the values, of a block are where so many stand beside each other."""
    stands = [columns[n::beside] for n in range(beside)]
    names = [max(breadth(column.name) for column in stand) for stand in stands]
    return names, [max(column.longest for column in stand) for stand in stands]


def _codes(style: str) -> str:
    """What turns a terminal to a style (ECMA-48, select graphic rendition)."""
    return f"\x1b[{';'.join(_GRAPHIC[word] for word in style.split())}m"
