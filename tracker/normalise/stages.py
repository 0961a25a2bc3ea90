"""The stages of a compiled query as they fill: cells, typed values, checks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tracker.engine.duckdb import literal, one_of, quoted
from tracker.fields import Fields, Messages
from tracker.spec import Value

_STEP = re.compile(r'"step \d+"')


@dataclass(frozen=True)
class Stated:
    """What was stated for a source; `written` is the expression for when it was last written."""

    zone: str | None = None
    gateway: str | None = None
    written: str = "$written_us"


@dataclass
class Staged:
    """The expressions of each stage by alias, steps the other way round, and the checks.

    `messages` are those of the row whose columns are being made; none are all. A field that is asked
    for `under` some messages alone is looked for in their records alone.
    """

    fields: Fields
    stated: Stated
    messages: tuple[str, ...] = ()
    under: dict[str, Messages] = field(default_factory=dict)
    raws: dict[str, tuple[str, int]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)
    steps: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    checks: list[tuple[str, str]] = field(default_factory=list)

    def cell(self, value: Value) -> str:
        """The alias of the text that a value reads, null marks as null."""
        alias, text = quoted(f"cell {_key(value)}"), self.text(value)
        marks = [literal(mark) for mark in self.fields.null]
        if value.unless:
            marks.append(self.text(Value(field=value.unless)))
        # Not nullif within nullif: the engine writes each out as a condition with its text twice.
        none = one_of(text, marks)
        self.cells[alias] = f"case when {none} then null else {text} end" if marks else text
        return alias

    def text(self, value: Value) -> str:
        """The alias of that text as it stands."""
        each = [self._raw(name, value.nth) for name in (str(value.field), *value.more)]
        if each[0] in self.raws and _is_plain(value):
            return each[0]  # it stands as it was found: a step less
        alias = quoted(f"text {_key(value)}")
        # Of several none may be missing: half a time is none.
        text = each[0] if len(each) == 1 else " || ' ' || ".join(each)
        if value.pattern:
            text = f"nullif(regexp_extract({text}, {literal(value.pattern)}, 1), '')"
        if value.part:
            text = f"endpoint_{value.part}({text})"
        if value.messages:
            text = f"case when {self.fields.of(value.messages)} then {text} end"
        self.texts[alias] = text
        return alias

    def _raw(self, name: str, nth: int) -> str:
        """A field's text out of its quotes; it is found in a step of its own, and so once."""
        alias = quoted(f"raw {name} {nth}")
        self.raws[alias] = name, nth
        known = self.under.get(alias, frozenset())
        every = not self.messages or known is None
        self.under[alias] = None if every else frozenset((*(known or ()), *self.messages))
        return self.fields.bare(alias)

    def named(self, field: str) -> str:
        """The alias of a field's text, null marks as null."""
        return self.cell(Value(field=field))

    def step(self, expression: str) -> str:
        """The alias of what is made of cells once, because several values lean on it."""
        return self.steps.setdefault(expression, quoted(f"step {len(self.steps) + 1}"))

    def step_unless(self, other: str, expression: str) -> str:
        """The alias of such a step that only those records need of which another one gives nothing."""
        told = self.steps.get(other)
        if told is None or expression in self.steps:
            return self.step(expression)
        return self.step(f"case when {told} is null then {expression} end")

    def layers(self) -> list[dict[str, str]]:
        """The steps' expressions by alias, in layers: each step leans on those of layers before its own."""
        layers: list[dict[str, str]] = []
        height: dict[str, int] = {}
        for expression, alias in self.steps.items():  # what a step leans on was made before it
            below = [height.get(other, -1) for other in _STEP.findall(expression)]
            height[alias] = 1 + max(below, default=-1)
            if height[alias] == len(layers):
                layers.append({})
            layers[height[alias]][alias] = expression
        return layers

    def value(self, name: str, expression: str) -> str:
        """The alias of a typed value."""
        alias = quoted(name)
        self.values[alias] = expression
        return alias

    def found(self) -> dict[str, str]:
        """The fields' texts by alias, each looked for under those messages that ask for it."""
        return {
            alias: self.fields.raw(name, nth, self.under[alias])
            for alias, (name, nth) in self.raws.items()
        }

    def check(self, condition: str, reason: str) -> None:
        if (condition, reason) not in self.checks:
            self.checks.append((condition, reason))


def _is_plain(value: Value) -> bool:
    """Whether a value reads one field as it stands."""
    return not (value.more or value.pattern or value.part or value.messages)


def _key(value: Value) -> str:
    """What tells the text that a value reads from all others."""
    rest = (str(value.nth), value.pattern or "", value.part or "", value.unless or "")
    return " ".join([str(value.field), *value.more, *rest, *value.messages]).rstrip()
