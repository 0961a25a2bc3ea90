"""A night from end to end: what is new comes in, the nights it touches are judged, all is counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from tracker.attribute.pseudonyms import Key
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.engine.workplace import workplace
from tracker.errors import TrackerError
from tracker.inbox import opened, refuse_inbox
from tracker.judge.nights import Night, night_at, nights_between
from tracker.judge.rules import Rules, read_rules
from tracker.judging import judge_nights, touched_nights, vacated_nights
from tracker.lake import Lake
from tracker.report.missing import find_gaps
from tracker.report.reviewed import count_dismissed
from tracker.runs import Run, begin
from tracker.settings import Settings, zone_info
from tracker.snapshot import Snapshot
from tracker.tables import arrow_schema
from tracker.tidying import Tidied, tidy
from tracker.upkeep.compact import tend
from tracker.watch import Watch
from tracker.whereabouts import note_ids

if TYPE_CHECKING:
    from tracker.logfile import Asked
    from tracker.taken import Taken

ALONE = ".nightly.lock"  # held by a nightly run from its first file to its last
_FRESH = read_statement(Path(__file__).with_name("fresh.sql"))
_LOOKED = read_statement(Path(__file__).with_name("looked.sql"))
_EARLIER = Statement("earlier", "from source where recorded_at <= $began_at")
_LIVELY = read_statement(Path(__file__).with_name("lively.sql"))
_ONE_DAY = dt.timedelta(days=1)
_PATIENCE = 60  # seconds, in which a register or a list is brought in
Window = tuple[dt.date, dt.date]  # nights from the first up to and without the second
_STATES = ("done", "forgotten")
Choose = Callable[[DuckDB, Snapshot], Iterable[Night]]


@dataclass(frozen=True)
class Judged:
    """What a judgement came to: the nights, how many sessions have which verdict, wrong clocks."""

    nights: tuple[dt.date, ...]
    verdicts: Counter[str]
    doubted: tuple[str, ...] = ()  # the gateways whose clock does not fit what their addresses did
    dismissed: int = 0  # of the flagged sessions, those that a review has dismissed
    provisional: tuple[dt.date, ...] = ()  # of the nights, those of which something is missing


@dataclass(frozen=True)
class Nightly:
    """What a night's run came to; `upkeep` as `compact` tells it, or why it was left to the next."""

    taken: list[Taken]
    judged: Judged
    upkeep: pa.Table | TrackerError
    tidied: Tidied = field(default_factory=Tidied)


def judge(
    lake: Lake,
    settings: Settings,
    since: dt.date,
    until: dt.date,
    known_at: dt.datetime | None = None,
) -> Judged:
    """Judges the nights from `since` up to and without `until`, and lays the sessions in the lake.

    `known_at` judges by the register as it was recorded then. Raises Faults where detections of the
    operator's own or settings of any are wrong, before anything is done.
    """
    rules = read_rules(settings)
    nights = nights_between(since, until, zone_info(settings.night_zone))
    return _judge(lake, begin("judge", settings), rules, lambda *_: nights, known_at)


def nightly(
    lake: Lake,
    key: Key,
    paths: list[str],
    asked: Asked,
    settings: Settings,
    watch: Watch = Watch(),  # noqa: B008  # holds nothing
    inboxes: Sequence[str] = (),
    window: Window | None = None,
) -> Nightly:
    """Brings in what is new and judges the nights touched by all that came or went since the last such run.

    In a `window` of nights, its end exclusive, all are judged that have a connection. What lies in an
    inbox and is wholly in the lake then goes where its `[[source]]` says, and the lake is compacted
    where that is worth it. Others may judge while logs come in.

    Raises Faults as `judge` does, SettingsError where what goes from an inbox would come back into
    it, and LakeError where another such run is under way: all before anything is brought in.
    """
    from tracker.intake import ingest, not_taken  # start-up time: judging alone needs none of it

    rules = read_rules(settings)
    for inbox in inboxes:
        refuse_inbox(inbox, settings)

    def choose(engine: DuckDB, _: Snapshot) -> Iterable[Night]:
        nights = chosen_nights(lake, engine, settings, window)
        watch.judging([night.date for night in nights])
        return nights

    with lake.lock(begin("nightly", settings).who, ALONE):
        found, others = opened(inboxes, settings)
        wanted = [*paths, *(entry.shown for entry in found)]
        taken = ingest(lake, key, wanted, asked, settings, watch)
        for one in not_taken(others):
            watch.taken(one)
            taken.append(one)
        # Begun only now: what was done before a run began is new to no later one.
        judged = _judge(lake, begin("nightly", settings), rules, choose, patience=_PATIENCE)
        tidied = tidy(lake, found, taken, settings)
        return Nightly(taken, judged, tend(lake, settings), tidied)


