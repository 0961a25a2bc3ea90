"""Two states of the register beside each other: which verdicts differ, and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.engine.workplace import workplace
from tracker.errors import UsageError
from tracker.judge.nights import Night, nights_between
from tracker.judging import NEEDED, judge_nights
from tracker.lake import Lake
from tracker.registry.history import preview
from tracker.registry.seeing import tell_in_words
from tracker.registry.versions import latest_terms
from tracker.settings import Settings, zone_info

_COMPARED = read_statement(Path(__file__).with_name("compared.sql"))
_NEWER_LISTS = read_statement(Path(__file__).with_name("newer_lists.sql"))
_CHANGED = read_statement(Path(__file__).with_name("changed.sql"))


def compare(
    lake: Lake,
    settings: Settings,
    since: dt.date,
    until: dt.date,
    states: tuple[dt.datetime, dt.datetime],
) -> pa.Table:
    """The sessions of these nights that two states of register and lists judge differently.

    The nights go from `since` up to and without `until`; a state is what had been recorded by a
    moment. One row a session: session_id, night, first_at, src_ip, remote_ip, family, holder,
    before and after (verdict), reason_before and reason_after, term_before and term_after, why
    (late_approval, correction, list_change) and what (how these terms changed, or which lists). A
    session that only one state's lists make one has no verdict in the other. Nothing is written.
    UsageError where the first state is the later one.
    """
    with workplace(settings) as (engine, _):
        lake.pin(NEEDED).show(engine, NEEDED)
        nights = nights_between(since, until, zone_info(settings.night_zone))
        return compared(engine, nights, settings, states)


def compared(
    engine: DuckDB,
    nights: list[Night],
    settings: Settings,
    states: tuple[dt.datetime, dt.datetime],
) -> pa.Table:
    """The same of an engine that shows the tables NEEDED."""
    early, late = states
    if early > late:
        raise UsageError(
            f"the first state ({early:%Y-%m-%d %H:%M %Z}) is later than the second",
            expected="the earlier one first",
        )
    # What the later register says under the earlier lists tells the two causes apart.
    known = {"before": (early, early), "between": (late, early), "after": (late, late)}
    lists = engine.rows(_NEWER_LISTS, {"early": early, "late": late})
    if not lists.num_rows:  # then nothing is the lists' doing, and a night less to judge
        del known["between"]
    judged = {
        name: judge_nights(engine, nights, settings, name, known_at=register, listed_at=listed)
        for name, (register, listed) in known.items()
    }
    for name in ("before", "between", "after"):
        engine.register(f"judged_{name}", judged.get(name, judged["after"]).sessions)
    _tell_changes(engine, settings.night_zone, states)
    engine.register("newer_lists", lists)
    return engine.rows(_COMPARED)


def _tell_changes(engine: DuckDB, zone: str, states: tuple[dt.datetime, dt.datetime]) -> None:
    """Makes `changed`: the terms that differ between the two states, in the words of an import."""
    early, late = (latest_terms(engine, at) for at in states)
    newer = late.filter(
        pc.greater(late["recorded_at"], pa.scalar(states[0], late["recorded_at"].type))
    )
    engine.register("terms_early", early)
    engine.register("terms_late", late)
    tell_in_words(engine)
    engine.register("previewed_terms", preview(engine, early, newer, zone)[0])
    engine.keep("changed", _CHANGED)
