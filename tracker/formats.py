"""A log format is content: one spec in schemas/formats/<format>.toml says how it is read.

A spec names how lines are cut into fields (`[lines]`), and for each table which field becomes which
column (`[connection]`, `[login]`). A table's further rows of one record stand in `[[login.rows]]`;
each repeats the table's columns with its own. What is known and left out stands in `[left]`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tracker.errors import Faults, SettingsError, TrackerError
from tracker.shipped import schemas
from tracker.tables import table

SYNTAXES = ("delimited", "blocks")
FILLED = ("connection", "login")


@dataclass(frozen=True)
class Value:
    """One way to fill a column: from a field, or a constant.

    `form` tells how a time is written: epoch, text (ISO without zone) or a strptime pattern.
    `unit` is what an epoch or a duration counts. `plus` and `minus` name fields with seconds to add
    or take off. `near` is a time in UTC that this one must agree with, to a quarter of an hour.
    `giga` names a field that counts how often the number ran over 2^32 (RFC 2869). `nth` takes the
    nth of a repeated field. `nonzero` reads nought as not told. `cases` are (pattern, value) pairs;
    the first that matches decides.
    """

    field: str | None = None
    constant: str | None = None
    form: str | None = None
    unit: str = "s"
    plus: str | None = None
    minus: str | None = None
    near: Value | None = None
    giga: str | None = None
    nth: int = 1
    nonzero: bool = False
    cases: tuple[tuple[str, str], ...] = ()

    def fields(self) -> tuple[str, ...]:
        """The fields this value reads."""
        own = (self.field, self.plus, self.minus, self.giga)
        return tuple(name for name in own if name) + (self.near.fields() if self.near else ())

    def needs_zone(self) -> bool:
        """Whether what is written is a clock's time without its zone."""
        return self.form is not None and self.form != "epoch"


Columns = dict[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Lines:
    """How lines become fields: the syntax, which lines are claimed, and which are passed over.

    `only` claims a line. A `header` line names the columns, after `header_prefix`; a file without one
    has the layout of `without_header` with as many columns. `complete` holds for a whole block, `torn`
    for one that broke off and had another written on to its end.
    """

    syntax: str
    only: str
    header: str | None = None
    header_prefix: str = ""
    complete: str | None = None
    torn: str | None = None
    delimiter: str = ","
    null: tuple[str, ...] = ("",)
    passed: tuple[tuple[str, str], ...] = ()
    without_header: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Spec:
    """One format. `rows` holds for each table the columns of each row that a record may yield."""

    name: str
    title: str
    manual: str
    lines: Lines
    rows: dict[str, tuple[Columns, ...]]
    left: frozenset[str] = field(default_factory=frozenset)

    def tables(self) -> tuple[str, ...]:
        return tuple(self.rows)

    def mapped(self) -> frozenset[str]:
        """Every field that some column reads."""
        values = (
            v for rows in self.rows.values() for row in rows for vs in row.values() for v in vs
        )
        return frozenset(name for value in values for name in value.fields())


@cache
def formats() -> dict[str, Spec]:
    """Every shipped format by name; all faults of all specs are told at once."""
    return {spec.name: spec for spec in read_specs(schemas() / "formats")}


def find_format(name: str) -> Spec:
    """A shipped format, or the spec in a file whose name ends in .toml."""
    if name.endswith(".toml"):
        return read_spec(Path(name))
    if name not in formats():
        expected = "one of " + ", ".join(formats())
        raise SettingsError(f"format {name!r} is not known", expected=expected)
    return formats()[name]


def read_specs(folder: Path) -> list[Spec]:
    specs, faults = [], []
    for path in sorted(folder.glob("*.toml")):
        try:
            specs.append(read_spec(path))
        except TrackerError as fault:
            faults.append(fault)
    if faults:
        raise Faults(faults)
    return specs


def read_spec(path: Path) -> Spec:
    """The spec in a file. Raises SettingsError that names the key at fault."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
        lines = _lines(given["lines"])
        rows = {name: _rows(name, given[name]) for name in FILLED if name in given}
        left = frozenset(given.get("left", {}).get("fields", []))
        return Spec(path.stem, given["title"], given["manual"], lines, rows, left)
    except FileNotFoundError:
        raise SettingsError("no such spec", where=path) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise SettingsError(f"cannot be read: {fault}", where=path) from None
    except (KeyError, TypeError, ValueError, re.error) as fault:
        raise SettingsError(f"bad spec: {fault!r}", where=path) from None


def _lines(given: dict[str, Any]) -> Lines:
    known = dict(given)
    passed = tuple(known.pop("pass", {}).items())
    lines = Lines(
        **known
        | {"passed": passed, "null": tuple(known.get("null", ("",)))}
        | {"without_header": tuple(tuple(names) for names in known.get("without_header", ()))}
    )
    if lines.syntax not in SYNTAXES:
        raise ValueError(f"syntax {lines.syntax!r} is none of {', '.join(SYNTAXES)}")
    for pattern in (
        lines.only,
        lines.header or "",
        lines.complete or "",
        lines.torn or "",
        *(pattern for _, pattern in passed),
    ):
        re.compile(pattern)
    return lines


def _rows(name: str, given: dict[str, Any]) -> tuple[Columns, ...]:
    shared = {key: value for key, value in given.items() if key != "rows"}
    return tuple(_columns(name, shared | row) for row in given.get("rows", [{}]))


def _columns(name: str, given: dict[str, Any]) -> Columns:
    known = table(name).names
    if unknown := [key for key in given if key not in known]:
        raise ValueError(f"{name} has no column {unknown[0]!r}")
    return {key: _values(value) for key, value in given.items()}


def _values(given: Any) -> tuple[Value, ...]:
    return tuple(_value(one) for one in (given if isinstance(given, list) else [given]))


def _value(given: Any) -> Value:
    if isinstance(given, str):
        return Value(field=given)
    known = {("field" if key == "from" else key): value for key, value in given.items()}
    if "cases" in known:
        known["cases"] = tuple((pattern, value) for pattern, value in known["cases"])
    if "near" in known:
        known["near"] = _value(known["near"])
    return Value(**known)
