"""The rows of a file, CSV or Parquet: the relation `sheet_rows`, every value as trimmed text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from tracker.engine.duckdb import DuckDB, literal, quoted
from tracker.engine.spreadsheet import meant
from tracker.engine.statement import Statement
from tracker.errors import InputError
from tracker.registry.content import LARGEST, too_long
from tracker.registry.header import SEPARATORS, Column, Header, check_header, separator
from tracker.registry.queries import query

_BLANK = " \t\u00a0"  # what a spreadsheet leaves around a cell, no-break spaces too
_MOST_ROWS = 5_000_000  # of a Parquet file, which may hold very many in very few bytes


@dataclass(frozen=True)
class Rows:
    """What was found on the way to `sheet_rows`.

    `told` are the records that are no rows, as faults. `said` has for each of the file's columns, by
    its name there, the expression that reads it: of `sheet_records` in CSV, of `sheet_cells` in
    Parquet, which has no separator.
    """

    told: pa.Table
    said: dict[str, str]
    line: int = 0  # of the header
    separator: str | None = None
    warnings: tuple[str, ...] = ()


def csv_rows(
    path: Path,
    text: bytes,
    engine: DuckDB,
    columns: Sequence[Column],
    ignored: Sequence[str] | None,
    max_line: int,
) -> Rows:
    """Makes `sheet_rows` of a text; InputError or Faults where its header or a line cannot be used."""
    sign = _show_lines(path, text, engine, {column.name for column in columns}, max_line)
    values = _patterns(sign) | {"longest": max_line}
    engine.keep("sheet_records", query("records"), values)
    header, as_written = _header(path, engine)
    check_header(header, columns, ignored)
    width = len(header.names)
    values |= {"width": width, "line": header.line, "header": as_written}
    # Place 0 of a list is null: what a column says that need not be there, and is not.
    places = {name: at for at, name in enumerate(header.names, 1)}
    cells = {column.name: f"cells[{places.get(column.name, 0)}]" for column in columns}
    engine.keep("sheet_rows", _filled("csv_rows", cells), values)
    called = SEPARATORS[sign]
    return Rows(
        engine.rows(query("record_faults"), values | {"sign": f"a {called.removesuffix('s')}"}),
        {name: f"cells[{at}]" for at, name in enumerate(header.said[:width], 1)},
        header.line or 0,
        sign,
        () if sign == "," else (f"values are parted by {called}, not by commas",),
    )


def parquet_rows(
    path: Path,
    content: bytes,
    engine: DuckDB,
    columns: Sequence[Column],
    ignored: Sequence[str] | None,
) -> Rows:
    """Makes `sheet_rows` of a Parquet file; InputError or Faults where it cannot be used."""
    try:
        file = parquet.ParquetFile(pa.BufferReader(content))
        if file.metadata.num_rows > _MOST_ROWS or _unpacked(file) > LARGEST:
            raise InputError(
                "more rows than a register has", where=path, expected=f"{_MOST_ROWS:,}"
            )
        rows = file.read()
        rows.validate(full=True)
    except (pa.ArrowException, OSError) as fault:
        raise InputError(f"damaged Parquet: {fault}", where=path) from None
    header = Header(path, None, rows.column_names)
    check_header(header, columns, ignored)
    # Under numbers: names may differ in case alone, or be a name of ours.
    numbered = rows.rename_columns([f"column {at}" for at in range(rows.num_columns)])
    lines = pa.array(range(1, len(rows) + 1), pa.int64())
    engine.register("sheet_cells", numbered.append_column("line", lines))
    said = dict(zip(rows.column_names, map(quoted, numbered.column_names), strict=True))
    there = dict(zip(header.names, said.values(), strict=False))
    cells = {column.name: there.get(column.name, "null") for column in columns}
    engine.keep("sheet_rows", _filled("parquet_rows", cells))
    return Rows(NO_FAULTS, said)


NO_FAULTS = pa.schema(
    [("line", pa.int64()), ("found", pa.string()), ("expected", pa.string()), ("todo", pa.string())]
).empty_table()


def _unpacked(file: parquet.ParquetFile) -> int:
    groups = range(file.metadata.num_row_groups)
    return sum(file.metadata.row_group(group).total_byte_size for group in groups)


def _show_lines(path: Path, text: bytes, engine: DuckDB, known: set[str], max_line: int) -> str:
    """Makes `sheet_lines`; returns what parts their values."""
    lines = pc.split_pattern(pa.array([text], pa.string()), "\n").flatten()
    long = pc.index(pc.greater(pc.binary_length(lines), max_line), value=True).as_py()
    if long >= 0:
        raise too_long(path, long + 1, max_line)
    first = pc.index(pc.equal(pc.utf8_trim_whitespace(lines), ""), value=False).as_py()
    sign, alone = separator(lines[first].as_py(), known)
    if alone:
        behind = lines.slice(first + 1)
        lines = pa.concat_arrays([lines.slice(0, first), pa.array([""], pa.string()), behind])
    numbers = pa.array(range(1, len(lines) + 1), pa.int64())
    engine.register("sheet_lines", pa.table({"line": numbers, "text": lines}))
    return sign


def _patterns(sign: str) -> dict[str, object]:
    """The patterns of a record, of a value and what follows it, of all whole values, of nothing."""
    value = rf'(?:"(?:[^"]|"")*"|[^"{sign}]*)'
    return {
        "separator": sign,
        "record": f"{value}(?:{sign}{value})*",
        "value": f"({value}){sign}",
        "whole": f"^(?:{value}{sign})*",
        "blank": rf'(?:[{_BLANK}]|{sign}|"[{_BLANK}]*")*',
        "blanks": f'{_BLANK}{sign}"',
    }


def _header(path: Path, engine: DuckDB) -> tuple[Header, str]:
    found = engine.rows(query("header")).to_pylist()
    if not found:
        raise InputError("no header", where=path, expected="a header and rows below it")
    if not found[0]["sound"]:
        todo = "put quotes around a whole name, or leave them out"
        raise InputError(
            "a quote out of place in the header", where=path, line=found[0]["line"], todo=todo
        )
    return Header(path, found[0]["line"], found[0]["cells"]), found[0]["text"]


def _filled(name: str, cells: dict[str, str]) -> Statement:
    """The statement with each cell's expression as trimmed text, null where nothing is left."""
    texts = []
    for column, cell in cells.items():
        trimmed = f"trim(cast({cell} as varchar), {literal(_BLANK)})"
        texts.append(f"nullif({meant(trimmed)}, '') as {quoted(column)}")
    statement = query(name)
    return replace(statement, sql=statement.sql.replace("{cells}", ", ".join(texts)))
