"""One log file on its way through reading and normalising."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import count, islice
from pathlib import Path

import pyarrow as pa

from tracker.ahead import ahead
from tracker.attribute.names import Names
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import IntegrityError, NothingYet, SettingsError, TrackerError
from tracker.fields import Lines, Place
from tracker.formats import find_formats, outlines, told_specs, whole
from tracker.normalise.compile import compile_query, macros_of
from tracker.normalise.stages import Stated
from tracker.read.digest import digest_of
from tracker.read.join import as_lines, members, whole_blocks
from tracker.read.look import Look, look
from tracker.read.recognise import claim, recognise
from tracker.read.states import NOTHING_KNOWN, Known
from tracker.read.syntax import fields_of
from tracker.read.whole import LINES
from tracker.read.wrapped import unwrapped
from tracker.records import Batches, Records
from tracker.settings import Settings, zone_info
from tracker.shares import WRITTEN, Shares
from tracker.shipped import VERSION
from tracker.spec import Spec
from tracker.watch import Watch

KnownBy = Mapping[str | None, Known]  # the states of files that are in the lake, by their gateway


@dataclass(frozen=True)
class Asked:
    """What was stated for files: format, zone of their clock, gateway, a folder with specs of one's own."""

    format: str | None = None
    zone: str | None = None
    gateway: str | None = None
    formats: Path | None = None

    def of(self, shown: str, settings: Settings) -> Asked:
        """What holds for one file: what was not stated is what its `[[source]]` says.

        Raises SettingsError where that says a format or zone that is not known.
        """
        if (source := settings.source_of(shown)) is None:
            return self
        try:
            if source.zone:
                zone_info(source.zone)
            if source.format:
                find_formats(source.format, self.formats)
        except SettingsError as fault:
            place = f"{shown}, by the [[source]] {source.path!r}"
            raise SettingsError(
                fault.found, where=place, expected=fault.expected, todo=fault.todo
            ) from None
        return replace(
            self,
            format=self.format or source.format,
            zone=self.zone or source.zone,
            gateway=self.gateway or source.gateway,
        )


@dataclass(frozen=True)
class Words:
    """How a source is read: rows that were laid in other words are none of its own.

    `specs` are names and digests, `lines_before` those that were read of the file before.
    """

    format: str
    specs: str | None
    zone: str | None
    lines_before: int
    tool_version: str


@dataclass(frozen=True)
class LogFile:
    """A file that was looked at and recognised; with `shares` it is several, one behind the other."""

    found: Look
    specs: tuple[Spec, ...]
    asked: Asked
    shares: Shares | None = None
    turn: int = 0
    instead_of: tuple[str, ...] = ()

    @property
    def format(self) -> str:
        """The names of its formats."""
        return ",".join(dict.fromkeys(spec.name for spec in self.specs))

    def tables(self) -> tuple[str, ...]:
        """The tables that its rows go to, each once."""
        return tuple(dict.fromkeys(name for spec in self.specs for name in spec.tables()))

    @cached_property
    def source(self) -> str:
        """The id of the source that its rows are of."""
        return next(islice(self.ids(), self.turn, None))

    def ids(self) -> Iterator[str]:
        """The ids that it may have, in turn: sixteen hexadecimal digits.

        The first tells content and gateway. Rows that do not count any more lie in the tables under the
        id that they came with, so what is read once more has another each time.
        """
        sha256, gateway = self.found.sha256, self.asked.gateway
        first = sha256[:16] if gateway is None else _digits(f"{sha256} {gateway}")
        yield first
        yield from (_digits(f"{first} {turn}") for turn in count(1))

    @property
    def grown_from(self) -> str | None:
        """The source that it was before it grew or, where it is read again, by which it was known."""
        known = [one for one in self.found.states if one.source in self.instead_of]
        return next((one.source for one in (self.found.before, *known) if one), None)

    @cached_property
    def words(self) -> Words:
        """How it is read."""
        told = told_specs(self.specs)
        return Words(self.format, told, self.asked.zone, self.found.begin.lines, VERSION)

    def records(
        self,
        engine: DuckDB,
        settings: Settings,
        source: str,
        names: Names | None,
        watch: Watch | None = None,
    ) -> Records:
        """The file's records as rows of `source`; without `names` names and rejects stay clear."""
        hears = watch or Watch()
        section = partial(self._section, engine, settings, names is None)
        shown, lines = self.found.shown, self.lines

        def told(done: int) -> None:
            hears.read(shown, done, lines)

        return Records(
            self.specs,
            shown,
            source,
            engine.beside,
            section,
            names,
            told,
            self.found.begin,
            self.shares,
        )

    @property
    def lines(self) -> int:
        """How many lines are read: of a file that has grown those that are new."""
        return self.found.lines - self.found.begin.lines

    def account(self, records: Records) -> None:
        """Raises IntegrityError unless the file holds what it held, and every line counted came through."""
        if self.has_changed():
            raise changed(self.found)
        if records.tally.lines != self.lines:
            raise IntegrityError(
                f"{records.tally.lines} lines came through of {self.lines}",
                where=self.found.shown,
                expected="all of them",
                todo="the file changed while it was read, or this is a fault of the reader",
            )

    def has_changed(self) -> bool:
        """Whether a plain file no longer begins as it was; of packed ones a copy is read."""
        found = self.found
        if found.until is None:
            return False
        try:
            if found.path.stat().st_mtime_ns // 1000 == found.written_us:
                return False
            with found.path.open("rb") as file:
                return digest_of(file, found.size) != found.sha256
        except OSError:
            return True

    def _section(
        self, engine: DuckDB, settings: Settings, clear: bool, number: int, begin: Place
    ) -> tuple[Batches, Lines]:
        """The records of one format from a place on, as a stream, and the lines they are made of."""
        spec = self.specs[number]
        fields = fields_of(spec, self.found, settings.max_line, begin, claim(self.specs, number))
        stated = Stated(self.asked.zone, self.asked.gateway)
        lines = fields.lines.rows()
        if self.shares:
            stated, lines = replace(stated, written=WRITTEN), self.shares.dated(lines)
        query = compile_query(spec, fields, stated, self.found.shown, whole=clear)
        for macro in macros_of(query):
            engine.run(macro)
        values: dict[str, object] = {"zone": self.asked.zone, "gateway": self.asked.gateway}
        values |= {"written_us": self.found.written_us} | fields.values
        return _drawn(engine, query, values, lines), fields.lines


