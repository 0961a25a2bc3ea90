"""What is known to be missing of a night, by what its gateways told in the nights before, or numbered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.judge.nights import HOUR, Night, night
from tracker.settings import Settings, zone_info
from tracker.tables import arrow_types

_STATEMENTS = Path(__file__).parent / "gaps"
_BEFORE = 7  # nights: a week has every day of a week in it
_DAY = dt.timedelta(days=1)
_SPAN = pa.schema(
    [("judged", pa.date32()), *((n, pa.int64()) for n in ("away", "first_us", "end_us"))]
)


def find_gaps(engine: DuckDB, nights: Sequence[Night], settings: Settings) -> pa.Table:
    """A row for each gap: night, gateway, kind, missing, from_at, to_at, records, usual.

    `kind` is connections or logins; `missing` is `silent` where the gateway told nothing all night,
    `hours` where it did not for `coverage_gap_hours` or longer, `drop` where it told far less, each
    against the seven nights before. `records` came then, where `usual` ones had come. `jump` is where
    the numbers that it gave its records lack some: of the `usual` ones of these hours `records` came,
    and what lacks lies between the two times. Times are as the records have them. The engine shows
    connection and login.
    """
    schema = pa.schema(list(arrow_types()["gaps"].value_type))
    if not nights:
        return schema.empty_table()
    coverage_us = round(settings.coverage_gap_hours * HOUR)
    values: dict[str, object] = {"coverage_us": coverage_us, "hour_us": HOUR}
    values |= {"bucket_us": min(coverage_us, HOUR // 4)}
    dates = [one.date for one in nights]
    values |= {"since": min(dates) - (_BEFORE + 1) * _DAY, "until": max(dates) + _DAY}
    values |= {"first": min(dates) - 2 * _DAY, "last": max(dates) + 2 * _DAY}
    engine.keep("bucket", _statement("bucket"), values)
    engine.register("span", _spans(engine, nights, settings))
    engine.keep("silent", _statement("silent"), values)
    engine.keep("dropped", _statement("drop"), values)
    engine.keep("teller", _statement("teller"))
    engine.keep("numbered", _statement("numbered"), values)
    engine.keep("jumped", _statement("jump"), values)
    found = engine.rows(_statement("told"))
    engine.drop(["bucket", "span", "silent", "dropped", "teller", "numbered", "jumped"])
    return found.cast(schema)


def _spans(engine: DuckDB, nights: Sequence[Night], settings: Settings) -> pa.Table:
    """Each night (`away` 0) and those before it, as far as anything is told in the lake."""
    zone = zone_info(settings.night_zone)
    last = engine.rows(_LAST)["last_us"][0].as_py() or 0
    rows = [
        (one.date, away, past.first_us, max(past.first_us, min(past.end_us, last + 1)))
        for one in nights
        for away in range(_BEFORE + 1)
        for past in (night(one.date - away * _DAY, zone),)
    ]
    columns = zip(*rows, strict=True)
    return pa.table(
        [pa.array(told, kind) for told, kind in zip(columns, _SPAN.types, strict=True)], _SPAN
    )


def _statement(name: str) -> Statement:
    return read_statement(_STATEMENTS / f"{name}.sql")


_LAST = Statement("last", "select max(last_us) as last_us from bucket")
