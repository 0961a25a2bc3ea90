"""Small files of one kind, laid one behind the other so that they are read as one.

What a file costs before its first line is read and after its last is what a hundred thousand lines
cost: an inbox of ten thousand small files would take all night.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path

from tracker.errors import InputError
from tracker.fields import BEGIN
from tracker.formats import outlines
from tracker.logfile import Asked, LogFile, changed, may_be
from tracker.patterns import finder
from tracker.read.look import STANDARD_INPUT, Look
from tracker.records import Draws, Records
from tracker.shares import Shares

SMALL = 1 << 22  # bytes; a larger file is read alone
_MOST_FILES, _MOST_BYTES = 1_000, 1 << 28
_FIRST = 12  # lines that tell a file's kind by the headers among them
_CLAIMED = 2  # and by the first of them that some spec claims
_ODD = "not_this_format"


class Unlike(InputError):  # noqa: N818  # no fault of theirs: they are read one by one
    """Some files of a sheaf may not be what their first lines promised; `numbers` are theirs.

    `is_sure` says that they are not: another header stands in them.
    """

    def __init__(self, numbers: Collection[int], *, is_sure: bool) -> None:
        self.numbers, self.is_sure = frozenset(numbers), is_sure
        super().__init__(f"{len(self.numbers)} files of another kind")


@dataclass(frozen=True)
class Kind:
    """What small files must have in common that are read as one.

    That is what was stated of them, which specs claim lines among their first, the headers that
    stand there, and whether lines bear marks.
    """

    asked: Asked
    claiming: frozenset[str]
    headers: tuple[str, ...]
    marked: bool


def kind_of(found: Look, asked: Asked) -> Kind | None:
    """The kind of a small file; None of one that is to be read alone."""
    whole = found.begin == BEGIN and not found.joined and found.shown != STANDARD_INPUT
    if not whole or not 0 < found.size <= SMALL:
        return None
    first = found.first(_FIRST)
    claims = islice(filter(None, (_claiming(line, asked) for line in first)), _CLAIMED)
    claiming = frozenset(stem for stems in claims for stem in stems)
    specs = outlines(asked.formats)
    rules = {specs[stem].lines.header for stem in claiming if stem in specs} - {None}
    headers = tuple(line for line in first if any(finder(str(rule))(line) for rule in rules))
    return Kind(asked, claiming, headers, found.marked) if claiming else None


@lru_cache(10_000)
def _claiming(line: str, asked: Asked) -> tuple[str, ...]:
    """The specs that claim a line; of many small files the first lines are mostly the same."""
    return tuple(spec.stem for spec in may_be(asked) if finder(spec.lines.only)(line))


def can_lead(log: LogFile, kind: Kind) -> bool:
    """Whether files of its kind are read as it is: each line a record, nothing told for all of them."""
    spec = log.specs[0]
    by_line = not log.found.joined and spec.lines.syntax != "blocks" and not spec.lines.each
    # The header that such a format needs must be known to be the same in all.
    headed = spec.by_line() or bool(kind.headers)
    return len(log.specs) == 1 and by_line and not spec.context and headed


@dataclass
class Sheaf:
    """Files of one kind, one behind the other in the file `path`, with how many bytes each has there.

    `lead` is the file that was recognised for all, be it in this sheaf or in one before. `header`
    names the columns in all, where something does. Of those that are `seen` all lines were looked at,
    and not only the first.
    """

    path: Path
    lead: LogFile
    header: str = ""
    members: list[LogFile] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    @property
    def sole(self) -> LogFile | None:
        """The one file that is in it, if that was recognised and is read where it lies."""
        lead = self.lead
        alone = [(log.source, log.found.shown) for log in self.members] == [
            (lead.source, lead.found.shown)
        ]
        return lead if alone and lead.found.until is not None else None

    @property
    def is_full(self) -> bool:
        return len(self.members) >= _MOST_FILES or sum(self.sizes) >= _MOST_BYTES

    def add(self, seen: LogFile) -> None:
        """Lays a file behind the others; IntegrityError where it has changed since it was looked at."""
        self._put(replace(seen, specs=self.lead.specs), _content(seen.found))

    def as_one(self) -> LogFile:
        """All of them as one file."""
        logs = self.members
        shown = f"{logs[0].found.shown} and {len(logs) - 1} more"
        lines = [log.found.lines for log in logs]
        found = replace(logs[0].found, shown=shown, path=self.path, lines=sum(lines))
        shares = Shares([log.source for log in logs], lines, [log.found.written_us for log in logs])
        return replace(logs[0], found=found, shares=shares)

    def alike(self, records: Records) -> Draws:
        """The records of all; Unlike, behind the last of them at the latest, where one is of another kind."""
        shares = records.shares
        with closing(records.batches()) as batches:
            for parts in batches:
                if shares and records.sections > 1:
                    raise Unlike({shares.at(records.begins)}, is_sure=True)
                yield parts
        odd = shares.rejected_for(_ODD) if shares else set()
        if odd := {n for n in odd if self.members[n].source not in self.seen}:
            raise Unlike(odd, is_sure=False)

    def without(self, numbers: Collection[int]) -> Sheaf:
        """The files but those of these numbers, laid one behind the other anew."""
        path = self.path.with_name(f"{self.path.name}x")
        left = Sheaf(path, self.lead, self.header, seen=self.seen)
        with self.path.open("rb") as file:
            for number, (log, size) in enumerate(zip(self.members, self.sizes, strict=True)):
                content = file.read(size)
                if number not in numbers:
                    left._put(log, content)
        self.path.unlink()
        return left

    def _put(self, log: LogFile, content: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(content)
        self.members.append(log)
        self.sizes.append(len(content))


class Gathered:
    """The sheaves that are being gathered in a folder, one a kind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._leads: dict[Kind, LogFile | None] = {}
        self._sheaves: dict[Kind, Sheaf] = {}
        self._of: dict[str, Kind] = {}

    def put(self, seen: LogFile, lead: Callable[[], LogFile]) -> Sheaf | None:
        """The sheaf that takes a file; None where it is to be read alone.

        `lead` recognises it, which the first of a kind is for all.
        """
        kind = kind_of(seen.found, seen.asked)
        if kind is None:
            return None
        if kind not in self._leads:
            first = lead()
            self._leads[kind] = first if can_lead(first, kind) else None
        leading = self._leads[kind]
        if leading is None:
            return None
        sheaf = self._sheaves.get(kind) or self._begin(kind, leading)
        sheaf.add(seen)
        self._of[seen.source] = kind
        return sheaf

    def holding(self, seen: LogFile) -> Sheaf | None:
        """The sheaf with a file of the same content, or with what it has grown from."""
        before = seen.found.before
        sources = (seen.source, before.source if before else "")
        return next((self._sheaves[self._of[one]] for one in sources if one in self._of), None)

    def sheaves(self) -> list[Sheaf]:
        return list(self._sheaves.values())

    def release(self, sheaf: Sheaf) -> None:
        """Lets go of a sheaf: the next file of its kind begins another."""
        kinds = [kind for kind, other in self._sheaves.items() if other is sheaf]
        for kind in kinds:
            del self._sheaves[kind]
        for log in sheaf.members:
            del self._of[log.source]

    def _begin(self, kind: Kind, lead: LogFile) -> Sheaf:
        self._made += 1
        rule = lead.specs[0].lines.header
        header = next((one for one in kind.headers if rule and finder(rule)(one)), "")
        self._sheaves[kind] = Sheaf(self._folder / f"{self._made}.sheaf", lead, header)
        return self._sheaves[kind]


def _content(found: Look) -> bytes:
    """What is read of a file, its last line with an end."""
    with found.opened() as file:
        content = file.read() if found.until is None else file.read(found.until)
    if found.until is not None and hashlib.sha256(content).hexdigest() != found.sha256:
        raise changed(found)
    return content if content.endswith(b"\n") else content + b"\n"
