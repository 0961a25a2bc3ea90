"""Versions of the register: what an import appends, what is in force, how each term stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB
from tracker.engine.engine import INPUTS
from tracker.engine.statement import Statement, read_statement
from tracker.errors import InputError
from tracker.judge.asking import register_values, stand
from tracker.registry.queries import query
from tracker.settings import Settings
from tracker.tables import arrow_schema


@dataclass(frozen=True)
class Plan:
    """The versions to append, with the schema of `registration`, and how many of each kind."""

    rows: pa.Table
    counts: dict[str, int]


def latest_terms(engine: DuckDB, known_at: datetime | None = None) -> pa.Table:
    """Of the engine's `registration` the latest version of each term known then, closed or not."""
    return engine.rows(query("latest_terms"), {"known_at": known_at})


def bound_names(engine: DuckDB) -> pa.Table:
    """The pseudonyms that the engine's `registration` ever bound: kind, pseudonym."""
    return engine.rows(query("bound_names"))


def plan_import(
    engine: DuckDB,
    read: pa.Table,
    known: pa.Table,
    *,
    now: datetime,
    digest: str,
    whole: bool = True,
) -> Plan:
    """What an import of `read` appends to a register whose latest versions are `known`.

    A whole register closes the terms it lacks. The same register twice appends nothing the second
    time. A version is recorded after every earlier one, even where the clock was put back.
    """
    at = max([now, *(latest + timedelta(microseconds=1) for latest in _recorded(known))])
    engine.register("read_terms", read)
    engine.register("known_terms", known)
    values = {"at": at, "whole": whole, "version": version_of(now, digest)}
    versions = engine.rows(query("plan"), values)
    counts = {word: _count(versions, "change", word) for word in ("added", "changed", "closed")}
    counts["unchanged"] = len(read) - counts["added"] - counts["changed"]
    return Plan(versions.drop_columns("change").cast(arrow_schema("registration")), counts)


def check_shrinking(path: Path, plan: Plan, known: pa.Table, most: float) -> None:
    """Raises InputError where the plan closes more than the share `most` of the open terms."""
    terms, closed = _count(known, "state", "open"), plan.counts["closed"]
    if closed > terms * most:
        raise InputError(
            f"{closed} of {terms} terms are missing from this register",
            where=path,
            expected=f"at most {most:.0%} of them, as a whole register closes what it lacks",
            todo="say --add if it is no whole register, or --allow-shrink if they have ended",
        )


def keep_standing(engine: DuckDB, known: pa.Table, settings: Settings, at: datetime) -> None:
    """Makes the table `standing`: the latest versions and how each stands at a moment."""
    engine.register("known_terms", known)
    engine.register("standing_now", _standing_now(engine, known, settings))
    engine.keep("standing", query("standing"), {"at": at})


def _standing_now(engine: DuckDB, known: pa.Table, settings: Settings) -> pa.Table:
    """What each term stands as in which time, as judging sees it, from the latest versions alone."""
    judging = engine.beside  # where `registration` is these and nobody else sees them
    judging.register("registration", known)
    judging.view("registration_us", read_statement(INPUTS / "registration_us.sql"))
    made = stand(judging, register_values(settings))
    rows = judging.rows(Statement("standing", "select * from standing"))
    judging.drop([*made, "registration_us", "registration"])
    return rows


def listed_terms(
    engine: DuckDB,
    known: pa.Table,
    settings: Settings,
    at: datetime,
    standings: Sequence[str] = (),
    **wanted: str | None,
) -> pa.Table:
    """The open terms among the latest versions, each with its standing at a moment.

    `standing` is one of tracker.registry.words.STANDINGS. `wanted` may name registrant, binding_kind and category.
    """
    keep_standing(engine, known, settings, at)
    values: dict[str, object] = dict.fromkeys(("registrant", "binding_kind", "category"))
    return engine.rows(query("listed_terms"), values | wanted | {"standings": list(standings)})


def version_of(now: datetime, digest: str) -> str:
    """An import's version: its date in UTC and the first digits of the file's digest."""
    return f"{now:%Y-%m-%d}-{digest[:8]}"


def _recorded(known: pa.Table) -> list[datetime]:
    latest = pc.max(known.column("recorded_at"))
    return [latest.as_py()] if latest.is_valid else []


def _count(rows: pa.Table, column: str, word: str) -> int:
    total = pc.sum(pc.equal(rows.column(column), word)).as_py()
    return int(total or 0)
