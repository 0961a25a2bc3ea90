"""A spec as it stands in its file: schemas/formats/<format>.toml, or one that an operator wrote.

`[lines]` says how lines are cut into fields, `[message.<name>]` tells kinds of lines apart, and for
each table which field becomes which column stands in `[connection]` and `[login]`; a table that is
filled in several ways has several such sections, each with the `messages` it is made of. A table's
further rows of one record stand in `[[login.rows]]`; each repeats the table's columns with its own.
What is known and left out stands in `[left]`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any

from tracker.errors import Faults, SettingsError, TrackerError
from tracker.spec import FILLED, SYNTAXES, Columns, Lines, Message, Spec, Template, Value
from tracker.tables import table

_SECTIONS = ("title", "manual", "traps", "lines", "fields", "context", "message", *FILLED, "left")
# A form that stands for several: each is tried, and each has its own rule for the time zone.
_FORMS = {
    "iso": ("offset", "text"),
    "syslog": ("offset", "text", "dated", "yearless"),
}
_ABOUT = ("messages", "needs", "rows")  # of a section, what is no column
_PARTS = ("address", "port")
_UNITS = ("s", "ms", "us", "ns", "auto", "clock")


def read_specs(folder: Path) -> list[Spec]:
    """The specs of a folder; all faults of all files are told at once."""
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
        return _spec(path.stem, given)
    except FileNotFoundError:
        raise SettingsError("no such spec", where=path) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise SettingsError(f"cannot be read: {fault}", where=path) from None
    except KeyError as fault:
        raise SettingsError(f"bad spec: no {fault.args[0]}", where=path) from None
    except (TypeError, ValueError, AttributeError, re.error) as fault:
        raise SettingsError(f"bad spec: {fault}", where=path) from None


def _spec(stem: str, given: dict[str, Any]) -> Spec:
    if unknown := [key for key in given if key not in _SECTIONS]:
        raise ValueError(f"no section {unknown[0]!r}; expected {', '.join(_SECTIONS)}")
    lines = _lines(given["lines"])
    messages = tuple(_message(*pair) for pair in given.get("message", {}).items())
    rows = tuple(template for name in FILLED for template in _templates(name, given.get(name, [])))
    if not rows:
        raise ValueError(f"fills no table; expected a section {' or '.join(FILLED)}")
    known = {message.name for message in messages}
    for template in rows:
        if strange := [one for one in template.messages if one not in known]:
            raise ValueError(f"{template.table} is made of {strange[0]!r}, which is no message")
    context = {key: _pattern(pattern) for key, pattern in given.get("context", {}).items()}
    fields = _patterns(given.get("fields", {}))
    left = frozenset(given.get("left", {}).get("fields", []))
    told = (given["title"], given["manual"])
    traps = tuple(given.get("traps", ()))
    return Spec(stem, *told, lines, rows, messages, fields, context, left, traps)


def _lines(given: dict[str, Any]) -> Lines:
    known = dict(given)
    passed = tuple((rule, _pattern(one)) for rule, one in known.pop("pass", {}).items())
    _refuse_unknown("lines", known, Lines)
    lines = Lines(
        **known
        | {key: tuple(known[key]) for key in ("null", "each") if key in known}
        | {"passed": passed}
        | {"without_header": tuple(tuple(names) for names in known.get("without_header", ()))}
    )
    if lines.syntax not in SYNTAXES:
        raise ValueError(f"syntax {lines.syntax!r} is none of {', '.join(SYNTAXES)}")
    for pattern in (
        lines.only,
        lines.header,
        lines.complete,
        lines.torn,
        lines.begins,
        lines.after,
    ):
        _pattern(pattern or "")
    return lines


def _message(name: str, given: dict[str, Any]) -> Message:
    _refuse_unknown(f"message.{name}", given, Message)
    fields = _patterns(given.get("fields", {}))
    return Message(name, _pattern(given["when"]), fields, tuple(given.get("columns", ())))


def _patterns(given: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    return {
        key: tuple(_grouped(one) for one in ([told] if isinstance(told, str) else told))
        for key, told in given.items()
    }


def _templates(table_name: str, given: Any) -> Iterator[Template]:
    number = 0
    for group, section in enumerate(given if isinstance(given, list) else [given]):
        shared = {key: value for key, value in section.items() if key not in _ABOUT}
        for row in section.get("rows", [{}]):
            columns = _columns(table_name, shared | row)
            messages, needs = (tuple(section.get(key, ())) for key in ("messages", "needs"))
            yield Template(table_name, number, group, messages, columns, needs)
            number += 1


def _columns(name: str, given: dict[str, Any]) -> Columns:
    known = table(name).names
    if unknown := [key for key in given if key not in known]:
        raise ValueError(f"{name} has no column {unknown[0]!r}")
    return {key: _values(value) for key, value in given.items()}


def _values(given: Any) -> tuple[Value, ...]:
    several = given if isinstance(given, list) else [given]
    return tuple(value for one in several for value in _ways(one))


def _ways(given: Any) -> Iterator[Value]:
    """The ways that one entry stands for: one for each form that its form stands for."""
    if isinstance(given, str):
        yield Value(field=given)
        return
    form = given.get("form")
    forms = form if isinstance(form, list) else _FORMS.get(str(form), (form,))
    for one in forms:
        yield _value(given | ({"form": one} if one else {}))


def _value(given: dict[str, Any]) -> Value:
    known = dict(given)
    told = known.pop("from", None)
    if isinstance(told, list):
        known |= {"field": told[0], "more": tuple(told[1:])}
    elif told is not None:
        known["field"] = told
    _refuse_unknown("a column", known, Value)
    if "cases" in known:
        known["cases"] = tuple((_pattern(pattern), value) for pattern, value in known["cases"])
    if "near" in known:
        known["near"] = _value(known["near"])
    if "pattern" in known:
        _grouped(known["pattern"])
    value = Value(**known)
    if value.part not in (None, *_PARTS) or not {value.unit, value.lasts} <= {*_UNITS}:
        raise ValueError(f"part is one of {', '.join(_PARTS)}; unit one of {', '.join(_UNITS)}")
    return value


def _refuse_unknown(where: str, given: dict[str, Any], kind: type) -> None:
    known = [one.name for one in fields_of(kind)]
    if unknown := [key for key in given if key not in known]:
        raise ValueError(f"{where} has no {unknown[0]!r}; expected {', '.join(known)}")


def _pattern(pattern: str) -> str:
    """A pattern that both engines of patterns know; those that look around are none."""
    if re.search(r"\(\?(=|!|<[=!])|\\[1-9]", pattern):
        raise ValueError(f"pattern {pattern!r} looks around or back, which RE2 does not")
    re.compile(pattern)
    return pattern


def _grouped(pattern: str) -> str:
    if re.compile(_pattern(pattern)).groups != 1:
        raise ValueError(f"pattern {pattern!r} must have one group, which holds the field")
    return pattern
