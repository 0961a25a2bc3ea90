"""A night's first half: logs into the lake, each once, every record accounted for."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import pyarrow as pa

from tracker.ahead import ahead
from tracker.attribute.names import Names
from tracker.attribute.pseudonyms import Key, refuse_other_key, refuse_other_rules
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.engine.workplace import workplace
from tracker.errors import InputError, NothingYet, TrackerError
from tracker.formats import find_formats
from tracker.inbox import Found, files_in
from tracker.lake import Lake
from tracker.logfile import Asked, LogFile, open_log
from tracker.normalise.compile import macros
from tracker.records import Parts, Records
from tracker.runs import Run, begin, counts, now
from tracker.settings import Settings, zone_info
from tracker.shipped import VERSION
from tracker.sources import Sources, known_sources
from tracker.spool import Spool
from tracker.tables import arrow_schema
from tracker.taken import Taken
from tracker.watch import Watch


def ingest(
    lake: Lake,
    key: Key,
    paths: list[str],
    asked: Asked,
    settings: Settings,
    watch: Watch = Watch(),  # noqa: B008  # holds nothing
) -> list[Taken]:
    """Brings logs into the lake, each once. A file that is refused is told, and the rest lands.

    Raises SettingsError where the key or the rules that fold names are not those of the lake.
    """
    refuse_other_key(lake, key)
    refuse_other_rules(lake, settings)
    run = begin("ingest", settings)
    with _workplace(asked, settings) as (engine, folder):
        intake = _Intake(lake, key, engine, folder, settings, watch, known_sources(lake))
        others: list[Taken] = []
        files = [*files_of(paths, settings, others)]
        watch.begun(files)
        taken = [intake.take(shown, asked) for shown in files] + others
    for one in others:
        watch.taken(one)
    _remember(lake, run, taken)
    return taken


def parse(
    paths: list[str], asked: Asked, settings: Settings
) -> Iterator[tuple[Taken, list[tuple[str, pa.RecordBatch]]]]:
    """What the tool makes of logs: their rows by table, names in clear, with the count so far."""
    others: list[Taken] = []
    with _workplace(asked, settings) as (engine, folder):
        for shown in files_of(paths, settings, others):
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
    yield from ((one, []) for one in others)


def files_of(paths: list[str], settings: Settings, others: list[Taken]) -> Iterator[str]:
    """The files that the paths name, those of a folder in the order of their names.

    Put among the others: what in a folder is no log, and a folder without any.
    """
    for path in paths:
        if not Path(path).is_dir():
            yield path
            continue
        found = files_in(path, settings)
        yield from found.files
        others += not_taken(found)
        if not found.files and not found.faults:
            fault = InputError("a folder without logs", where=path, expected="log files")
            others.append(Taken(path, "refused", fault=fault))


def not_taken(found: Found) -> list[Taken]:
    """What in a folder is no log, and the folders in it that cannot be looked into."""
    refused = [Taken(str(fault.where), "refused", fault=fault) for fault in found.faults]
    return [*(Taken(shown, "ignored") for shown in found.ignored), *refused]


def _remember(lake: Lake, run: Run, taken: list[Taken]) -> None:
    """One row of `run`, unless nothing was new."""
    states = Counter(one.state for one in taken)
    if not states.keys() - {"known", "empty", "ignored"}:
        return
    outcome = "faults" if states["refused"] else "done"
    counted = states + Counter({"lines": sum(one.lines for one in taken if one.state == "done")})
    lake.append("run", run.row(inputs=[], counted=counted, outcome=outcome))


@contextmanager
def _workplace(asked: Asked, settings: Settings) -> Iterator[tuple[DuckDB, Path]]:
    """An engine that knows the macros and a folder that goes when the work is done."""
    if asked.zone:
        zone_info(asked.zone)
    if asked.format:
        find_formats(asked.format, asked.formats)
    with workplace(settings) as (engine, folder):
        for macro in macros():
            engine.run(macro)
        yield engine, folder


@dataclass(frozen=True)
class _Intake:
    """What one file after the other is brought into the lake with; `known` are the sources in it."""

    lake: Lake
    key: Key
    engine: DuckDB
    folder: Path
    settings: Settings
    watch: Watch
    known: Sources

    def take(self, shown: str, asked: Asked) -> Taken:
        """One file into the lake, or why it was refused."""
        taken = self._tried(shown, asked)
        self.watch.taken(taken)
        return taken

    def _tried(self, shown: str, asked: Asked) -> Taken:
        try:
            # What is unpacked of a file goes with it: all of an inbox would fill the disk.
            with tempfile.TemporaryDirectory(dir=self.folder) as place:
                log = open_log(shown, asked, Path(place), self.settings, self.known.states)
                return self._take(log, Path(place))
        except NothingYet as nothing:
            return Taken(shown, "empty", waiting=nothing.waiting)
        except TrackerError as fault:
            return Taken(shown, "refused", fault=fault)

    def _take(self, log: LogFile, place: Path) -> Taken:
        """A file that is new: begun, its rows table by table, done."""
        told = Taken(
            *(log.found.shown, "known", log.source, log.format, log.lines),
            lines_before=log.found.begin.lines,
            waiting=log.found.waiting,
            is_cut=log.found.is_cut,
        )
        if log.source in self.known.sources:
            return told
        _refuse_other_words(self.lake, log)
        names = Names(self.key, self.lake.folding, self.engine.beside)
        records = log.records(self.engine, self.settings, log.source, names, self.watch)
        batches = records.batches()
        first = next(batches, {})  # a file that cannot be read at all is refused before it is begun
        self.lake.append("source", _state("begun", log))
        _lay(self.lake, log, ahead(chain([first], batches)), place)
        log.account(records)
        self._note(names, log.source)
        self.lake.append("source", _state("done", log, records))
        self.known.note(log, records.header)
        return replace(told, state="done", tally=records.tally)

    def _note(self, names: Names, source: str) -> None:
        """Lays the names that are new, sealed, unless an interrupted run has done so."""
        rows = names.new(self.lake, source, now())
        if not self.lake.written("identity", source) and (first := next(rows, None)):
            self.lake.append("identity", chain([first], rows), source=source)


def _refuse_other_words(lake: Lake, log: LogFile) -> None:
    """Raises InputError where an interrupted run has laid rows that were read with another zone."""
    if not any(lake.written(name, log.source) for name in (*log.tables(), "reject")):
        return
    with DuckDB() as engine:
        lake.pin(["source"]).show(engine, ["source"])
        (before,) = engine.rows(_BEGUN, {"source": log.source}).to_pylist()
    if before != {"format": log.format, "zone": log.asked.zone}:
        raise InputError(
            f"was begun as {before['format']} with zone {before['zone']}, and not finished",
            where=log.found.shown,
            expected="the same again, so that it can be finished",
        )


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
        "zone": asked.zone,
        "gateway": asked.gateway,
        "lines": log.lines,
        "lines_before": found.begin.lines,
        "grown_from": found.before.source if found.before else None,
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


_BEGUN = read_statement(Path(__file__).with_name("begun.sql"))
