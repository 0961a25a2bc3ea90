"""What a syntax makes of a file's lines, for the columns of a spec to draw on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa


@dataclass(frozen=True)
class Place:
    """A place between two lines of a file: behind so many lines, and so many bytes."""

    lines: int = 0
    bytes: int = 0


BEGIN = Place()
Messages = frozenset[str] | None  # some of a format's kinds of lines; None is all of them
Raw = Callable[[str, int, Messages], str]


@dataclass(frozen=True)
class Claim:
    """The condition under which a format reads a line, and that under which others claim it as well."""

    lines: str = "true"
    contested: str | None = None


class Lines(Protocol):
    """Lines of a file from a place on.

    Once all rows are drawn, `end` is where the next section begins; None where the file ends.
    `header` is the line that names the columns of these lines, empty where none does.
    """

    end: Place | None
    header: str

    def rows(self) -> pa.RecordBatchReader:
        """The lines as rows, each with its number as `line`; they can be read once."""
        ...


@dataclass(frozen=True)
class Fields:
    """The fields of a file's records as SQL expressions over its `lines`.

    `records` is the query that yields the records, each with its `line`; `text` is a record as it
    stands. `raw` gives a field's text, the nth where it is repeated, of records of some messages or of
    all, and `bare` takes it out of what stands around it; `of` is the condition for some messages.
    `has` tells whether the file can have the field at all, `fixed` that every record has every field.
    `passed` is the rule by which a record is passed over, or null. `checks` reject a record before its
    fields are looked at. `named_at` is the line that names the fields, where one does. `values` are
    the parameters that hold what the file itself says.
    """

    lines: Lines
    records: str
    text: str
    raw: Raw
    has: Callable[[str], bool]
    null: tuple[str, ...]
    passed: str
    checks: tuple[tuple[str, str], ...]
    bare: Callable[[str], str] = str
    of: Callable[[Iterable[str]], str] = lambda _: "true"
    extra: tuple[str, ...] = ()
    named_at: int | None = None
    fixed: bool = False
    values: dict[str, object] = field(default_factory=dict)
