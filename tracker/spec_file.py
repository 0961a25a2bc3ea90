"""A spec as it stands in its file: schemas/formats/<format>.toml, or one that an operator wrote.

`[lines]` says how lines are cut into fields, `[message.<name>]` tells kinds of lines apart, and for
each table which field becomes which column stands in `[connection]` and `[login]`; a table that is
filled in several ways has several such sections, each with the `messages` it is made of. A table's
further rows of one record stand in `[[login.rows]]`; each repeats the table's columns with its own.
What is known and left out stands in `[left]`. `[parts]` gives names to what several patterns have in
common: `{name}` stands in them for its text.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import fields as fields_of
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tracker.errors import Faults, SettingsError, TrackerError
from tracker.patterns import bare, finder, groups
from tracker.spec import (
    FILLED,
    SYNTAXES,
    Columns,
    Lines,
    Message,
    Spec,
    Template,
    Value,
)
from tracker.tables import table

Made = TypeVar("Made")
_PLAIN = ("title", "manual", "traps", "left")  # sections without a pattern
_SECTIONS = (*_PLAIN, "parts", "lines", "fields", "context", "message", *FILLED)
# A form that stands for several: each is tried, and each has its own rule for the time zone.
_FORMS = {
    "iso": ("offset", "text"),
    "syslog": ("offset", "named", "text", "dated", "yearless"),
}
_MAKING = re.compile(r"^\[\[?(?!lines|parts)", re.MULTILINE)  # a section that is not about lines
# RE2 counts in braces, or names kinds of letters.
_NAMED = re.compile(r"(?<!\\[pPx])\{([a-z]\w*)\}")
_ABOUT = ("messages", "needs", "rows")  # of a section, what is no column
_OF_ENDPOINT = ("address", "port")
_UNITS = ("s", "ms", "us", "ns", "auto", "clock")


def read_specs(folder: Path) -> list[Spec]:
    """The specs of a folder; all faults of all files are told at once."""
    if not folder.is_dir():
        raise SettingsError("no such folder", where=folder, expected="specs, such as mine.toml")
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
    """The spec in a file. Raises SettingsError that names the key at fault, or Faults with several."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsError("no such spec", where=path) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise SettingsError(f"cannot be read: {fault}", where=path) from None
    faults: list[TrackerError] = []
    spec = _spec(path.stem, given, partial(_tried, path, faults))
    if faults or spec is None:
        raise faults[0] if len(faults) == 1 else Faults(faults)
    return spec


def read_outline(path: Path) -> Spec:
    """A shipped spec without what it makes of lines: its sections about them stand first in its file.

    Nothing is checked: that is done where the whole of it is read.
    """
    text = path.read_text(encoding="utf-8")
    given = tomllib.loads(_MAKING.split(text, maxsplit=1)[0])
    if "lines" not in given:
        return read_spec(path)
    said = _spelt_out(given, _parts(given))["lines"]
    lines = {key: value for key, value in said.items() if key != "pass"}
    return Spec(path.stem, given["title"], given["manual"], Lines(**lines), ())


def _tried(path: Path, faults: list[TrackerError], make: Callable[..., Made], *given: Any) -> Any:
    """What is made of a part of a spec; a fault is kept, so that all of them are told at once."""
    try:
        return make(*given)
    except KeyError as fault:
        faults.append(SettingsError(f"bad spec: no {fault.args[0]}", where=path))
    except (TypeError, ValueError, AttributeError) as fault:
        faults.append(SettingsError(f"bad spec: {fault}", where=path))
    return None


def _spec(stem: str, said: dict[str, Any], tried: Callable[..., Any]) -> Spec | None:
    tried(_refuse_sections, said)
    parts = tried(_sound_parts, said)
    given = None if parts is None else tried(_spelt_out, said, parts)
    if given is None:
        return None
    lines = tried(_lines, given.get("lines", {}))
    messages = [tried(_message, *pair) for pair in given.get("message", {}).items()]
    known = {*given.get("message", {})}
    sections = [(name, given[name]) for name in FILLED if name in given]
    rows = [tried(_templates, name, section, known) for name, section in sections]
    fields = tried(_patterns, given.get("fields", {}))
    context = tried(_patterns, given.get("context", {}))
    title = tried(lambda: (given["title"], given["manual"]))
    if None in (lines, fields, context, title, *messages, *rows):
        return None
    templates = tuple(template for several in rows for template in several)
    left = frozenset(given.get("left", {}).get("fields", []))
    first = {name: patterns[0] for name, patterns in context.items()}
    traps = tuple(given.get("traps", ()))
    spec = Spec(
        stem, title[0], title[1], lines, templates, tuple(messages), fields, first, left, traps
    )
    tried(_refuse_unfound, spec)
    return spec


def _spelt_out(given: dict[str, Any], parts: dict[str, str]) -> dict[str, Any]:
    """What a file says, the text of a part wherever one of its patterns names it."""
    if "parts" not in given:
        return given
    return {
        key: told if key in _PLAIN else _with_parts(told, parts)
        for key, told in given.items()
        if key != "parts"
    }


