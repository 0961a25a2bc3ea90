"""A sheet: a CSV or Parquet file as text, each row with its line, checked against its fields.

CSV here is RFC 4180 in UTF-8: commas, quotes around values, any line end, a byte order mark or
none. In Parquet, which has no lines, the line is the number of the row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from tracker.engine.duckdb import DuckDB, literal, quoted
from tracker.engine.statement import Statement
from tracker.errors import Faults, InputError
from tracker.registry.queries import query

# Invisible characters (controls, formats, separators of lines) make two unlike values look alike.
VISIBLE = r"[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*"
# A name of several labels, the last no number (RFC 1123, 2.1), lower case.
HOST = r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\.?"
_VALUE = r'(?:"(?:[^"]|"")*"|[^",]*)'
_PATTERNS = {"record": f"{_VALUE}(?:,{_VALUE})*", "value": f"({_VALUE}),"}
_BLANK = " \t\u00a0"  # what a spreadsheet leaves around a cell, no-break spaces too
# What cli/cells.py puts before a sign that begins a formula, so that an exported sheet comes back.
_KEPT = "^'([=+@\\n-])"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Field:
    """One column of a sheet: what its values look like, and in words what they should."""

    name: str
    needed: bool = True  # no value may be empty
    pattern: str = VISIBLE
    expected: str = "a value without invisible characters"
    column_needed: bool = True


@dataclass(frozen=True)
class Sheet:
    """What a file says: `rows` are `line` and a text column for each field, null where empty."""

    path: Path
    digest: str
    rows: pa.Table
    faults: list[InputError]


def one_of(name: str, *words: str) -> Field:
    """A field that takes these words and no other."""
    return Field(name, pattern="|".join(words), expected="one of " + ", ".join(words))


def read_sheet(path: Path, engine: DuckDB, fields: tuple[Field, ...], ignored: str = "") -> Sheet:
    """The rows of a file and the faults of its cells; rows of a wrong width are faults only.

    Raises InputError, or Faults for several, where the file or its header cannot be used.
    `ignored` names a column that may be there and is not read.
    """
    content = _content(path)
    take = _from_parquet if content[:4] == b"PAR1" else _from_csv
    faults = take(path, content, engine, fields, ignored)
    for place, field in enumerate(fields):
        values = {"place": place, "name": field.name, "needed": field.needed}
        told = engine.rows(
            _over(query("cell_faults"), field.name),
            values | {"pattern": field.pattern, "expected": field.expected},
        )
        faults += faults_of(path, told)
    rows = engine.rows(Statement("rows", "select * from sheet_rows order by line"))
    return Sheet(path, sha256(content).hexdigest(), rows, faults)


def faults_of(path: Path, told: pa.Table) -> list[InputError]:
    """Faults from rows of line, found, expected and todo; a fault's text is one line."""
    columns = (told.column(name).to_pylist() for name in ("line", "found", "expected", "todo"))
    return [
        InputError(found.replace("\n", "\\n"), where=path, line=line, expected=expected, todo=todo)
        for line, found, expected, todo in zip(*columns, strict=True)
    ]


def _content(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except IsADirectoryError:
        raise InputError("a folder", where=path, expected="one CSV or Parquet file") from None
    except OSError as fault:
        raise InputError(f"cannot be read: {fault.strerror}", where=path) from None
    if not content.strip():
        raise InputError("an empty file", where=path, expected="a header and rows below it")
    return content


def _text(path: Path, content: bytes) -> str:
    """The file as text with one kind of line end; what is no UTF-8 text is refused."""
    utf8 = "CSV as UTF-8 text, or Parquet"
    if content.startswith(_UTF16):
        raise InputError("UTF-16 text", where=path, expected=utf8, todo="save it as UTF-8")
    if b"\0" in content or content.startswith(b"\x1f\x8b"):
        raise InputError("binary content", where=path, expected=utf8)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        lines = content[: fault.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        raise InputError(
            f"byte 0x{content[fault.start]:02x} is not UTF-8",
            where=path,
            line=lines.count(b"\n") + 1,
            expected=utf8,
            todo="save it as UTF-8",
        ) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _from_csv(
    path: Path, content: bytes, engine: DuckDB, fields: tuple[Field, ...], ignored: str
) -> list[InputError]:
    lines = _text(path, content).split("\n")
    numbered = {"line": pa.array(range(1, len(lines) + 1), pa.int64()), "text": pa.array(lines)}
    engine.register("sheet_lines", pa.table(numbered))
    engine.keep("sheet_records", query("records"), _PATTERNS)
    header = engine.rows(query("header")).to_pylist()[0]
    names = [name.strip() for name in header["cells"]]
    _check_header(path, header["line"], names, fields, ignored)
    # Place 0 of a list is null: what a column says that need not be there, and is not.
    places = {name: at for at, name in enumerate(names, 1)}
    cells = {field.name: f"cells[{places.get(field.name, 0)}]" for field in fields}
    values = {"width": len(names), "line": header["line"]}
    engine.keep("sheet_rows", _filled("csv_rows", cells), values)
    return faults_of(path, engine.rows(query("record_faults"), values))


def _from_parquet(
    path: Path, content: bytes, engine: DuckDB, fields: tuple[Field, ...], ignored: str
) -> list[InputError]:
    try:
        rows = parquet.read_table(pa.BufferReader(content))
    except (pa.ArrowException, OSError) as fault:
        raise InputError(f"damaged Parquet: {fault}", where=path) from None
    _check_header(path, None, rows.column_names, fields, ignored)
    engine.register("sheet_cells", rows.append_column("line", pa.array(range(1, len(rows) + 1))))
    there = set(rows.column_names)
    cells = {f.name: quoted(f.name) if f.name in there else "null" for f in fields}
    engine.keep("sheet_rows", _filled("parquet_rows", cells))
    return []


def _check_header(
    path: Path, line: int | None, names: list[str], fields: tuple[Field, ...], ignored: str
) -> None:
    known = [field.name for field in fields]
    expected = "the columns " + ", ".join(known)
    if not set(names) & set(known):
        raise InputError(
            "no header with the columns' names",
            where=path,
            line=line,
            expected=expected,
            todo="put their names, with commas between them, into the first line",
        )
    found = [f"unknown column {name!r}" for name in names if name not in {*known, ignored}]
    found += [f"column {name!r} is there twice" for name in known if names.count(name) > 1]
    found += [f"no column {f.name!r}" for f in fields if f.column_needed and f.name not in names]
    if found:
        raise Faults([InputError(text, where=path, line=line, expected=expected) for text in found])


def _over(statement: Statement, column: str) -> Statement:
    return replace(statement, sql=statement.sql.replace("{column}", quoted(column)))


def _filled(name: str, cells: dict[str, str]) -> Statement:
    """The statement with each cell's expression as trimmed text, null where nothing is left."""
    texts = (
        f"nullif(regexp_replace(trim(cast({cell} as varchar), {literal(_BLANK)}), {literal(_KEPT)},"
        f" '\\1'), '') as {quoted(n)}"
        for n, cell in cells.items()
    )
    statement = query(name)
    return replace(statement, sql=statement.sql.replace("{cells}", ", ".join(texts)))
