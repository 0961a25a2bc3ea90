"""What a spec says: how a log format's lines become fields, and which field becomes which column."""

from __future__ import annotations

import json
from dataclasses import MISSING, Field, dataclass, field, is_dataclass
from dataclasses import fields as fields_of
from functools import cached_property
from hashlib import sha256
from typing import Any

SYNTAXES = ("delimited", "columns", "keyvalue", "jsonlines", "pattern", "blocks")
BY_LINE = ("columns", "keyvalue", "jsonlines", "pattern")
FILLED = ("connection", "login")
# Fields that no line spells: the kind of line, and what stands in the syslog header before it.
MESSAGE, TIME, HOST, PROGRAM, PROCESS = "@message", "@time", "@host", "@program", "@process"
_UNSPELT = (MESSAGE, TIME, HOST, PROGRAM, PROCESS)


@dataclass(frozen=True)
class Value:
    """One way to fill a column: from a field, or a constant.

    `more` are fields written behind the first with a blank between. `nth` takes the nth of a repeated
    field, `pattern` the part of the text that its group holds, `part` the `address` or the `port` of
    an endpoint. `form` tells how a time is written: epoch, iso, offset, text (ISO without zone), syslog,
    named, dated or yearless (its spellings), or a strptime pattern; `duration` is a length of time as
    a number of seconds. `unit` is what an epoch or a duration counts; `auto` tells an epoch's from its
    size, `clock` is h:mm:ss and the like. `plus` and `minus` name fields with a length of time to add
    or take off, counted in `lasts`.
    `zone` names the field with the offset of what is written, `utc` says that it has none. `near` is a
    time in UTC that this one must agree with, to a quarter of an hour. `giga` names a field that counts
    how often the number ran over 2^32 (RFC 2869). `nonzero` reads nought as not told, `unless` what
    another field says as well; `times` multiplies a number, `hexadecimal` is how one is written.
    `messages` are the kinds of lines in which alone it is read, of those that the row is made of.
    `cases` are (pattern, value) pairs; the first that matches decides.
    """

    field: str | None = None
    constant: str | None = None
    more: tuple[str, ...] = ()
    nth: int = 1
    pattern: str | None = None
    part: str | None = None
    form: str | None = None
    unit: str = "s"
    plus: str | None = None
    minus: str | None = None
    lasts: str = "s"
    zone: str | None = None
    utc: bool = False
    near: Value | None = None
    giga: str | None = None
    nonzero: bool = False
    unless: str | None = None
    times: int = 1
    hexadecimal: bool = False
    messages: tuple[str, ...] = ()
    cases: tuple[tuple[str, str], ...] = ()

    def fields(self) -> tuple[str, ...]:
        """The fields this value reads."""
        own = (self.field, *self.more, self.plus, self.minus, self.giga, self.zone, self.unless)
        return tuple(name for name in own if name) + (self.near.fields() if self.near else ())

    def needs_zone(self) -> bool:
        """Whether what is written is a clock's time without its zone."""
        if (
            self.form is None
            or self.form in ("epoch", "offset", "named", "duration")
            or self.zone
            or self.utc
        ):
            return False
        return "%z" not in self.form


Columns = dict[str, tuple[Value, ...]]


