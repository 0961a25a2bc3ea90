"""What a syntax makes of a file's lines, for the columns of a spec to draw on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fields:
    """The fields of a file's records as SQL expressions.

    `lines` is the query that yields the records in the order of the file, each with its `text`; it
    yields `line` too where a record is more than a line. `raw` gives a field's text, the nth where it
    is repeated; `has` tells whether the file can have the field at all. `passed` is the rule by which
    a record is passed over, or null. `checks` reject a record before its fields are looked at. `named_at`
    is the line that names the fields, where one does.
    """

    lines: str
    raw: Callable[[str, int], str]
    has: Callable[[str], bool]
    null: tuple[str, ...]
    passed: str
    checks: tuple[tuple[str, str], ...]
    extra: tuple[str, ...]
    named_at: int | None = None
    values: dict[str, object] = field(default_factory=dict)
