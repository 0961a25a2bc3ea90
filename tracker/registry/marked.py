"""A copy of a sheet with one more column, which says what is wrong with each row.

Whoever filled the sheet in opens it, corrects the rows and hands it in again: the column is not
read, and values that a spreadsheet would run stand behind an apostrophe, which is not read either.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
from pyarrow import csv, parquet

from tracker.engine.duckdb import DuckDB, quoted
from tracker.engine.spreadsheet import unrun
from tracker.engine.statement import Statement
from tracker.errors import InputError, UsageError
from tracker.registry.header import MARK, fold
from tracker.registry.queries import query
from tracker.registry.sheet import Sheet

_LONGEST = 32_767  # characters that a spreadsheet takes into one cell


def refuse_same(path: Path, copy: Path | None) -> None:
    """Raises UsageError where the copy would be written over its original."""
    if copy is not None and copy.resolve() == path.resolve():
        raise UsageError(f"{copy} is the file itself", todo="name another file with --marked")


def write_marked(copy: Path, sheet: Sheet, told: pa.Table, engine: DuckDB) -> None:
    """Writes the rows of a sheet that was just read, with the words of their faults in `fault`.

    A file named `.parquet` is Parquet, any other CSV: UTF-8 with a byte order mark, its values parted
    as in the original. A record that could not be parted shows its text in the first column. The
    file appears whole or not at all; InputError where it cannot be written.
    """
    refuse_same(sheet.path, copy)
    rows = _marked(sheet, told, engine, safe=copy.suffix.lower() != ".parquet")
    part = copy.with_name(f".{copy.name}.part")
    try:
        if copy.suffix.lower() == ".parquet":
            parquet.write_table(rows, part)
        else:
            _write_csv(rows, part, sheet.source.separator or ",")
        part.replace(copy)
    except OSError as fault:
        raise InputError(f"cannot be written: {fault.strerror}", where=copy) from None
    finally:
        part.unlink(missing_ok=True)


def _marked(sheet: Sheet, told: pa.Table, engine: DuckDB, *, safe: bool) -> pa.Table:
    numbers = pa.array(range(len(told)), pa.int64())
    engine.register("found_faults", told.append_column("place", numbers))
    relation = "sheet_cells" if sheet.source.separator is None else "sheet_records"
    engine.register(
        "sheet_starts", engine.rows(Statement("starts", f"select line from {relation}"))
    )
    engine.register("sheet_marks", engine.rows(query("marks")))
    cells = [(name, cell) for name, cell in sheet.source.said.items() if fold(name) != MARK]
    if sheet.source.separator is not None:
        cells = [(name, _record_cell(cell, at)) for at, (name, cell) in enumerate(cells)]
    cells.append((MARK, "coalesce(marks.fault, '')"))
    if safe:
        cells = [(name, unrun(f"cast({cell} as varchar)")) for name, cell in cells]
    statement = query("marked_parquet" if sheet.source.separator is None else "marked_csv")
    told_cells = ", ".join(
        f"{cell} as {quoted(f'cell {at}')}" for at, (_, cell) in enumerate(cells)
    )
    filled = replace(statement, sql=statement.sql.replace("{cells}", told_cells))
    rows = engine.rows(filled, {"line": sheet.source.line})
    return rows.rename_columns([name for name, _ in cells])


def _record_cell(cell: str, at: int) -> str:
    """A record's cell, or its text in the first column where it is no row."""
    instead = f"left(said.text, {_LONGEST})" if at == 0 else "''"
    return f"case when fitting.line is null then {instead} else said.{cell} end"


def _write_csv(rows: pa.Table, path: Path, sign: str) -> None:
    options = csv.WriteOptions(delimiter=sign, quoting_style="needed")
    with path.open("wb") as file:
        file.write(BOM_UTF8)
        csv.write_csv(rows, file, options)
