"""What a syntax makes of a file's lines, for the columns of a spec to draw on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa


@dataclass(frozen=True)
class Place:
    """A place between two lines of a file: behind so many lines, and so many bytes."""

    lines: int = 0
    bytes: int = 0


BEGIN = Place()


class Lines(Protocol):
    """Lines of a file from a place on.

    Once all rows are drawn, `end` is where the next section begins; None where the file ends.
    """

    end: Place | None

    def rows(self) -> pa.RecordBatchReader:
        """The lines as rows, each with its number as `line`; they can be read once."""
        ...


@dataclass(frozen=True)
class Fields:
    """The fields of a file's records as SQL expressions over its `lines`.

    `records` is the query that yields the records, each with its `line`; `text` is a record as it
    stands. `raw` gives a field's text, the nth where it is repeated, and `bare` takes it out of what
    stands around it; `has` tells whether the file can
    have the field at all. `passed` is the rule by which a record is passed over, or null. `checks`
    reject a record before its fields are looked at. `fixed` says that every record has every field.
    `named_at` is the line that names the fields,
    where one does.
    """

    lines: Lines
    records: str
    text: str
    raw: Callable[[str, int], str]
    has: Callable[[str], bool]
    null: tuple[str, ...]
    passed: str
    checks: tuple[tuple[str, str], ...]
    bare: Callable[[str], str] = str
    extra: tuple[str, ...] = ()
    named_at: int | None = None
    fixed: bool = False
