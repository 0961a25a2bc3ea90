"""The lake's tables, each declared once in schemas/tables/<table>.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from tracker.errors import SettingsError
from tracker.shipped import schemas

if TYPE_CHECKING:
    import pyarrow as pa

# The word of a declaration and its DuckDB type; Arrow and Delta take theirs from arrow_types.
DUCKDB_TYPES = {
    "text": "VARCHAR",
    "int": "INTEGER",
    "bigint": "BIGINT",
    "double": "DOUBLE",
    "date": "DATE",
    "timestamp": "TIMESTAMPTZ",
    "binary": "BLOB",
    "texts": "VARCHAR[]",
    "counts": "STRUCT(name VARCHAR, count BIGINT)[]",
    "source_lines": "STRUCT(source VARCHAR, first_line BIGINT, last_line BIGINT)[]",
    "clocks": (
        "STRUCT(night DATE, gateway VARCHAR, changes BIGINT, active_minutes BIGINT, "
        "orphans BIGINT, best_minutes BIGINT, finding VARCHAR)[]"
    ),
    "gaps": (
        "STRUCT(night DATE, gateway VARCHAR, kind VARCHAR, missing VARCHAR, from_at TIMESTAMPTZ, "
        "to_at TIMESTAMPTZ, records BIGINT, usual BIGINT)[]"
    ),
    "parts": (
        "STRUCT(from_at TIMESTAMPTZ, to_at TIMESTAMPTZ, verdict VARCHAR, reason VARCHAR, "
        "registration_id VARCHAR)[]"
    ),
    "evidence": (
        'STRUCT(detection VARCHAR, "group" VARCHAR, weight DOUBLE, saw VARCHAR, guards VARCHAR)[]'
    ),
    "holdings": (
        "STRUCT(kind VARCHAR, opened_at TIMESTAMPTZ, closed_at TIMESTAMPTZ, opened_by VARCHAR, "
        "closed_by VARCHAR, gateway VARCHAR, inner_ip VARCHAR, port_first INTEGER, "
        "port_last INTEGER, station VARCHAR)[]"
    ),
    "spans": ("STRUCT(night DATE, gateway VARCHAR, from_at TIMESTAMPTZ, to_at TIMESTAMPTZ)[]"),
    "matches": (
        'STRUCT("list" VARCHAR, version VARCHAR, cidr VARCHAR, category VARCHAR, provider VARCHAR, '
        "host VARCHAR)[]"
    ),
}


@dataclass(frozen=True)
class Column:
    """One column: its type is a word of DUCKDB_TYPES.

    `repeats` says that values come again and again; `bounds`, that files keep its least and greatest
    value, as they do of times, since a query can pass over rows by them; `sought`, that they keep a
    filter by which a query for one value passes over rows. `since` is the layout of the lakes that
    have it from the beginning; in older ones it is added by the first who writes.
    """

    name: str
    type: str
    meaning: str
    unit: str = ""
    repeats: bool = True
    bounds: bool = False
    sought: bool = False
    since: int = 1


Layer = Mapping[str, tuple[int, ...]]  # rows of which any of these columns has any of these numbers


@dataclass(frozen=True)
class Table:
    """One table: its columns in order, the column it is partitioned by, the first layout to have it.

    `order` names the columns by which files are sorted, and leaves no tie; without it rows lie as they
    came, but of what is written at once those of the first of the `layers` before those of the next,
    and then all others. `group` is how many rows lie together in a file, to be read or passed over;
    without it, all that are written at once.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    partition: str | None = None
    since: int = 1
    order: tuple[str, ...] = ()
    group: int | None = None
    layers: tuple[Layer, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@cache
def tables() -> dict[str, Table]:
    """Every table by name, in the order of the names."""
    paths = sorted((schemas() / "tables").glob("*.toml"))
    return {path.stem: _declared(path.stem, tomllib.loads(path.read_text())) for path in paths}


def table(name: str) -> Table:
    return tables()[name]


@cache
def arrow_schema(name: str) -> pa.Schema:
    """The table's Arrow schema; times are microseconds in UTC."""
    types = arrow_types()
    return _pyarrow().schema([(column.name, types[column.type]) for column in table(name).columns])


@cache
def arrow_types() -> dict[str, pa.DataType]:
    pa = _pyarrow()
    text, big = pa.string(), pa.int64()
    evidence = [("detection", text), ("group", text), ("weight", pa.float64()), ("saw", text)]
    matched = ("list", "version", "cidr", "category", "provider", "host")
    found = [("changes", big), ("active_minutes", big), ("orphans", big), ("best_minutes", big)]
    instant = pa.timestamp("us", tz="UTC")
    said = [("verdict", text), ("reason", text), ("registration_id", text)]
    of_night = [("night", pa.date32()), ("gateway", text)]
    clock = [*of_night, *found, ("finding", text)]
    between = [("from_at", instant), ("to_at", instant)]
    gap = [*of_night, ("kind", text), ("missing", text), *between]
    ends = [
        ("opened_at", instant),
        ("closed_at", instant),
        ("opened_by", text),
        ("closed_by", text),
    ]
    ports = [("port_first", pa.int32()), ("port_last", pa.int32())]
    held = [("kind", text), *ends, ("gateway", text), ("inner_ip", text), *ports, ("station", text)]
    return {
        "text": text,
        "int": pa.int32(),
        "bigint": big,
        "double": pa.float64(),
        "date": pa.date32(),
        "timestamp": instant,
        "binary": pa.binary(),
        "texts": pa.list_(text),
        "counts": pa.list_(pa.struct([("name", text), ("count", big)])),
        "source_lines": pa.list_(
            pa.struct([("source", text), ("first_line", big), ("last_line", big)])
        ),
        "clocks": pa.list_(pa.struct(clock)),
        "gaps": pa.list_(pa.struct([*gap, ("records", big), ("usual", big)])),
        "parts": pa.list_(pa.struct([*between, *said])),
        "evidence": pa.list_(pa.struct([*evidence, ("guards", text)])),
        "holdings": pa.list_(pa.struct(held)),
        "spans": pa.list_(pa.struct([*of_night, *between])),
        "matches": pa.list_(pa.struct([(name, text) for name in matched])),
    }


def _declared(name: str, spec: dict[str, Any]) -> Table:
    declared = spec.pop("columns")
    if not isinstance(declared, dict):
        raise SettingsError("columns is no table", where=f"schemas/tables/{name}.toml")
    columns = tuple(Column(name=key, **value) for key, value in declared.items())
    order = tuple(spec.pop("order", ()))
    layers = tuple(
        {key: tuple(values) for key, values in one.items()} for one in spec.pop("layers", ())
    )
    return Table(name, columns=columns, order=order, layers=layers, **spec)


def _pyarrow() -> Any:
    import pyarrow as pa  # start-up time: `tracker --help` needs no Arrow

    return pa
