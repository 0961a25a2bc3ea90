"""What an operator knows of his own traffic: which flows are tunnels, and which are not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.errors import Faults, InputError
from tracker.judge.nights import micros
from tracker.normalise.address import resolve
from tracker.normalise.compile import macros
from tracker.registry.header import MARK, fold
from tracker.registry.sheet import Field, Sheet, all_told, faults_of, one_of, read_sheet

FOLDER = Path(__file__).parent / "report" / "evaluate"
# In the order in which a session that fits flows of several is taken for one.
CLASSES = ("tunnel", "carrier", "contact", "encapsulation", "ordinary")
_LEFT = ("uid", "note", MARK)  # known, and not read
_LAST = datetime(2100, 1, 1, tzinfo=UTC)
_PORT = "[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]"
_WITH_PORT = Field(
    "", needed=False, pattern=_PORT, expected="a port up to 65535", column_needed=False
)
_ANY = Field("", needed=False, column_needed=False)
FIELDS = (
    Field("src_ip"),
    Field("dst_ip"),
    one_of("class", *CLASSES, "ignore"),
    *(replace(_WITH_PORT, name=name) for name in ("src_port", "dst_port")),
    *(replace(_ANY, name=name) for name in ("protocol", "started_at", "ended_at")),
    *(replace(_ANY, name=name) for name in ("family", "capture")),
    replace(one_of("scored", "yes", "no"), needed=False, column_needed=False),
)


@dataclass(frozen=True)
class Truth:
    """A truth file that was read without a fault; the engine has its rows as `told`."""

    path: Path
    rows: int
    warnings: tuple[str, ...]


def read_truth(path: Path, engine: DuckDB) -> Truth:
    """Makes `told` of a CSV (or Parquet) file, plain or packed with gzip: a row a flow.

    Raises InputError, or Faults with every fault of the file: what is no address, class, protocol,
    port or time, a time without an offset, one flow told to be two classes, no row that counts.
    Columns that mean nothing here are named in a warning.
    """
    sheet = read_sheet(path, engine, FIELDS, ignored=None, packed=True)
    for macro in macros():
        engine.run(macro)
    engine.register("truth_address", _addresses(sheet.rows, engine))
    engine.keep("told", statement("told"))
    values = {"classes": list(CLASSES), "last_us": micros(_LAST) - 1}
    faults = engine.rows(statement("faults"), values)
    if len(told := all_told(engine, [sheet.told, faults])):
        raise Faults(faults_of(path, told))
    if not engine.connection.table("told").filter("counts").limit(1).fetchall():
        found = "no row that counts" if len(sheet.rows) else "a header and no rows"
        expected = "rows of a class other than ignore, and not scored no"
        raise InputError(found, where=path, expected=expected)
    return Truth(path, len(sheet.rows), (*sheet.warnings, *_strange(sheet)))


def statement(name: str) -> Statement:
    """One of the statements of an evaluation."""
    return read_statement(FOLDER / f"{name}.sql")


def _addresses(rows: pa.Table, engine: DuckDB) -> pa.Table:
    """Each distinct text of the two sides with the address that it is, null where it is none."""
    sides = [chunk for name in ("src_ip", "dst_ip") for chunk in rows.column(name).chunks]
    written = pa.chunked_array(sides, pa.string()).drop_null().unique()
    return pa.table({"written": written, "ip": resolve(written, engine).ip})


def _strange(sheet: Sheet) -> tuple[str, ...]:
    known = {field.name for field in FIELDS} | set(_LEFT)
    strange = [name for name in sheet.source.said if name and fold(name) not in known]
    told = f"not read: {', '.join(strange)}; known are {', '.join(sorted(known - {MARK}))}"
    return (told,) if strange else ()
