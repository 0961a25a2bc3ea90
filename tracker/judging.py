"""A night's second half: from what the lake holds to judged sessions, stage by stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

import pyarrow as pa

from tracker.attribute.holdings import attribute
from tracker.engine.engine import Engine, show_inputs
from tracker.engine.statement import read_statement
from tracker.judge.detections import Detection, read_detections
from tracker.judge.nights import Night, calendar, micros, night, night_at
from tracker.judge.sessions import FOLDER, begin, finish
from tracker.settings import Settings, zone_info
from tracker.tables import arrow_schema

NEEDED = ("connection", "login", "registration", "endpoint")
_SECOND = 1_000_000
_HOUR = 3600 * _SECOND
_QUARTER = _HOUR // 4
_DAY = 24 * _HOUR
_NEVER = 1 << 61  # after every instant, and still far from overflowing
_AT_ONCE = 20_000_000  # connections looked at in one pass, which bounds memory, not the answer


def judge_nights(
    engine: Engine,
    nights: Iterable[Night],
    settings: Settings,
    run_id: str,
    *,
    known_at: dt.datetime | None = None,
    detections: Sequence[Detection] | None = None,
) -> pa.Table:
    """The rows of `session` for these nights, in the order of night, first_at and session_id.

    The engine shows the tables NEEDED. `known_at` judges by the register as it was recorded then;
    without it, as it is recorded now. A night's rows do not depend on which others are judged too.
    """
    chosen = read_detections() if detections is None else detections
    inputs = show_inputs(engine)
    parts = [
        _judge(engine, group, settings, run_id, known_at, chosen)
        for group in _groups(engine, sorted(set(nights), key=lambda one: one.date))
    ]
    engine.drop(inputs)
    empty = arrow_schema("session").empty_table()
    return pa.concat_tables([empty, *parts]).combine_chunks()


def touched_nights(engine: Engine, sources: Iterable[str], settings: Settings) -> list[Night]:
    """The nights that these sources may change: a day either way of their records.

    Only nights in which a connection starts; the engine shows connection and login.
    """
    zone = zone_info(settings.night_zone)
    engine.register("fresh", pa.table({"source": pa.array(list(sources), pa.string())}))
    inputs = show_inputs(engine)
    told = engine.rows(read_statement(FOLDER / "touched.sql")).to_pydict()
    engine.drop(inputs)
    near = set[dt.date]()
    for us, is_fresh in zip(told["quarter_us"], told["is_fresh"], strict=True):
        if is_fresh:
            date = night_at(us, zone).date
            near |= {date + dt.timedelta(days=away) for away in (-1, 0, 1)}
    live = {
        night_at(us, zone).date
        for us, on in zip(told["quarter_us"], told["is_live"], strict=True)
        if on
    }
    return [night(date, zone) for date in sorted(near & live)]


def _judge(
    engine: Engine,
    nights: Sequence[Night],
    settings: Settings,
    run_id: str,
    known_at: dt.datetime | None,
    detections: Sequence[Detection],
) -> pa.Table:
    values = _values(nights, settings) | {"run_id": run_id}
    values["known_us"] = _NEVER if known_at is None else micros(known_at)
    gap = settings.session_gap_minutes * 60 * _SECOND
    zone = zone_info(settings.night_zone)
    engine.register("calendar", calendar(nights, zone, gap, settings.login_days))
    made = begin(engine, values)
    made += attribute(engine, values)
    rows, more = finish(engine, values, detections)
    engine.drop([*made, *more])
    return rows.cast(arrow_schema("session"))


def _values(nights: Sequence[Night], settings: Settings) -> dict[str, object]:
    zone = zone_info(settings.night_zone)
    begin_us = night(nights[0].date - dt.timedelta(days=1), zone).first_us
    end_us = night(nights[-1].date + dt.timedelta(days=1), zone).end_us
    coverage_us = round(settings.coverage_gap_hours * _HOUR)
    return {
        "first_date": _utc_date(begin_us),
        "last_date": _utc_date(end_us),
        "login_date": _utc_date(begin_us) - dt.timedelta(days=settings.login_days + 1),
        "gap_us": settings.session_gap_minutes * 60 * _SECOND,
        "guard_us": settings.guard_seconds * _SECOND,
        "silence_us": round(settings.silence_hours * _HOUR),
        "coverage_us": coverage_us,
        "bucket_us": min(coverage_us, _QUARTER),
        "day_us": _DAY,
        "never_us": _NEVER,
    }


def _groups(engine: Engine, nights: Sequence[Night]) -> Iterator[list[Night]]:
    """The nights in passes of at most about _AT_ONCE connections, one night at least."""
    told = engine.rows(read_statement(FOLDER / "daily.sql")).to_pydict()
    daily = dict(zip(told["event_date"], told["connections"], strict=True))
    group: list[Night] = []
    held = 0
    for one in nights:
        weight = daily.get(one.date, 0)
        if group and held + weight > _AT_ONCE:
            yield group
            group, held = [], 0
        group, held = [*group, one], held + weight
    if group:
        yield group


def _utc_date(us: int) -> dt.date:
    return night_at(us, zone_info("UTC")).date