def chosen_nights(
    lake: Lake, engine: DuckDB, settings: Settings, window: Window | None
) -> list[Night]:
    """The nights that sources touch that came or went since the last nightly run, and the window's."""
    _show_looked_at(lake, engine)
    fresh = engine.rows(_FRESH)
    came, went = (fresh.filter(pc.equal(fresh["state"], state)) for state in _STATES)
    sources = came["source"].to_pylist()
    nights = {*(touched_nights(engine, sources, settings) if sources else [])}
    nights |= {*vacated_nights(engine, went, settings)}
    if window:
        nights |= _lively_nights(engine, window, settings)
    return sorted(nights, key=lambda one: one.date)


def _show_looked_at(lake: Lake, engine: DuckDB) -> None:
    """Makes `looked_at`: `source` as the last nightly run saw it.

    Where that version is not kept any more, it is what was recorded before that run began.
    """
    name = "looked_at"
    (last,) = engine.rows(_LOOKED).to_pylist() or [None]
    if last is None:
        engine.register(name, arrow_schema("source").empty_table())
    elif before := lake.at("source", last["version"]):
        before.show_files(engine, "source", before.files(), name)
    else:
        engine.keep(name, _EARLIER, {"began_at": last["began_at"]})


def _lively_nights(engine: DuckDB, window: Window, settings: Settings) -> set[Night]:
    """The nights of a window in which connections start."""
    zone = zone_info(settings.night_zone)
    near = {"first": window[0] - _ONE_DAY, "last": window[1] + _ONE_DAY}  # a night is no UTC date
    quarters = engine.rows(_LIVELY, near)["quarter_us"].to_pylist()
    live = {night_at(us, zone).date for us in quarters}
    return {one for one in nights_between(*window, zone) if one.date in live}


def _judge(
    lake: Lake,
    run: Run,
    rules: Rules,
    choose: Choose,
    known_at: dt.datetime | None = None,
    patience: float = 0,
) -> Judged:
    """Judges the chosen nights from one pinned state of the lake, which nobody else replaces meanwhile."""
    with lake.lock(run.who, patience=patience):
        return judge_chosen(lake, run, rules, choose, known_at)


def judge_chosen(
    lake: Lake,
    run: Run,
    rules: Rules,
    choose: Choose,
    known_at: dt.datetime | None = None,
    counted: Mapping[str, int] = {},  # never changed
) -> Judged:
    """Judges nights and remembers the run with what it `counted` besides; hold the lake's lock."""
    settings = run.settings
    with workplace(settings) as (engine, _):
        snapshot = lake.pin()
        snapshot.show(engine)
        nights = sorted(choose(engine, snapshot), key=lambda one: one.date)
        found = judge_nights(
            engine, nights, settings, run.run_id, known_at=known_at, detections=rules.detections
        )
        rows, clocks = found.sessions, found.clocks.to_pylist()
        gaps = find_gaps(engine, nights, settings).to_pylist()
        dates = tuple(night.date for night in nights)
        if nights:
            lake.replace("session", rows, [str(date) for date in dates])
        verdicts = Counter(rows["verdict"].to_pylist())
        told = run.row(
            inputs=snapshot.versions(),
            counted={**counted, "nights": len(dates), "sessions": rows.num_rows, **verdicts},
            nights=dates,
            clocks=clocks,
            coverage=found.coverage.to_pylist(),
            gaps=gaps,
            judgement_digest=rules.digest(),
        )
        lake.append("run", told)
        engine.register("wanted", rows)
        dismissed = count_dismissed(engine)
        note_ids(lake, engine)
    provisional = tuple(sorted({gap["night"] for gap in gaps}))
    return Judged(dates, verdicts, _doubted(clocks), dismissed, provisional)


def _doubted(clocks: list[dict[str, object]]) -> tuple[str, ...]:
    """The gateways whose clock did not fit, in the order of their names."""
    wrong = {str(one["gateway"]) for one in clocks if one["finding"] in ("refused", "doubtful")}
    return tuple(sorted(wrong))
