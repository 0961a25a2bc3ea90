"""A night's first half: logs into the lake, each once, every record accounted for."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path

import pyarrow as pa

from tracker.ahead import ahead
from tracker.attribute.names import Names
from tracker.attribute.pseudonyms import Key, refuse_other_key, refuse_other_rules
from tracker.engine.duckdb import DuckDB, Resources
from tracker.errors import NothingYet, TrackerError
from tracker.formats import find_formats
from tracker.lake import Lake
from tracker.logfile import Asked, LogFile, Watch, files_under, open_log
from tracker.normalise.compile import macros
from tracker.records import Parts, Records, Tally
from tracker.runs import Run, begin, counts, now
from tracker.settings import Settings, zone_info
from tracker.shipped import VERSION
from tracker.sources import Sources, known_sources
from tracker.spool import Spool
from tracker.tables import arrow_schema


@dataclass(frozen=True)
class Taken:
    """What became of one file: `done`, `known` from before, `empty` so far, or `refused` with its fault.

    Of one that has grown `lines_before` were read before; `waiting` are the bytes of a last line, or
    block, that has no end yet. It took the place of the sources `instead_of`.
    """

    shown: str
    state: str
    source: str | None = None
    format: str | None = None
    lines: int = 0
    tally: Tally = field(default_factory=Tally)
    lines_before: int = 0
    waiting: int = 0
    instead_of: tuple[str, ...] = ()
    fault: TrackerError | None = None


def ingest(
    lake: Lake,
    key: Key,
    paths: list[str],
    asked: Asked,
    settings: Settings,
    watch: Watch | None = None,
    *,
    again: bool = False,
) -> list[Taken]:
    """Brings logs into the lake, each once. A file that is refused is told, and the rest lands.

    `again` reads each whole, and what the lake had of it for its gateway is forgotten in the same
    instant in which the new rows are seen; nobody else may take rows out meanwhile.

    Raises SettingsError where the key or the rules that fold names are not those of the lake.
    """
    refuse_other_key(lake, key)
    refuse_other_rules(lake, settings)
    run = begin("ingest", settings)
    held = lake.lock(f"{run.said} --again") if again else nullcontext()
    with held, _workplace(asked, settings) as (engine, folder):
        intake = _Intake(lake, key, engine, folder, settings, watch, known_sources(lake), again)
        refused: list[Taken] = []
        taken = [intake.take(shown, asked) for shown in _files(paths, refused)] + refused
    _remember(lake, run, taken)
    return taken


def parse(
    paths: list[str], asked: Asked, settings: Settings
) -> Iterator[tuple[Taken, list[tuple[str, pa.RecordBatch]]]]:
    """What the tool makes of logs: their rows by table, names in clear, with the count so far."""
    refused: list[Taken] = []
    with _workplace(asked, settings) as (engine, folder):
        for shown in _files(paths, refused):
            try:
                log = open_log(shown, asked, folder, settings)
                records = log.records(engine, settings, Path(shown).name, None)
                told = Taken(shown, "done", None, log.format, log.lines, records.tally)
                for parts in records.batches():
                    yield told, [(name, batch) for name in parts for batch in parts[name]]
                log.account(records)
                yield told, []  # a file without a record is told as well
            except TrackerError as fault:
                yield Taken(shown, "refused", fault=fault), []
    yield from ((one, []) for one in refused)


def _files(paths: list[str], refused: list[Taken]) -> Iterator[str]:
    """The files that the paths name; a folder without any is put among what is refused."""
    for path in paths:
        try:
            yield from files_under([path])
        except TrackerError as fault:
            refused.append(Taken(path, "refused", fault=fault))


def _remember(lake: Lake, run: Run, taken: list[Taken]) -> None:
    """One row of `run`, unless nothing was new."""
    states = Counter(one.state for one in taken)
    if not states.keys() - {"known", "empty"}:
        return
    outcome = "faults" if states["refused"] else "done"
    counted = states + Counter({"lines": sum(one.lines for one in taken if one.state == "done")})
    counted += Counter({"forgotten": sum(len(one.instead_of) for one in taken)})
    lake.append("run", run.row(inputs=[], counted=counted, outcome=outcome))


@contextmanager
def _workplace(asked: Asked, settings: Settings) -> Iterator[tuple[DuckDB, Path]]:
    """An engine that knows the macros and a folder that goes when the work is done."""
    if asked.zone:
        zone_info(asked.zone)
    if asked.format:
        find_formats(asked.format, asked.formats)
    with (
        tempfile.TemporaryDirectory(prefix="tracker-") as folder,
        DuckDB(Resources(settings.memory, settings.threads, Path(folder))) as engine,
    ):
        for macro in macros():
            engine.run(macro)
        yield engine, Path(folder)


@dataclass(frozen=True)
class _Intake:
    """What one file after the other is brought into the lake with; `known` are the sources in it."""

    lake: Lake
    key: Key
    engine: DuckDB
    folder: Path
    settings: Settings
    watch: Watch | None
    known: Sources
    again: bool = False

    def take(self, shown: str, asked: Asked) -> Taken:
        """One file into the lake, or why it was refused."""
        try:
            known = self.known.states
            log = open_log(shown, asked, self.folder, self.settings, known, again=self.again)
            return self._take(log)
        except NothingYet as nothing:
            return Taken(shown, "empty", waiting=nothing.waiting)
        except TrackerError as fault:
            return Taken(shown, "refused", fault=fault)

    def _take(self, log: LogFile) -> Taken:
        """A file that is new: begun, its rows table by table, done."""
        before = self.known.source_of(log, again=self.again)
        told = Taken(
            *(log.found.shown, "known", before, log.format, log.lines),
            lines_before=log.found.begin.lines,
            waiting=log.found.waiting,
        )
        if before:
            return told
        log = self.known.settle(log, again=self.again)
        names = Names(self.key, self.lake.folding, self.engine.beside)
        records = log.records(self.engine, self.settings, log.source, names, self.watch)
        batches = records.batches()
        first = next(batches, {})  # a file that cannot be read at all is refused before it is begun
        self.lake.append("source", _state("begun", log))
        _lay(self.lake, log, ahead(chain([first], batches)), self.folder)
        log.account(records)
        self._note(names, log.source)
        done = _state("done", log, records)
        self.lake.append("source", pa.concat_tables([done, self.known.forgotten_by(log)]))
        self.known.note(log, records.header, done)
        told = replace(told, source=log.source, instead_of=log.instead_of)
        return replace(told, state="done", tally=records.tally)

    def _note(self, names: Names, source: str) -> None:
        """Lays the names that are new, sealed, unless an interrupted run has done so."""
        rows = names.new(self.lake, source, now())
        if not self.lake.written("identity", source) and (first := next(rows, None)):
            self.lake.append("identity", chain([first], rows), source=source)


def _lay(lake: Lake, log: LogFile, batches: Iterable[Parts], folder: Path) -> None:
    """Streams the rows of the spec's first table to the lake, and those of the others after them."""
    main = log.tables()[0]
    with Spool(folder) as spool:

        def rows() -> Iterator[pa.RecordBatch]:
            for parts in batches:
                for name in parts.keys() - {main}:
                    spool.put(name, parts[name])
                yield from parts.get(main, [])

        _append_once(lake, main, rows(), log.source)
        for name in spool.names():
            _append_once(lake, name, spool.batches(name), log.source)