def _parts(given: dict[str, Any]) -> dict[str, str]:
    """The parts of patterns that a file names; one may name those that stand before it."""
    said = given.get("parts", {})
    if not isinstance(said, dict):
        raise TypeError("parts is no section of its own")
    parts: dict[str, str] = {}
    for name, told in said.items():
        parts[name] = _with_parts(told, parts)
    return parts


def _with_parts(told: Any, parts: dict[str, str]) -> Any:
    """A text, or all texts in what is said, with the parts that they name."""
    if isinstance(told, dict):
        return {key: _with_parts(value, parts) for key, value in told.items()}
    if isinstance(told, list):
        return [_with_parts(value, parts) for value in told]
    return _NAMED.sub(lambda named: _part(named[1], parts), told) if isinstance(told, str) else told


def _part(name: str, parts: dict[str, str]) -> str:
    if name not in parts:
        raise ValueError(f"no part {name!r}; expected {', '.join(parts) or 'it to stand before'}")
    return parts[name]


def _sound_parts(given: dict[str, Any]) -> dict[str, str]:
    """The parts, each of which means alone what it means in a pattern, and holds no field."""
    parts = _parts(given)
    for name, text in parts.items():
        if groups(text) or "|" in bare(text):
            raise ValueError(f"part {name!r} has a group that holds something, or a bare |")
    return parts


def _refuse_sections(given: dict[str, Any]) -> None:
    if unknown := [key for key in given if key not in _SECTIONS]:
        raise ValueError(f"no section {unknown[0]!r}; expected {', '.join(_SECTIONS)}")
    if not any(name in given for name in FILLED):
        raise ValueError(f"fills no table; expected a section {' or '.join(FILLED)}")


def _refuse_unfound(spec: Spec) -> None:
    """A field that a column reads must be found by something, where the spec alone says by what."""
    layouts = [message.columns for message in spec.messages if message.columns]
    if not (spec.lines.syntax == "pattern" or spec.lines.begins or layouts):
        return
    found = {*spec.fields, *(name for layout in layouts for name in layout)}
    found |= {name for message in spec.messages for name in message.fields}
    if lost := sorted(name for name in spec.mapped() - found if not spec.is_told(name)):
        raise ValueError(f"no pattern and no place finds the field {lost[0]!r}")


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
        lines.front,
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


def _templates(table_name: str, given: Any, known: set[str]) -> list[Template]:
    """The rows that a table's sections ask for, numbered through."""
    made: list[Template] = []
    for group, section in enumerate(given if isinstance(given, list) else [given]):
        shared = {key: value for key, value in section.items() if key not in _ABOUT}
        messages, needs = (tuple(section.get(key, ())) for key in ("messages", "needs"))
        if strange := [one for one in messages if one not in known]:
            raise ValueError(f"{table_name} is made of {strange[0]!r}, which is no message")
        for row in section.get("rows", [{}]):
            columns = _columns(table_name, shared | row)
            _refuse_unmade(columns, messages)
            made.append(Template(table_name, len(made), group, messages, columns, needs))
    return made


def _columns(name: str, given: dict[str, Any]) -> Columns:
    known = table(name).names
    if unknown := [key for key in given if key not in known]:
        raise ValueError(f"{name} has no column {unknown[0]!r}")
    return {key: _values(value) for key, value in given.items()}


def _refuse_unmade(columns: Columns, messages: tuple[str, ...]) -> None:
    """A value of some kinds of lines only must be of those that the row is made of."""
    for name, values in columns.items():
        if strange := [one for value in values for one in value.messages if one not in messages]:
            raise ValueError(f"{name} is read in {strange[0]!r}, of which the row is not made")


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
    if "messages" in known:
        known["messages"] = tuple(known["messages"])
    if "cases" in known:
        known["cases"] = tuple((_pattern(pattern), value) for pattern, value in known["cases"])
    if "near" in known:
        known["near"] = _value(known["near"])
    if "pattern" in known:
        _grouped(known["pattern"])
    value = Value(**known)
    if value.part not in (None, *_OF_ENDPOINT) or not {value.unit, value.lasts} <= {*_UNITS}:
        raise ValueError(
            f"part is one of {', '.join(_OF_ENDPOINT)}; unit one of {', '.join(_UNITS)}"
        )
    return value


def _refuse_unknown(where: str, given: dict[str, Any], kind: type) -> None:
    known = [one.name for one in fields_of(kind)]
    if unknown := [key for key in given if key not in known]:
        raise ValueError(f"{where} has no {unknown[0]!r}; expected {', '.join(known)}")


def _pattern(pattern: str) -> str:
    """A pattern that the engine knows; those that look around are none."""
    finder(pattern)
    return pattern


def _grouped(pattern: str) -> str:
    if groups(pattern) != 1:
        raise ValueError(f"pattern {pattern!r} must have one group, which holds the field")
    return pattern
