"""A table for eyes: rows side by side, or one below the other where the screen is too narrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from tracker.cli.column import BETWEEN, PLAIN, Column, breadth, stand_widths, title
from tracker.printable import printable

if TYPE_CHECKING:
    from tracker.cli.screen import Screen

_KEPT, _LEAST = 26, 20  # signs; a time with its offset has 25
_ENDLESS = 10_000  # signs, where no screen says how wide


def draw(cells: pa.Table, schema: pa.Schema, shown: Screen | None = None) -> str:
    """Rows as lines, hidden characters written out; nothing is cut, as wide as the screen if there is one."""
    columns = [_column(name, cells, schema) for name in cells.column_names]
    width = shown.width if shown else _ENDLESS
    colours = bool(shown and shown.colours)
    widths = _widths(columns, width)
    if sum(widths) + BETWEEN * (len(widths) - 1) <= width:
        return _side_by_side(columns, widths, cells.num_rows, colours=colours)
    return _one_below_the_other(columns, width, cells.num_rows, colours=colours)


def _column(name: str, cells: pa.Table, schema: pa.Schema) -> Column:
    # Drawing is for eyes: the one place where rows are gone through, and few at that.
    told = ["-" if cell is None else _cell(cell) for cell in cells.column(name).to_pylist()]
    kind = schema.field(name).type
    number = pa.types.is_integer(kind) or pa.types.is_floating(kind)
    head = _cell(name)
    return Column(head, told, number, max(map(breadth, (head, *told))))


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    """How wide each column is: only long ones fold, as a time or an address in shreds says nothing."""
    found = [column.longest for column in columns]
    left = width - sum(n for n in found if n <= _KEPT) - BETWEEN * (len(found) - 1)
    folding = sorted((n, place) for place, n in enumerate(found) if n > _KEPT)
    for waiting, (n, place) in zip(range(len(folding), 0, -1), folding, strict=True):
        found[place] = min(n, max(_LEAST, left // waiting))
        left -= found[place]
    return found


def _side_by_side(
    columns: Sequence[Column], widths: Sequence[int], rows: int, *, colours: bool
) -> str:
    if any(column.longest > wide for column, wide in zip(columns, widths, strict=True)):
        from tracker.cli import folded  # takes more than a millisecond a row

        return folded.side_by_side(columns, widths, rows, colours=colours)
    drawn = [
        _padded([column.name], wide, column.bold(colours=colours), right=column.is_number)
        + _padded(column.cells, wide, column.codes(colours=colours), right=column.is_number)
        for column, wide in zip(columns, widths, strict=True)
    ]
    lines = [(" " * BETWEEN).join(cells) for cells in zip(*drawn, strict=True)]
    lines.insert(1, "─" * (sum(widths) + BETWEEN * (len(widths) - 1)))
    return _ended(lines)


def _one_below_the_other(columns: Sequence[Column], width: int, rows: int, *, colours: bool) -> str:
    """Each row a block of names and values, of which as many stand in a line as there is room for."""
    if not rows:
        from tracker.cli import folded

        return folded.only_names(columns, width)
    beside = next(
        (n for n in range(len(columns), 1, -1) if _block_width(columns, n) <= width + BETWEEN), 1
    )
    stands = stand_widths(columns, beside)
    if max(stands[0]) >= width // 2 or _block_width(columns, beside) > width + BETWEEN:
        from tracker.cli import folded

        return folded.one_below_the_other(columns, beside, width, rows, colours=colours)
    wide = [
        (stands[0][n % beside] + 1, stands[1][n % beside] + BETWEEN) for n in range(len(columns))
    ]
    drawn = [
        (
            _padded([column.name], name, column.bold(colours=colours))[0],
            _padded(column.cells, value, column.codes(colours=colours)),
        )
        for column, (name, value) in zip(columns, wide, strict=True)
    ]
    lines: list[str] = []
    for row in range(rows):
        lines.append(title(row, rows, width))
        told = [name + cells[row] for name, cells in drawn]
        lines += ["".join(told[n : n + beside]) for n in range(0, len(told), beside)]
    return _ended(lines)


def _block_width(columns: Sequence[Column], beside: int) -> int:
    """How wide a block is, with what is between its stands and behind the last."""
    names, values = stand_widths(columns, beside)
    return sum(names) + sum(values) + (1 + BETWEEN) * beside


def _padded(
    cells: Sequence[str], wide: int, codes: Mapping[str, str], *, right: bool = False
) -> list[str]:
    """Cells of one width, which their colours are no part of."""

    def padded(told: str) -> str:
        room, turned = " " * (wide - breadth(told)), codes.get(told)
        shown = f"{turned}{told}{PLAIN}" if turned else told
        return room + shown if right else shown + room

    return [padded(told) for told in cells]


def _ended(lines: Sequence[str]) -> str:
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _cell(text: str) -> str:
    return printable(text).replace("\n", "\\n")  # a line of its own would pass for a row
