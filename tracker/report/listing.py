"""Judged sessions as they are listed, however many: counted first, then made some nights at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.statement import Statement, read_statement
from tracker.lake import Lake
from tracker.report.reviewed import keep_reviewed
from tracker.snapshot import Days

_HERE = Path(__file__).parent
_READ = ("session", "review", "run")
_AT_ONCE = 150_000  # sessions, of a kilobyte or two each
_BATCH = 50_000
_COUNTED = "select night, run_id, verdict, true as is_shown, count(*) as count from {} group by all"
_LONG = "holdings, evidence, matches, parts, list_versions, sources"
_BRIEF = read_statement(_HERE / "brief.sql")
_TAKEN_IN = Statement(
    "taken_in",
    "select list(distinct night) as nights from wanted semi join covered using (session_id)",
)
_EVIDENT = Statement(
    "evident",
    "select session_id, evidence, matches"
    f" from ({read_statement(_HERE / 'wanted.sql').sql})"
    " where list_contains(cast($nights as date[]), night)",
)
_NIGHTS = Statement(
    "nights", "select night, sum(count) as count from counted group by 1 order by 1"
)


@dataclass(frozen=True)
class Listing:
    """Rows that can be read once while the listing is open, and what there is of them.

    `verdicts` counts the sessions by verdict, the most frequent first, and `provisional` those of
    them whose night lacks logs, be they shown or not; `more` is how many a limit leaves out, and
    `dismissed` how many are not among them because a review dismisses them.
    """

    rows: pa.RecordBatchReader
    more: int
    verdicts: dict[str, int]
    provisional: int
    dismissed: int


@contextmanager
def all_listed(
    lake: Lake,
    values: Mapping[str, Any],
    limit: int | None,
    resources: Resources,
    *,
    brief: bool = False,
) -> Iterator[Listing]:
    """The sessions that wanted.sql finds by these values, night by night.

    Where they are many, those of a few nights at a time are in memory. `brief` makes of each what
    fits on a screen, as brief.sql has it.
    """
    with _opened(lake, values, resources) as engine:
        if engine.keep_few("wanted", _wanted(brief), values, _AT_ONCE):
            engine.keep("counted", _counted("wanted"))
            made = _made(engine, values, [None], brief=brief)
        else:
            engine.keep("counted", _counted(f"({_statement('wanted').sql})"), values)
            made = _made(engine, values, _parts(engine), brief=brief)
        yield _listing(engine, made, limit)


@contextmanager
def flags_listed(
    lake: Lake,
    values: Mapping[str, Any],
    limit: int | None,
    resources: Resources,
    *,
    dismissed: bool,
    brief: bool = False,
) -> Iterator[Listing]:
    """The flagged sessions that wanted.sql finds by these values, what needs attention first."""
    with _opened(lake, values, resources) as engine:
        engine.keep("wanted", _wanted(brief), values)
        _keep_reviewed(engine, values, brief=brief)
        only = {"dismissed": dismissed}
        engine.keep("counted", _statement("counted"), only)
        made = (engine.stream(_told("flagged", brief), told, _BATCH) for told in [only])
        yield _listing(engine, made, limit)


@contextmanager
def _opened(lake: Lake, values: Mapping[str, Any], resources: Resources) -> Iterator[DuckDB]:
    with DuckDB(resources) as engine:
        nights = {"session": Days(values["first_night"], values["last_night"])}
        lake.pin(_READ).show(engine, _READ, nights)
        engine.view("gap", _statement("gap"))
        yield engine


def _made(
    engine: DuckDB,
    values: Mapping[str, Any],
    parts: Iterable[Mapping[str, object] | None],
    *,
    brief: bool,
) -> Iterator[pa.RecordBatchReader]:
    """The rows of one part after the other, each made when the last is read; None is what is kept."""
    for between in parts:
        own = {**values, **(between or {})}
        if between is not None:
            engine.keep("wanted", _wanted(brief), own)
        _keep_reviewed(engine, own, brief=brief)
        yield engine.stream(_told("sessions", brief), {}, _BATCH)


def _keep_reviewed(engine: DuckDB, values: Mapping[str, Any], *, brief: bool) -> None:
    """As `keep_reviewed`; where `wanted` lacks what was seen, it is read of the nights it is asked of."""

    def keep_evident(engine: DuckDB) -> None:
        (nights,) = engine.rows(_TAKEN_IN).to_pylist()
        engine.keep("evident", _EVIDENT, {**values, **nights})

    if brief:
        keep_reviewed(engine, keep_evident)
    else:
        keep_reviewed(engine)


def _wanted(brief: bool) -> Statement:
    """What wanted.sql finds; without what is as long as all the rest, where nobody is to read it."""
    whole = _statement("wanted")
    return replace(whole, sql=f"select * exclude ({_LONG}) from ({whole.sql})") if brief else whole


def _told(name: str, brief: bool) -> Statement:
    """The rows as a question tells them, or in brief."""
    whole = _statement(name)
    return replace(whole, sql=f"with listed as ({whole.sql}) {_BRIEF.sql}") if brief else whole


def _parts(engine: DuckDB) -> Iterator[dict[str, dt.date]]:
    """The nights of `counted` in groups of at most _AT_ONCE sessions, one night at least."""
    first = last = None
    held = 0
    for night, count in zip(*engine.rows(_NIGHTS).to_pydict().values(), strict=True):
        if first and last and held + count > _AT_ONCE:
            yield {"first_night": first, "last_night": last}
            first, held = None, 0
        first, last, held = first or night, night, held + count
    if first and last:
        yield {"first_night": first, "last_night": last}


def _listing(engine: DuckDB, streams: Iterator[pa.RecordBatchReader], limit: int | None) -> Listing:
    """The streams as one, up to a limit, and what `counted` tells."""
    told = engine.rows(_statement("verdicts")).to_pydict()
    counts = zip(told["name"], told["count"], strict=True)
    verdicts = {name: count for name, count in counts if count}
    first = next(streams)  # only now: while a stream is open, nothing else can be asked
    batches = _limited(chain.from_iterable(chain([first], streams)), limit)
    return Listing(
        pa.RecordBatchReader.from_batches(first.schema, batches),
        0 if limit is None else max(0, sum(verdicts.values()) - limit),
        verdicts,
        sum(told["provisional"]),
        sum(told["dismissed"]),
    )


def _limited(batches: Iterable[pa.RecordBatch], limit: int | None) -> Iterator[pa.RecordBatch]:
    left = limit
    for batch in batches:
        if left is None:
            yield batch
        elif left > 0:
            yield batch.slice(0, left)
            left -= batch.num_rows
        else:
            return


def _counted(rows: str) -> Statement:
    """How many sessions lie in which night, by run and verdict."""
    return Statement("counted", _COUNTED.format(rows))


def _statement(name: str) -> Statement:
    return read_statement(_HERE / f"{name}.sql")
