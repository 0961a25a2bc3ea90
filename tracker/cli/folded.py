"""Rows for which the screen is too narrow: long cells folded, or each row below the other."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tracker.cli.column import BETWEEN, Column, stand_widths, title

if TYPE_CHECKING:
    from rich.console import RenderableType


def side_by_side(
    columns: Sequence[Column], widths: Sequence[int], rows: int, *, colours: bool
) -> str:
    """Columns of these widths; a cell that is longer goes on below."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column, wide in zip(columns, widths, strict=True):
        table.add_column(
            Text(column.name, "bold" if colours else ""),
            justify="right" if column.is_number else "left",
            overflow="fold",
            width=wide,
        )
    for row in range(rows):
        table.add_row(*(_text(column, row, colours=colours) for column in columns))
    return _lines([table], sum(widths) + BETWEEN * len(widths), colours=colours)


def one_below_the_other(
    columns: Sequence[Column], beside: int, width: int, rows: int, *, colours: bool
) -> str:
    """Each row a block of names and values, so many beside each other."""
    parts: list[RenderableType] = []
    for row in range(rows):
        parts.append(Text(title(row, rows, width)))
        parts.append(_block(columns, row, beside, width, colours=colours))
    return _lines(parts, width, colours=colours)


def only_names(columns: Sequence[Column], width: int) -> str:
    """The names of columns that have no row."""
    told = Text(f"no rows of {', '.join(column.name for column in columns)}")
    return _lines([told], width, colours=False)


def _block(columns: Sequence[Column], row: int, beside: int, width: int, *, colours: bool) -> Table:
    names, values = stand_widths(columns, beside)
    block = Table.grid(padding=0)
    for name, value in zip(names, values, strict=True):
        # Half of the line is the values', however long a name is.
        block.add_column(width=min(name + 1, max(2, width // 2)), overflow="fold")
        # Beside nothing a value has the rest of the line, and folds there.
        block.add_column(width=value + BETWEEN if beside > 1 else None, overflow="fold")
    for first in range(0, len(columns), beside):
        pairs = (
            (Text(one.name, "bold" if colours else ""), _text(one, row, colours=colours))
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


def _text(column: Column, row: int, *, colours: bool) -> Text:
    told = column.cells[row]
    return Text(told, column.styles.get(told, "") if colours else "")
