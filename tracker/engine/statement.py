"""A statement is one .sql file: a header of `-- key: value` lines, then one query.

-- title: WireGuard's own port, answered
-- group: port
-- weight: 8
-- param min_packets = 6: below this a scan looks the same
-- innocent when: a game happens to listen there
--
-- Sentences for the auditor.
select ...
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tracker.errors import SettingsError

_PARAM = re.compile(r"(\w+)\s*=\s*([^:]+?)\s*:\s*(\S.*)")
_KEY = re.compile(r"([a-z][a-z ]*?)\s*:\s*(\S.*)")


@dataclass(frozen=True)
class Parameter:
    """A threshold with its reason; SQL reads it as $name."""

    name: str
    value: int | float | str
    reason: str


@dataclass(frozen=True)
class Statement:
    """One query with what its header says; `text` is the prose under the header."""

    name: str
    sql: str
    keys: dict[str, str] = field(default_factory=dict)
    params: tuple[Parameter, ...] = ()
    text: str = ""
    path: Path | None = None

    def values(self) -> dict[str, int | float | str]:
        return {parameter.name: parameter.value for parameter in self.params}

    def words(self, key: str) -> list[str]:
        """The words that a line of the header says, with commas between them or not."""
        return self.keys.get(key, "").replace(",", " ").split()

    def with_values(self, values: Mapping[str, object]) -> Statement:
        """The same with other values of its own parameters, as `own_values` finds them."""
        if not (said := own_values(self, values)):
            return self
        params = tuple(replace(one, value=said.get(one.name, one.value)) for one in self.params)
        return replace(self, params=params)


def own_values(statement: Statement, values: Mapping[str, object]) -> dict[str, int | float | str]:
    """The values given under a statement's name for parameters of its header, in these ones' types."""
    return {
        name: type(default)(values[given])  # type: ignore[call-overload, arg-type]  # such as it takes
        for name, default in statement.values().items()
        if (given := f"{statement.name}.{name}") in values
    }


def read_statement(path: Path) -> Statement:
    """The statement in a file.

    Raises SettingsError with file and line for a parameter that has no value or no reason.
    """
    header, sql = _split(path.read_text(encoding="utf-8-sig"))
    keys: dict[str, str] = {}
    params: list[Parameter] = []
    prose: list[str] = []
    for number, line in enumerate(header, 1):
        if line.startswith("param "):
            params.append(_parameter(path, number, line.removeprefix("param ")))
        elif (match := _KEY.fullmatch(line)) and not prose:
            keys[match[1]] = match[2]
        elif line or prose:
            prose.append(line)
    return Statement(path.stem, sql, keys, tuple(params), "\n".join(prose).strip(), path)


def _split(text: str) -> tuple[list[str], str]:
    lines = text.splitlines()
    end = next((n for n, line in enumerate(lines) if not line.startswith("--")), len(lines))
    return [line[2:].strip() for line in lines[:end]], "\n".join(lines[end:]).strip()


def _parameter(path: Path, number: int, text: str) -> Parameter:
    match = _PARAM.fullmatch(text)
    if not match:
        raise SettingsError(
            f"parameter {text!r}",
            where=path,
            line=number,
            expected="-- param name = value: the reason for it",
        )
    return Parameter(match[1], _number(match[2]), match[3])


def _number(text: str) -> int | float | str:
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
