"""A table for eyes: rows side by side, or one below the other where the screen is too narrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

import pyarrow as pa
from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tracker.printable import printable
from tracker.report.verdicts import FLAGGED

if TYPE_CHECKING:
    from rich.console import RenderableType

    from tracker.cli.screen import Screen

_KEPT, _LEAST, _BETWEEN = 26, 20, 3  # signs; a time with its offset has 25
_ENDLESS = 10_000  # signs, where no screen says how wide
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
class _Column:
    name: str
    cells: Sequence[str]
    is_number: bool
    longest: int  # signs as wide as a terminal shows them

    def text(self, row: int, *, colours: bool) -> Text:
        told = self.cells[row]
        return Text(told, _STYLES.get(self.name, {}).get(told, "") if colours else "")


def draw(cells: pa.Table, schema: pa.Schema, shown: Screen | None = None) -> str:
    """Rows as lines, hidden characters written out; nothing is cut, as wide as the screen if there is one."""
    columns = [_column(name, cells, schema) for name in cells.column_names]
    width = shown.width if shown else _ENDLESS
    colours = bool(shown and shown.colours)
    widths = _widths(columns, width)
    if sum(widths) + _BETWEEN * (len(widths) - 1) <= width:
        return _side_by_side(columns, widths, cells.num_rows, colours=colours)
    return _one_below_the_other(columns, width, cells.num_rows, colours=colours)


def _column(name: str, cells: pa.Table, schema: pa.Schema) -> _Column:
    # Drawing is for eyes: the one place where rows are gone through, and few at that.
    told = ["-" if cell is None else _cell(cell) for cell in cells.column(name).to_pylist()]
    kind = schema.field(name).type
    number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    head = _cell(name)
    return _Column(head, told, number, max(map(cell_len, (head, *told))))


def _widths(columns: Sequence[_Column], width: int) -> list[int]:
    """How wide each column is: only long ones fold, as a time or an address in shreds says nothing."""
    found = [column.longest for column in columns]
    left = width - sum(n for n in found if n <= _KEPT) - _BETWEEN * (len(found) - 1)
    folding = sorted((n, place) for place, n in enumerate(found) if n > _KEPT)
    for waiting, (n, place) in zip(range(len(folding), 0, -1), folding, strict=True):
        found[place] = min(n, max(_LEAST, left // waiting))
        left -= found[place]
    return found


def _side_by_side(
    columns: Sequence[_Column], widths: Sequence[int], rows: int, *, colours: bool
) -> str:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column, wide in zip(columns, widths, strict=True):
        table.add_column(
            Text(column.name, "bold" if colours else ""),
            justify="right" if column.is_number else "left",
            overflow="fold",
            width=wide,
        )
    for row in range(rows):
        table.add_row(*(column.text(row, colours=colours) for column in columns))
    return _lines([table], sum(widths) + _BETWEEN * len(widths), colours=colours)


def _one_below_the_other(
    columns: Sequence[_Column], width: int, rows: int, *, colours: bool
) -> str:
    """Each row a block of names and values, of which as many stand in a line as there is room for."""
    if not rows:
        told = Text(f"no rows of {', '.join(column.name for column in columns)}")
        return _lines([told], width, colours=colours)
    beside = next(
        (n for n in range(len(columns), 1, -1) if sum(_stands(columns, n)) <= width + _BETWEEN), 1
    )
    parts: list[RenderableType] = []
    for row in range(rows):
        parts.append(Text(f"── {row + 1} of {rows} ".ljust(width, "─")[:width]))
        parts.append(_block(columns, row, beside, width, colours=colours))
    return _lines(parts, width, colours=colours)


def _stands(columns: Sequence[_Column], beside: int) -> list[int]:
    """How wide the stands of a block are where so many are beside each other, with what is between."""
    names, values = _stand_widths(columns, beside)
    return [name + 1 + value + _BETWEEN for name, value in zip(names, values, strict=True)]


def _stand_widths(columns: Sequence[_Column], beside: int) -> tuple[list[int], list[int]]:
    stands = [columns[n::beside] for n in range(beside)]
    names = [max(cell_len(column.name) for column in stand) for stand in stands]
    return names, [max(column.longest for column in stand) for stand in stands]


def _block(
    columns: Sequence[_Column], row: int, beside: int, width: int, *, colours: bool
) -> Table:
    names, values = _stand_widths(columns, beside)
    block = Table.grid(padding=0)
    for name, value in zip(names, values, strict=True):
        # Half of the line is the values', however long a name is.
        block.add_column(width=min(name + 1, max(2, width // 2)), overflow="fold")
        # Beside nothing a value has the rest of the line, and folds there.
        block.add_column(width=value + _BETWEEN if beside > 1 else None, overflow="fold")
    for first in range(0, len(columns), beside):
        pairs = (
            (Text(one.name, "bold" if colours else ""), one.text(row, colours=colours))
            for one in columns[first : first + beside]
        )
        block.add_row(*(text for pair in pairs for text in pair))
    return block


def _lines(parts: Sequence[RenderableType], width: int, *, colours: bool) -> str:
    # A file of its own: what rich thinks of the terminal must not come before what was asked for.
    console = Console(
        file=StringIO(),
        width=width,
        height=25,  # or rich asks the terminal for both
        color_system="standard" if colours else None,
        force_terminal=colours,
        no_color=not colours,
        legacy_windows=False,
        highlight=False,
    )
    with console.capture() as drawn:
        for part in parts:
            console.print(part)
    return "".join(f"{line.rstrip()}\n" for line in drawn.get().split("\n")[:-1])


def _cell(text: str) -> str:
    return printable(text).replace("\n", "\\n")  # a line of its own would pass for a row
