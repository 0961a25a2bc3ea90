"""Whose a judged session was: what judging went by, with the login records that open and close it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.engine import INPUTS, keep_all
from tracker.engine.statement import read_statement
from tracker.judge.asking import stated_gateways
from tracker.judge.nights import micros
from tracker.report.sessions import OLD, address_key
from tracker.settings import Settings
from tracker.snapshot import Days, Snapshot

ShowLogins = Callable[[Days], None]  # makes the logins of these days readable
_FOLDER = Path(__file__).with_name("whose")
_TEXTS = ("kind", "opened_by", "closed_by", "gateway", "inner_ip", "station")
_KEPT = pa.schema(
    [
        *((name, pa.string()) for name in (*_TEXTS, "own_key", "inner_key")),
        *((name, pa.int32()) for name in ("number", "port_first", "port_last")),
        *((name, pa.int64()) for name in ("opened_us", "closed_us")),
    ]
)


def show_logins(engine: DuckDB, pinned: Snapshot, done: set[str] | None, days: Days) -> None:
    """Makes the logins of some days readable; `done` as in `Snapshot.show`."""
    pinned.show(engine, ["login"], {"login": days}, done)


def keep_whose(engine: DuckDB, show: ShowLogins, one: pa.Table, settings: Settings) -> None:
    """Makes `holding` and `spanned` of the session `one`, which the engine shows beside its `judging_run`.

    `holding` are its `holdings` with the records that open and close each; `spanned` is the logins'
    coverage and the clocks of the gateways concerned, as the run that judged found them. Logins are
    read of the days that the holdings span; where there are none, of those that judging looked at.
    """
    (record,) = one.to_pylist()
    show(_span(record, settings))
    engine.register("kept", _kept(record))
    engine.register("stated_gateway", stated_gateways(settings))
    engine.view("login_us", read_statement(INPUTS / "login_us.sql"))
    keep_all(engine, _FOLDER, ("holding", "spanned"), _whose(record))


def keep_station(engine: DuckDB, show: ShowLogins, one: pa.Table, settings: Settings) -> None:
    """Makes `named_station`: the circuits or numbers of the session's holdings, which may bind.

    An older tracker kept none: then they are sought in the logins.
    """
    (record,) = one.to_pylist()
    if record["holdings"] is None:
        show(_span(record, settings))
        keep_all(engine, _FOLDER, ("named_station",), _whose(record))
        return
    stations = {one["station"] for one in record["holdings"]}
    engine.register("named_station", pa.table({"station": pa.array(stations, pa.string())}))


def _whose(record: Mapping[str, Any]) -> dict[str, object]:
    """By what a session's logins are known."""
    return {"ip_key": address_key(record["src_ip"]), "holder": record["holder"], "old": OLD}


def _kept(record: dict[str, Any]) -> pa.Table:
    """The holdings with the keys and the times by which their records are found."""
    rows = [
        one
        | {
            "number": number,
            "gateway": one["gateway"] or "",
            "own_key": address_key(inner if (inner := one["inner_ip"]) else record["src_ip"]),
            "inner_key": address_key(inner) if inner else None,
            "opened_us": micros(one["opened_at"]),
            "closed_us": micros(one["closed_at"]),
        }
        for number, one in enumerate(record["holdings"] or [])
    ]
    return pa.Table.from_pylist(rows, _KEPT)


def _span(record: dict[str, Any], settings: Settings) -> Days:
    """The days whose logins tell of the session; a record's own day is that of its uncorrected time."""
    day = dt.timedelta(days=1)
    if not record["holdings"]:
        return Days(
            record["first_at"].date() - day * settings.login_days, record["last_at"].date() + day
        )
    offsets = [0, *stated_gateways(settings)["offset_us"].to_pylist()]
    first = min(one["opened_at"] for one in record["holdings"])
    last = max(one["closed_at"] for one in record["holdings"])
    later, sooner = (dt.timedelta(microseconds=end(offsets)) for end in (max, min))
    return Days((first - later).date(), (last - sooner).date())
