"""A night from end to end: what is new comes in, the nights it touches are judged, all is counted."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.compute as pc

from tracker.attribute.pseudonyms import Key
from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.statement import read_statement
from tracker.judge.nights import Night, nights_between
from tracker.judge.rules import Rules, read_rules
from tracker.judging import judge_nights, touched_nights, vacated_nights
from tracker.lake import Lake, Snapshot
from tracker.report.reviewed import count_dismissed
from tracker.runs import Run, begin
from tracker.settings import Settings, zone_info

if TYPE_CHECKING:
    from tracker.intake import Taken
    from tracker.logfile import Asked, Watch

_FRESH = read_statement(Path(__file__).with_name("fresh.sql"))
_STATES = ("done", "forgotten")
Choose = Callable[[DuckDB, Snapshot], Iterable[Night]]


@dataclass(frozen=True)
class Judged:
    """What a judgement came to: the nights, how many sessions have which verdict, wrong clocks."""

    nights: tuple[dt.date, ...]
    verdicts: Counter[str]
    doubted: tuple[str, ...] = ()  # the gateways whose clock does not fit what their addresses did
    dismissed: int = 0  # of the flagged sessions, those that a review has dismissed


@dataclass(frozen=True)
class Nightly:
    """What a night's run came to."""

    taken: list[Taken]
    judged: Judged


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
    watch: Watch | None = None,
) -> Nightly:
    """Brings in what is new and judges the nights touched by all that came or went since the last such run.

    Raises Faults as `judge` does, before anything is brought in.
    """
    from tracker.intake import ingest  # start-up time: judging alone needs none of it

    rules = read_rules(settings)
    taken = ingest(lake, key, paths, asked, settings, watch)

    def touched(engine: DuckDB, _: Snapshot) -> Iterable[Night]:
        fresh = engine.rows(_FRESH)
        came, went = (fresh.filter(pc.equal(fresh["state"], one)) for one in _STATES)
        nights = (
            touched_nights(engine, came["source"].to_pylist(), settings) if came.num_rows else []
        )
        return {*nights, *vacated_nights(engine, went, settings)}

    return Nightly(taken, _judge(lake, begin("nightly", settings), rules, touched))


def _judge(
    lake: Lake, run: Run, rules: Rules, choose: Choose, known_at: dt.datetime | None = None
) -> Judged:
    """Judges the chosen nights from one pinned state of the lake, which nobody else replaces meanwhile."""
    with lake.lock(run.said):
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
    with (
        tempfile.TemporaryDirectory(prefix="tracker-") as folder,
        DuckDB(Resources(settings.memory, settings.threads, Path(folder))) as engine,
    ):
        snapshot = lake.pin()
        snapshot.show(engine)
        nights = sorted(choose(engine, snapshot), key=lambda one: one.date)
        found = judge_nights(
            engine, nights, settings, run.run_id, known_at=known_at, detections=rules.detections
        )
        rows, clocks = found.sessions, found.clocks.to_pylist()
        dates = tuple(night.date for night in nights)
        if nights:
            lake.replace("session", rows, [str(date) for date in dates])
        verdicts = Counter(rows["verdict"].to_pylist())
        told = run.row(
            inputs=snapshot.versions(),
            counted={**counted, "nights": len(dates), "sessions": rows.num_rows, **verdicts},
            nights=dates,
            clocks=clocks,
            judgement_digest=rules.digest(),
        )
        lake.append("run", told)
        engine.register("wanted", rows)
        dismissed = count_dismissed(engine)
    return Judged(dates, verdicts, _doubted(clocks), dismissed)


def _doubted(clocks: list[dict[str, object]]) -> tuple[str, ...]:
    """The gateways whose clock did not fit, in the order of their names."""
    wrong = {str(one["gateway"]) for one in clocks if one["finding"] in ("refused", "doubtful")}
    return tuple(sorted(wrong))
