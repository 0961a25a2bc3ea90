"""Imports: a checked file into the lake, in one commit, with a row of `run` beside it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from tracker.attribute.names import Names
from tracker.attribute.pseudonyms import Key, refuse_other_key, refuse_other_rules
from tracker.engine.duckdb import DuckDB
from tracker.folding import Folding
from tracker.lake import Lake
from tracker.registry.findings import count_conflicts, folded
from tracker.registry.history import preview
from tracker.registry.lists import (
    bound_in_pools,
    check_jump,
    endpoints_in_force,
    listed_versions,
    plan_list,
    read_list,
)
from tracker.registry.networks import SILENT, Stated
from tracker.registry.queries import query
from tracker.registry.register import Register, read_register
from tracker.registry.seeing import seeing
from tracker.registry.versions import (
    bound_names,
    check_shrinking,
    latest_terms,
    plan_import,
    version_of,
)
from tracker.runs import Run
from tracker.settings import Settings

_CHANGE = ("registrant_id", "registration_id", "change", "what")


def _no_changes() -> pa.Table:
    return pa.schema([(name, pa.string()) for name in _CHANGE]).empty_table()


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do: the version it made or found, what it counted.

    Of a register `changes` has a row a term that was added, changed or closed, by registrant:
    registrant_id, registration_id, change, what; and so many `registrants` are touched.
    """

    version: str | None  # none where the register says all of it already
    counts: dict[str, int]
    warnings: tuple[str, ...] = ()
    changes: pa.Table = field(default_factory=_no_changes, compare=False)
    registrants: int = 0


def import_register(
    lake: Lake | None,
    path: Path,
    settings: Settings,
    key: Key | None,
    *,
    now: datetime,
    whole: bool = True,
    allow_shrink: bool = False,
    dry_run: bool = False,
    marked: Path | None = None,
) -> Imported:
    """Brings a register into the lake: the whole of it, or terms to add.

    A file with faults changes nothing; the same file twice adds nothing. `marked` is where a copy of
    the file goes, with a column that names each row's faults. Without a lake, and so
    without its key, it says what a new one would get. Names that the lake has none sealed of are laid
    there first, so that no binding is ever without its name. Raises SettingsError where the key or
    the rules that fold names are not those of the lake.
    """
    if lake and key:
        refuse_other_key(lake, key)
        refuse_other_rules(lake, settings)
    held = _held(lake, "registry import", dry_run=dry_run)
    with held, seeing(lake, settings) as (engine, inputs):
        pools = endpoints_in_force(engine, now)
        names = Names(key, lake.folding, engine) if lake and key else None
        bound = bound_names(engine)
        register = read_register(path, engine, settings, names, pools, bound, marked)
        known = latest_terms(engine)
        plan = plan_import(
            engine, register.rows, known, now=now, digest=register.digest, whole=whole
        )
        if not allow_shrink:
            check_shrinking(path, plan, known, settings.max_shrink)
        changes, registrants = preview(engine, known, plan.rows, settings.night_zone)
        if lake and names and not dry_run:
            new = [*names.new(lake, version_of(now, register.digest), now)]
            if new:
                lake.append("identity", new)
        if lake and len(plan.rows) and not dry_run:
            lake.append("registration", plan.rows)
            lake.append(
                "run", Run("registry import", now, settings).row(inputs=inputs, counted=plan.counts)
            )
        warnings = (*register.warnings, *_conflicting(engine, lake, settings))
    version = version_of(now, register.digest) if len(plan.rows) else None
    return Imported(version, plan.counts, warnings, changes, registrants)


def import_list(
    lake: Lake | None,
    path: Path,
    name: str,
    settings: Settings,
    *,
    now: datetime,
    version: str | None = None,
    as_of: datetime | None = None,
    stated: Stated = SILENT,
    allow_jump: bool = False,
    dry_run: bool = False,
) -> Imported:
    """Brings one version of a list into the lake, or says what a new lake would get.

    A file with faults changes nothing; the same version twice adds nothing. `stated` says what
    the file leaves out. A version that grows or shrinks by more than `max_jump` is refused, unless
    that is allowed.
    """
    held = _held(lake, "lists import", dry_run=dry_run)
    with held, seeing(lake, settings) as (engine, inputs):
        read = read_list(path, engine, stated, settings.night_zone)
        plan = plan_list(engine, read, name, now=now, version=version, as_of=as_of)
        if not allow_jump:
            check_jump(engine, path, plan, name, settings.max_jump)
        counts = {"added": len(plan.rows), "unchanged": len(read.rows) - len(plan.rows)}
        warnings = bound_in_pools(engine, plan.rows, latest_terms(engine))
        if lake and len(plan.rows) and not dry_run:
            lake.append("endpoint", plan.rows)
            lake.append(
                "run", Run("lists import", now, settings).row(inputs=inputs, counted=counts)
            )
    return Imported(plan.version, counts, warnings)


def check_register(
    lake: Lake | None,
    path: Path,
    settings: Settings,
    now: datetime,
    marked: Path | None = None,
) -> Register:
    """The terms of a file, against the pools of the lake if there is one; stores nothing.

    Raises InputError, or Faults for several. `marked` is where a copy of the file goes, with a column
    that names each row's faults.
    """
    with seeing(lake, settings) as (engine, _):
        pools = endpoints_in_force(engine, now) if lake else None
        return read_register(path, engine, settings, None, pools, bound_names(engine), marked)


def list_lists(lake: Lake, settings: Settings) -> pa.Table:
    """Each version of each list of the lake."""
    with seeing(lake, settings) as (engine, _):
        return listed_versions(engine)


def _conflicting(engine: DuckDB, lake: Lake | None, settings: Settings) -> tuple[str, ...]:
    """A warning where two registrants have one binding once `planned_terms` are in the register."""
    after = engine.rows(query("terms_after"))
    # Without a lake names are still as the file spells them.
    terms = after if lake else folded(engine, after, Folding.of(settings))
    count = count_conflicts(engine, terms, settings)
    word = "conflict" if count == 1 else "conflicts"
    return (f"{count} {word}: `tracker registry check` lists them",) if count else ()


def _held(lake: Lake | None, who: str, *, dry_run: bool) -> AbstractContextManager[None]:
    """What an import compares itself with must not change before it has written."""
    return nullcontext() if dry_run or lake is None else lake.lock(who)
