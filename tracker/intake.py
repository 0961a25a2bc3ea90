"""A night's first half: logs into the lake, each once, every record accounted for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pyarrow as pa

from tracker.attribute.pseudonyms import Key, refuse_other_key, refuse_other_rules
from tracker.engine.duckdb import DuckDB
from tracker.engine.workplace import workplace
from tracker.errors import InputError, TrackerError
from tracker.formats import find_formats
from tracker.inbox import Found, files_in
from tracker.lake import Lake
from tracker.landing import Landing
from tracker.logfile import Asked, open_log
from tracker.normalise.compile import address_macros
from tracker.runs import Run, begin
from tracker.settings import Settings, zone_info
from tracker.sources import known_sources
from tracker.taken import Taken
from tracker.watch import Watch


def ingest(
    lake: Lake,
    key: Key,
    paths: list[str],
    asked: Asked,
    settings: Settings,
    watch: Watch = Watch(),  # noqa: B008  # holds nothing
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
    held = lake.lock(f"{run.who} --again") if again else nullcontext()
    with held, _workplace(asked, settings) as (engine, folder):
        known = known_sources(lake)
        landing = Landing(lake, key, engine, folder, settings, watch, known, again=again)
        others: list[Taken] = []
        files = [*files_of(paths, settings, others)]
        watch.begun(files)
        taken = landing.each(files, asked) + others
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
                log = open_log(shown, asked, engine, folder, settings)
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
    counted += Counter({"forgotten": sum(len(one.instead_of) for one in taken)})
    lake.append("run", run.row(inputs=[], counted=counted, outcome=outcome))


@contextmanager
def _workplace(asked: Asked, settings: Settings) -> Iterator[tuple[DuckDB, Path]]:
    """An engine that knows the macros of addresses and a folder that goes when the work is done."""
    if asked.zone:
        zone_info(asked.zone)
    if asked.format:
        find_formats(asked.format, asked.formats)
    with workplace(settings) as (engine, folder):
        for macro in address_macros():
            engine.run(macro)
        yield engine, folder