@dataclass(frozen=True)
class Message:
    """One kind of a format's lines: `when` tells it from the others, which come after it.

    `fields` has a pattern with one group for each field of its own; `columns` names its places.
    """

    name: str
    when: str
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    columns: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lines:
    """How lines become fields: the syntax, which lines are claimed, and which are passed over.

    `only` claims a line. A `header` line names the columns, after `header_prefix`; a file without one
    has the layout of `without_header` with as many columns. `complete` holds for a whole line or
    block, `torn` for one that broke off; `begins` is how the first line of a block begins, where
    those that follow are not told by being indented.

    `delimiter` stands between columns or pairs, `assign` between key and value, `after` before all of
    them. `quote` is what a column with a delimiter in it stands in; `repeats` says that several
    delimiters in a row are one, or that a value goes on to the next key, `ragged` that a line may have
    more columns than the header, but only empty ones where there is a `quote`, `escapes` that a
    backslash stands before a sign that would part values. `each` are the paths, within a JSON
    object, to the texts that are records. `rank` is 1 for a format of many makers, which yields to
    one that knows its own; `front` is how its lines begin before anything that a stranger may have
    chosen: by this alone another format claims them.
    """

    syntax: str
    only: str
    header: str | None = None
    header_prefix: str = ""
    complete: str | None = None
    torn: str | None = None
    begins: str | None = None
    delimiter: str = ","
    assign: str = "="
    quote: str | None = None
    repeats: bool = False
    ragged: bool = False
    escapes: bool = False
    after: str | None = None
    each: tuple[str, ...] = ()
    rank: int = 0
    front: str | None = None
    null: tuple[str, ...] = ("",)
    passed: tuple[tuple[str, str], ...] = ()
    without_header: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Template:
    """A row that a record may yield: its table, its number among the table's, its columns.

    It is made of these messages only, of all where none is named, and where the fields of `needs` are
    told. Of the templates of one `group`, which differ in the address, the first is made in any case,
    another where it has one.
    """

    table: str
    number: int
    group: int
    messages: tuple[str, ...]
    columns: Columns
    needs: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """What the names of its columns begin with in a query's result."""
        return f"{self.table}.{self.number}."


@dataclass(frozen=True)
class Spec:
    """One format: its lines, their kinds, the rows that each record may yield, what is left out.

    A format that is written in several ways has a spec for each: <name>.toml and <name>.<way>.toml;
    `stem` is the file's name without .toml. `fields` has patterns for fields that are found alike in
    all kinds of lines, `context` one for each that a line among the first tells for the whole file.
    """

    stem: str
    title: str
    manual: str
    lines: Lines
    rows: tuple[Template, ...]
    messages: tuple[Message, ...] = ()
    fields: dict[str, tuple[str, ...]] = field(default_factory=dict)
    context: dict[str, str] = field(default_factory=dict)
    left: frozenset[str] = field(default_factory=frozenset)
    traps: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.stem.split(".")[0]

    def tables(self) -> tuple[str, ...]:
        """The tables that its rows go to, each once."""
        return tuple(dict.fromkeys(template.table for template in self.rows))

    def of(self, table: str) -> tuple[Template, ...]:
        return tuple(template for template in self.rows if template.table == table)

    def is_told(self, name: str) -> bool:
        """Whether a field is one that no line spells, though its name may look like it."""
        return name in _UNSPELT or name in (f"@{told}" for told in self.context)

    def kind(self, message: str) -> int:
        """The number that a message of this name has in a query, where numbers are quicker than names."""
        return 1 + [one.name for one in self.messages].index(message)

    def by_line(self) -> bool:
        """Whether each line tells alone that it is of this format, so that others may stand between."""
        return self.lines.syntax in BY_LINE and not self.lines.header

    def mapped(self) -> frozenset[str]:
        """Every field that some column reads."""
        values = (v for row in self.rows for vs in row.columns.values() for v in vs)
        needed = {name for row in self.rows for name in row.needs}
        return frozenset(name for value in values for name in value.fields()) | needed

    @cached_property
    def digest(self) -> str:
        """Sixteen hexadecimal digits; two specs that have the same read every line alike.

        Names, titles, comments and samples are no part of it, nor is the order of what is told apart by
        its name.
        """
        told = _said((self.lines, self.rows, self.messages, self.fields, self.context))
        return sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]


def _said(part: Any) -> Any:
    """A part of a spec without what it leaves unsaid, so that a new word changes no spec without it."""
    if is_dataclass(part):
        every = {one.name: (getattr(part, one.name), _unsaid(one)) for one in fields_of(part)}
        return {name: _said(said) for name, (said, unsaid) in every.items() if said != unsaid}
    if isinstance(part, dict):
        return {name: _said(said) for name, said in part.items()}
    if isinstance(part, tuple):
        return [_said(one) for one in part]
    return part


def _unsaid(one: Field[Any]) -> object:
    """What a field holds that nobody gave a value."""
    return one.default if one.default_factory is MISSING else one.default_factory()