def changed(found: Look) -> IntegrityError:
    """The refusal of a file that somebody changed."""
    return IntegrityError(
        "the file changed while it was read",
        where=found.shown,
        expected=f"the same {found.size} bytes as when it was looked at",
        todo="run the same command again; what was brought in of it does not count",
    )


def _digits(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _drawn(
    engine: DuckDB, query: Statement, values: Mapping[str, object], lines: pa.RecordBatchReader
) -> Batches:
    """What a query makes of lines; a fault of theirs is raised as it was, for the engine rewords it.

    The lines are cut by a thread of its own: the engine's threads would have to take turns at it.
    """
    faults: list[TrackerError] = []

    def cut() -> Iterator[pa.RecordBatch]:
        try:
            yield from ahead(lines)
        except TrackerError as fault:
            faults.append(fault)
            raise

    engine.register(LINES, pa.RecordBatchReader.from_batches(lines.schema, cut()))
    try:
        with engine.stream(query, values) as stream:
            yield from stream
    except Exception:
        if faults:
            raise faults[0] from None
        raise


@dataclass(frozen=True)
class Looking:
    """How files are looked at, each twice: for what it holds, and for the formats it has.

    What must be written out of one goes to `spool`; `engine` takes lines out of what they were wrapped
    in. With what is `known` by gateway a file may have grown, and may grow on; without, or `again`,
    all of it is read.
    """

    engine: DuckDB
    spool: Path
    settings: Settings
    known: KnownBy | None = None
    again: bool = False

    def see(self, shown: str, asked: Asked) -> LogFile:
        """A file that was looked at; which formats it has is not known yet."""
        asked = asked.of(shown, self.settings)
        found = members(self._look(shown, asked.gateway), self.spool, self.settings.max_line)
        if not found.size or (self._growing and found.is_open and not found.is_packed):
            raise _nothing_yet(found)
        is_known = any(state.bytes == found.size for state in found.states)
        return LogFile(found if is_known else self._unwrapped(found, asked), (), asked)

    def recognise(self, seen: LogFile) -> LogFile:
        """The file with its formats: the one stated, else those recognised."""
        found, asked = self._unwrapped(seen.found, seen.asked), seen.asked
        stated = may_be(asked)
        if len(stated) > 1:
            stated = recognise(found, stated, stated=asked.format is not None)
        specs = [whole(outline) for outline in stated]
        if found.growing and specs[0].lines.syntax == "blocks":
            found = self._whole_blocks(found, specs[0], asked)
        lines = as_lines(specs[0], found, self.spool, self.settings.max_line)
        return LogFile(lines, tuple(specs), asked)

    def _unwrapped(self, found: Look, asked: Asked) -> Look:
        """The file with the lines that stand within its lines, unless that was done."""
        if found.is_sifted:
            return found
        is_stated, max_line = asked.format is not None, self.settings.max_line
        lines = unwrapped(found, may_be(asked), self.engine, self.spool, max_line, stated=is_stated)
        if lines.is_within and LogFile(found, (), asked).has_changed():
            raise changed(found)
        return lines

    @property
    def _growing(self) -> bool:
        return self.known is not None

    def _look(self, shown: str, gateway: str | None, most: int | None = None) -> Look:
        states = (self.known or {}).get(gateway, NOTHING_KNOWN)
        return look(
            *(shown, self.spool, self.settings.max_line, states),
            growing=self._growing,
            most=most,
            again=self.again,
        )

    def _whole_blocks(self, found: Look, spec: Spec, asked: Asked) -> Look:
        """The file up to the last of its blocks that has come to its end; the rest of it waits."""
        most = whole_blocks(found, spec)
        if most < found.size:
            waiting = found.waiting + found.size - most
            found = replace(self._look(found.shown, asked.gateway, most), waiting=waiting)
            found = self._unwrapped(found, asked) if found.size else found
        if not found.size:
            raise _nothing_yet(found)
        return found


def open_log(
    shown: str,
    asked: Asked,
    engine: DuckDB,
    spool: Path,
    settings: Settings,
    known: KnownBy | None = None,
) -> LogFile:
    """A file that was looked at, with its formats."""
    looking = Looking(engine, spool, settings, known)
    return looking.recognise(looking.see(shown, asked))


def may_be(asked: Asked) -> list[Spec]:
    """The outlines of the formats that a file may have."""
    if asked.format:
        return find_formats(asked.format, asked.formats)
    return list(outlines(asked.formats).values())


def _nothing_yet(found: Look) -> NothingYet:
    fault = NothingYet("is empty", where=found.shown, expected="a log")
    fault.waiting = found.size + found.waiting
    return fault
