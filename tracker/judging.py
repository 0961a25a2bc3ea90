"""A night's second half: from what the lake holds to judged sessions, stage by stage."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tracker.attribute.holdings import attribute, back, clocks, spans, translate
from tracker.engine.engine import Engine, show_inputs
from tracker.engine.statement import read_statement
from tracker.judge.asking import register_values, stated_gateways
from tracker.judge.detections import Detection
from tracker.judge.nights import HOUR, Night, calendar, hours, micros, night, night_at
from tracker.judge.rules import read_rules
from tracker.judge.sessions import FOLDER, begin, chain, decide, judged_rows
from tracker.settings import Settings, zone_info
from tracker.tables import arrow_schema, arrow_types

NEEDED = ("connection", "login", "registration", "endpoint")
_VACATED = read_statement(Path(__file__).with_name("vacated.sql"))
_DAY = dt.timedelta(days=1)
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND
_QUARTER = HOUR // 4
RESEND = 10 * _MINUTE  # so late a login record may be sent again, or come out of order
_AT_ONCE = 20_000_000  # what one pass may cost in connections: it bounds memory, not the answer


@dataclass(frozen=True)
class Judgement:
    """What nights came to.

    `sessions` are rows of the table of that name, by night and then in the table's order;
    `clocks` has a row for each night and gateway whose clock could be checked: night, gateway,
    changes (of holder), active_minutes (of its addresses), orphans (of these, such as nobody can have
    been at work in), best_minutes (what added to its times fits best) and finding; `coverage` what
    each gateway's logins span without a gap: night, gateway, from_at and to_at.
    """

    sessions: pa.Table
    clocks: pa.Table
    coverage: pa.Table


def judge_nights(
    engine: Engine,
    nights: Iterable[Night],
    settings: Settings,
    run_id: str,
    *,
    known_at: dt.datetime | None = None,
    listed_at: dt.datetime | None = None,
    detections: Sequence[Detection] | None = None,
) -> Judgement:
    """The sessions of these nights, and of each gateway how its clock was found to go and what it covers.

    The engine shows the tables NEEDED. `known_at` judges by the register as it was recorded then,
    `listed_at` by the lists; without them, as they are recorded now. The detections are those that the
    settings put in force, unless others are given. A night's rows do not depend on which others are
    judged too.
    """
    chosen = read_rules(settings).detections if detections is None else detections
    inputs = show_inputs(engine)
    told: dict[str, object] = {"run_id": run_id}
    states = {"known_us": known_at, "listed_us": listed_at}
    told |= {name: micros(at) for name, at in states.items() if at is not None}
    schemas = _schemas()
    parts = [tuple(schema.empty_table() for schema in schemas)]
    for group in _groups(engine, sorted(set(nights), key=lambda one: one.date)):
        made = _judge(engine, group, settings, told, chosen)
        parts.append(tuple(map(pa.Table.cast, made, schemas)))
    engine.drop(inputs)
    return Judgement(
        *(pa.concat_tables(each).combine_chunks() for each in zip(*parts, strict=True))
    )


def touched_nights(engine: Engine, sources: Iterable[str], settings: Settings) -> list[Night]:
    """The nights that these sources may change: a day either way of their records.

    Only nights in which a connection starts; the engine shows connection and login.
    """
    zone = zone_info(settings.night_zone)
    engine.register("fresh", pa.table({"source": pa.array(list(sources), pa.string())}))
    inputs = show_inputs(engine)
    told = engine.rows(read_statement(FOLDER / "touched.sql")).to_pydict()
    engine.drop([*inputs, "fresh"])
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


def vacated_nights(engine: Engine, forgotten: pa.Table, settings: Settings) -> list[Night]:
    """The nights to be judged again without these forgotten rows of `source`.

    They are those that were judged, within a day of what the sources told: one may have lost all its
    connections, and loses its sessions then. The engine shows session and run.
    """
    zone = zone_info(settings.night_zone)
    ends = zip(forgotten["first_at"].to_pylist(), forgotten["last_at"].to_pylist(), strict=True)
    spans = [
        (night_at(micros(first), zone).date - _DAY, night_at(micros(last), zone).date + _DAY)
        for first, last in ends
        if first and last
    ]
    first, last = list(zip(*spans, strict=True)) or ((), ())
    told = {"first_night": pa.array(first, pa.date32()), "last_night": pa.array(last, pa.date32())}
    engine.register("span", pa.table(told))
    dates = engine.rows(_VACATED)["night"].to_pylist()
    engine.drop(["span"])
    return [night(date, zone) for date in dates]


def lay_out(engine: Engine, nights: Sequence[Night], settings: Settings) -> dict[str, object]:
    """Makes `calendar`, `hour` and `stated_gateway` of these nights; returns the values that the stages need.

    The register is taken as it is recorded now.
    """
    gap = settings.session_gap_minutes * _MINUTE
    zone = zone_info(settings.night_zone)
    engine.register("calendar", calendar(nights, zone, gap, settings.login_days))
    engine.register("stated_gateway", stated_gateways(settings))
    engine.register("hour", hours(nights, zone))
    return _values(nights, settings)


def _judge(
    engine: Engine,
    nights: Sequence[Night],
    settings: Settings,
    told: Mapping[str, object],
    detections: Sequence[Detection],
) -> tuple[pa.Table, ...]:
    """What `Judgement` has of some nights."""
    values = {**lay_out(engine, nights, settings), **told}
    made = begin(engine, values, detections)
    made += translate(engine, values)
    made += chain(engine, values)
    made += attribute(engine, values)
    found = (clocks(engine), spans(engine, values))
    made += decide(engine, values, detections)
    made += back(engine, values)
    rows = judged_rows(engine, values)
    engine.drop([*made, "stated_gateway", "hour"])
    return (rows, *found)


def _values(nights: Sequence[Night], settings: Settings) -> dict[str, object]:
    zone = zone_info(settings.night_zone)
    begin_us = night(nights[0].date - dt.timedelta(days=1), zone).first_us
    end_us = night(nights[-1].date + dt.timedelta(days=1), zone).end_us
    coverage_us = round(settings.coverage_gap_hours * HOUR)
    # A login record's own date is that of its uncorrected time.
    offsets = [0, *stated_gateways(settings)["offset_us"].to_pylist()]
    return {
        "first_date": _utc_date(begin_us),
        "audit_date": _utc_date(begin_us - max(offsets)),
        "last_date": _utc_date(end_us - min(offsets)),
        "login_date": _utc_date(begin_us - max(offsets))
        - dt.timedelta(days=settings.login_days + 1),
        "gap_us": settings.session_gap_minutes * _MINUTE,
        "guard_us": settings.guard_seconds * _SECOND,
        "silence_us": round(settings.silence_hours * HOUR),
        "coverage_us": coverage_us,
        "bucket_us": min(coverage_us, _QUARTER),
        "resend_us": RESEND,
        "minute_us": _MINUTE,
        "hour_us": HOUR,
    } | register_values(settings)


def _schemas() -> tuple[pa.Schema, ...]:
    """Those of what `Judgement` has."""
    of_run = (pa.schema(list(arrow_types()[one].value_type)) for one in ("clocks", "spans"))
    return (arrow_schema("session"), *of_run)


def _groups(engine: Engine, nights: Sequence[Night]) -> Iterator[list[Night]]:
    """The nights in passes that cost at most about _AT_ONCE, one night at least."""
    told = engine.rows(read_statement(FOLDER / "daily.sql")).to_pydict()
    daily = dict(zip(told["event_date"], told["cost"], strict=True))
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