def _append_once(lake: Lake, name: str, rows: Iterator[pa.RecordBatch], source: str) -> None:
    """Appends a source's rows unless an interrupted run has done so; they are drawn in any case."""
    if lake.written(name, source):
        for _ in rows:
            pass
        return
    lake.append(name, rows, source=source)


def _state(state: str, log: LogFile, records: Records | None = None) -> pa.Table:
    """One state of a source as a row of `source`."""
    found, asked = log.found, log.asked
    row: dict[str, object] = {
        "source": log.source,
        "state": state,
        "recorded_at": now(),
        "path": found.shown,
        "sha256": found.sha256,
        "bytes": found.size,
        "format": log.format,
        "spec_digest": log.words.specs,
        "zone": asked.zone,
        "gateway": asked.gateway,
        "lines": log.lines,
        "lines_before": found.begin.lines,
        "grown_from": log.grown_from,
        "tool_version": VERSION,
    }
    if records:
        tally = records.tally
        row |= {"header": records.header or None}
        row |= {"records": tally.records, "used": tally.used, "passed": tally.passed.total()}
        row |= {"rejected": tally.rejected.total(), "rules": counts(tally.passed)}
        row |= {"reasons": counts(tally.rejected), "rows": counts(tally.rows)}
        row |= {"first_at": tally.first_at, "last_at": tally.last_at}
    return pa.Table.from_pylist([row], schema=arrow_schema("source"))
