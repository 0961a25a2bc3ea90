"""A sheet: a CSV or Parquet file as text, each row with its line, checked against its fields.

CSV here is RFC 4180: quotes around values, any line end, a byte order mark or none. Values parted
by semicolons or tabs, and UTF-16, are read as well, as spreadsheets write them. In Parquet, which
has no lines, the line is the number of the row.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, quoted
from tracker.engine.statement import Statement
from tracker.errors import InputError
from tracker.registry.content import read_content
from tracker.registry.header import MARK, Column
from tracker.registry.queries import query
from tracker.registry.rows import Rows, csv_rows, parquet_rows

# Invisible characters (controls, formats, separators of lines) make two unlike values look alike.
VISIBLE = r"[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*"
# A name of several labels, the last no number (RFC 1123, 2.1), lower case.
HOST = r"([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?\.?"
MAX_LINE = 1 << 20  # bytes
MOST_TOLD = 1000  # faults of one file; more are counted
_TOLD = ("line", "found", "expected", "todo")


@dataclass(frozen=True)
class Field:
    """One column of a sheet: what its values look like, and in words what they should.

    `allowed` is a pattern of what may begin like a formula; all may, unless a field says less. What
    a table is filled with by hand says less: there a formula is a slip, or an attack.
    """

    name: str
    needed: bool = True  # no value may be empty
    pattern: str = VISIBLE
    expected: str = "a value without invisible characters"
    column_needed: bool = True
    allowed: str = "(?s).*"


@dataclass(frozen=True)
class Sheet:
    """What a file says: `rows` are `line` and a text column for each field, null where empty.

    `told` are its faults so far: line, found, expected and todo, in the order of the lines.
    """

    path: Path
    digest: str
    rows: pa.Table
    told: pa.Table
    source: Rows

    @property
    def faults(self) -> list[InputError]:
        """The faults as errors; of many the first, and how many more there are."""
        return faults_of(self.path, self.told)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is no fault of the file, and still to be known."""
        return self.source.warnings


def one_of(name: str, *words: str) -> Field:
    """A field that takes these words and no other."""
    return Field(name, pattern="|".join(words), expected="one of " + ", ".join(words))


def read_sheet(
    path: Path,
    engine: DuckDB,
    fields: tuple[Field, ...],
    ignored: str | None = "",
    max_line: int = MAX_LINE,
    *,
    packed: bool = False,
) -> Sheet:
    """The rows of a file and the faults of its cells; rows of a wrong width are faults only.

    Raises InputError, or Faults for several, where the file or its header cannot be used. A column
    `ignored` may be there and is not read, and so may `fault`, which marked copies have; where
    `ignored` is None, any other may. With `packed` the file may be gzip.
    """
    content = read_content(path, max_line, packed=packed)
    columns = [Column(field.name, field.column_needed) for field in fields]
    left_out = None if ignored is None else [name for name in (ignored, MARK) if name]
    if content.is_parquet:
        source = parquet_rows(path, content.text, engine, columns, left_out)
    else:
        source = csv_rows(path, content.text, engine, columns, left_out, max_line)
    told = all_told(
        engine, [source.told, *(_cell_faults(engine, field) for field in _suspect(engine, fields))]
    )
    rows = engine.rows(Statement("rows", "select * from sheet_rows order by line"))
    return Sheet(path, content.digest, rows, told, source)


def all_told(engine: DuckDB, told: Iterable[pa.Table]) -> pa.Table:
    """Faults of several rules in the order of the lines; one told by two rules stands once.

    Within a line they stand in the order of the rules.
    """
    parts = [
        part.select(_TOLD).append_column("place", _places(part, n)) for n, part in enumerate(told)
    ]
    engine.register("found_faults", pa.concat_tables(parts, promote_options="permissive"))
    return engine.rows(query("told_faults"))


def faults_of(path: Path, told: pa.Table, todo_of_more: str = "") -> list[InputError]:
    """Faults from rows of line, found, expected and todo, each one line of text.

    Of more than MOST_TOLD the rest is counted in one more, which says `todo_of_more`.
    """
    columns = (told.column(name).slice(0, MOST_TOLD).to_pylist() for name in _TOLD)
    faults = [
        InputError(found.replace("\n", "\\n"), where=path, line=line, expected=expected, todo=todo)
        for line, found, expected, todo in zip(*columns, strict=True)
    ]
    if (more := len(told) - len(faults)) > 0:
        faults.append(InputError(f"{more:,} more faults", where=path, todo=todo_of_more))
    return faults


def _places(part: pa.Table, place: int) -> pa.Array:
    return pa.repeat(pa.scalar(place, pa.int32()), len(part))


def _suspect(engine: DuckDB, fields: tuple[Field, ...]) -> list[Field]:
    """The fields of which a cell may be at fault, all asked about at once."""
    engine.run(query("suspect_cell"))
    cells = (
        f"suspect_cell({quoted(field.name)}, $needed_{n}, $pattern_{n})"
        for n, field in enumerate(fields)
    )
    values: dict[str, object] = {f"needed_{n}": field.needed for n, field in enumerate(fields)}
    values |= {f"pattern_{n}": field.pattern for n, field in enumerate(fields)}
    over = Statement("suspect", f"select {', '.join(cells)} from sheet_rows")
    (said,) = zip(
        *(column.to_pylist() for column in engine.rows(over, values).columns), strict=True
    )
    return [field for field, maybe in zip(fields, said, strict=True) if maybe]


def _cell_faults(engine: DuckDB, field: Field) -> pa.Table:
    statement = query("cell_faults")
    over = replace(statement, sql=statement.sql.replace("{column}", quoted(field.name)))
    names = ("name", "needed", "pattern", "expected", "allowed")
    return engine.rows(over, {name: getattr(field, name) for name in names})
