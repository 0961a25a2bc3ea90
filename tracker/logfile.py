"""One log file on its way through reading and normalising."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa

from tracker.ahead import ahead
from tracker.attribute.pseudonyms import Key, pseudonym_sql
from tracker.engine.duckdb import DuckDB
from tracker.errors import InputError, IntegrityError
from tracker.fields import Lines, Place
from tracker.formats import Spec, find_format, formats
from tracker.normalise.compile import compile_query
from tracker.normalise.stages import Stated
from tracker.read.join import joined
from tracker.read.look import Look, look
from tracker.read.recognise import recognise
from tracker.read.syntax import LINES, fields_of
from tracker.records import Records
from tracker.settings import Settings

Watch = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Asked:
    """What was stated for files: their format, the zone of their clock, the gateway they come from."""

    format: str | None = None
    zone: str | None = None
    gateway: str | None = None


@dataclass(frozen=True)
class LogFile:
    """A file that was looked at and recognised."""

    found: Look
    spec: Spec
    asked: Asked

    @property
    def source(self) -> str:
        """Sixteen hexadecimal digits of the digest of its content and gateway."""
        if self.asked.gateway is None:
            return self.found.sha256[:16]
        whole = f"{self.found.sha256} {self.asked.gateway}"
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    def records(
        self,
        engine: DuckDB,
        settings: Settings,
        source: str,
        key: Key | None,
        watch: Watch | None = None,
    ) -> Records:
        """The file's records as rows of `source`; names become pseudonyms where there is a key."""
        told = (
            (lambda done: watch(self.found.shown, done, self.found.lines))
            if watch
            else (lambda _: None)
        )
        section = partial(self._section, engine, settings, key)
        return Records(self.spec, source, engine.beside, section, told)

    def account(self, records: Records) -> None:
        """Raises IntegrityError unless every line that was counted came through as a record."""
        if records.tally.lines != self.found.lines:
            raise IntegrityError(
                f"{records.tally.lines} lines came through of {self.found.lines}",
                where=self.found.shown,
                expected="all of them",
                todo="the file changed while it was read, or this is a fault of the reader",
            )

    def _section(
        self, engine: DuckDB, settings: Settings, key: Key | None, begin: Place
    ) -> tuple[pa.RecordBatchReader, Lines]:
        """The records from a place on, as a stream, and the lines they are made of."""
        fields = fields_of(self.spec, self.found, settings.max_line, begin)
        stated = Stated(self.asked.zone, self.asked.gateway, pseudonym_sql if key else None)
        query = compile_query(self.spec, fields, stated, self.found.shown, whole=key is None)
        values: dict[str, object] = {"zone": self.asked.zone, "gateway": self.asked.gateway}
        engine.register(LINES, _made_ahead(fields.lines.rows()))
        return engine.stream(query, values | (key.pads() if key else {})), fields.lines


def _made_ahead(rows: pa.RecordBatchReader) -> pa.RecordBatchReader:
    """The rows, cut by a thread of its own: the engine's threads would have to take turns at it."""
    return pa.RecordBatchReader.from_batches(rows.schema, ahead(rows))


def open_log(shown: str, asked: Asked, spool: Path, settings: Settings) -> LogFile:
    """Looks at a file and settles its format: the one stated, else the one recognised."""
    found = look(shown, spool, settings.max_line)
    if not found.size:
        raise InputError("is empty", where=shown, expected="a log")
    spec = find_format(asked.format) if asked.format else recognise(found, list(formats().values()))
    readable = joined(found, spool, settings.max_line) if spec.lines.syntax == "blocks" else found
    return LogFile(readable, spec, asked)


def files_under(paths: list[str]) -> list[str]:
    """The files that the paths name, those of a folder in the order of their names.

    Raises InputError for a folder without files.
    """
    found: list[str] = []
    for path in paths:
        if not Path(path).is_dir():
            found.append(path)
            continue
        inside = sorted(str(file) for file in Path(path).rglob("*") if file.is_file())
        if not inside:
            raise InputError("a folder without logs", where=path, expected="log files")
        found += inside
    return found
