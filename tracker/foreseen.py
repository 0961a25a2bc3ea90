"""What a nightly run would do: each file looked at, nothing read into the lake, nothing written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.workplace import spilling, workplace
from tracker.errors import TrackerError
from tracker.inbox import opened, refuse_inbox
from tracker.intake import files_of, not_taken
from tracker.judge.rules import read_rules
from tracker.lake import Lake
from tracker.logfile import Asked, open_log
from tracker.night import Window, chosen_nights
from tracker.settings import Settings
from tracker.sources import Sources, known_sources
from tracker.taken import Taken, turned_away
from tracker.tidying import wholly_in

_FILES = pa.schema(
    [
        ("path", pa.string()),
        ("state", pa.string()),
        ("format", pa.string()),
        ("lines", pa.int64()),
        ("zone", pa.string()),
        ("gateway", pa.string()),
        ("goes", pa.string()),
        ("told", pa.string()),
    ]
)


@dataclass(frozen=True)
class Foreseen:
    """What a run would come to.

    `files` has a row for each file: its `state` (new, grown, known, empty, refused, ignored), the
    lines to be read, what is stated of it, where it goes when it is in (moved, deleted), and why it
    is refused. `nights` would be judged for what is in the lake already; those of files that are to
    be read are known when they have been. Nor is known before how much of a file would be rejected.
    """

    files: pa.Table
    nights: tuple[dt.date, ...]


def foresee(
    lake: Lake | None,
    paths: list[str],
    asked: Asked,
    settings: Settings,
    inboxes: Sequence[str] = (),
    window: Window | None = None,
) -> Foreseen:
    """What `nightly` would do with the same words; without a lake, what it would with a new one.

    Raises what it would before anything is brought in, but for a run that is under way.
    """
    read_rules(settings)
    for inbox in inboxes:
        refuse_inbox(inbox, settings)
    found, ignored = opened(inboxes, settings)
    others: list[Taken] = []
    named = list(files_of(paths, settings, others))
    known = known_sources(lake) if lake else Sources()
    wanted = [*named, *(entry.shown for entry in found)]
    with workplace(settings) as (engine, _):
        seen = [*_seen(wanted, asked, engine, settings, known)]
    seen += [(one, asked) for one in (*others, *not_taken(ignored))]
    going = _going([one for one, _ in seen], {entry.shown for entry in found}, lake, settings)
    rows = [_row(one, of, going.get(one.shown)) for one, of in seen]
    nights = _nights(lake, settings, window) if lake else ()
    return Foreseen(pa.Table.from_pylist(rows, _FILES), nights)


def _seen(
    wanted: list[str], asked: Asked, engine: DuckDB, settings: Settings, known: Sources
) -> Iterator[tuple[Taken, Asked]]:
    """Each file as it is found, and what is stated of it; of two with one content the second is known."""
    sources: set[str] = set()
    for shown in wanted:
        with spilling(settings) as folder:
            try:
                log = open_log(shown, asked, engine, folder, settings, known.states)
            except TrackerError as fault:
                yield turned_away(shown, fault), asked
                continue
        is_known = known.source_of(log) or log.source in sources
        state = "known" if is_known else "grown" if log.found.before else "new"
        sources.add(log.source)
        lines = 0 if state == "known" else log.lines
        found = log.found
        yield (
            Taken(
                *(shown, state, log.source, log.format, lines),
                waiting=found.waiting,
                is_cut=found.is_cut,
            ),
            log.asked,
        )


def _going(
    seen: list[Taken], in_inbox: set[str], lake: Lake | None, settings: Settings
) -> dict[str, str]:
    """What becomes of the files that may go, if nothing more is wrong with them when they are read."""
    whole = wholly_in(lake, seen, settings) if lake else set[str]()
    new = [one for one in seen if one.state in ("new", "grown")]
    whole |= {one.shown for one in new if not (one.waiting or one.is_cut)}
    sources = {shown: settings.source_of(shown) for shown in whole & in_inbox}
    return {shown: one.done for shown, one in sources.items() if one and one.done != "left"}


def _row(one: Taken, asked: Asked, goes: str | None) -> dict[str, object]:
    waiting = f"{one.waiting} bytes wait for the end of their line or block"
    return {
        "path": one.shown,
        "state": one.state,
        "format": one.format,
        "lines": one.lines,
        "zone": asked.zone,
        "gateway": asked.gateway,
        "goes": goes,
        "told": str(one.fault) if one.fault else waiting if one.waiting else None,
    }


def _nights(lake: Lake, settings: Settings, window: Window | None) -> tuple[dt.date, ...]:
    with workplace(settings) as (engine, _):
        lake.pin().show(engine)
        return tuple(night.date for night in chosen_nights(lake, engine, settings, window))
