"""The stages of a compiled query as they fill: cells, typed values, checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tracker.engine.duckdb import literal, quoted
from tracker.fields import Fields


@dataclass(frozen=True)
class Stated:
    """What was stated for a source, and how a name becomes a pseudonym (none: names stay clear)."""

    zone: str | None = None
    gateway: str | None = None
    pseudonym: Callable[[str], str] | None = None


@dataclass
class Staged:
    """The expressions of each stage by alias, and the checks that reject a record."""

    fields: Fields
    stated: Stated
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    checks: list[tuple[str, str]] = field(default_factory=list)

    def cell(self, name: str, nth: int = 1) -> str:
        """The alias of a field's text, null marks as null."""
        alias, text = quoted(f"cell {name} {nth}"), self.text(name, nth)
        self.cells[alias] = text
        for mark in self.fields.null:
            self.cells[alias] = f"nullif({self.cells[alias]}, {literal(mark)})"
        return alias

    def text(self, name: str, nth: int = 1) -> str:
        """The alias of a field's text as it stands."""
        alias = quoted(f"text {name} {nth}")
        self.texts[alias] = self.fields.raw(name, nth)
        return alias

    def value(self, name: str, expression: str) -> str:
        """The alias of a typed value."""
        alias = quoted(name)
        self.values[alias] = expression
        return alias

    def check(self, condition: str, reason: str) -> None:
        if (condition, reason) not in self.checks:
            self.checks.append((condition, reason))
