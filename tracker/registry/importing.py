"""Imports: a checked file into the lake, in one commit, with a row of `run` beside it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from tracker.attribute.names import Names
from tracker.attribute.pseudonyms import Key, refuse_other_key, refuse_other_rules
from tracker.engine.duckdb import DuckDB, Resources
from tracker.lake import Lake
from tracker.registry.lists import (
    bound_in_pools,
    check_jump,
    endpoints_in_force,
    listed_versions,
    plan_list,
    read_list,
)
from tracker.registry.networks import SILENT, Stated
from tracker.registry.register import Register, read_register
from tracker.registry.versions import (
    check_shrinking,
    latest_terms,
    listed_terms,
    plan_import,
    version_of,
)
from tracker.runs import Run
from tracker.settings import Settings
from tracker.tables import arrow_schema

_READ = ("registration", "endpoint")


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do: the version it made or found, what it counted."""

    version: str | None  # none where the register says all of it already
    counts: dict[str, int]
    warnings: tuple[str, ...] = ()


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
    with _held(lake, "registry import", dry_run=dry_run), _engine(settings) as engine:
        inputs = _shown(lake, engine)
        pools = endpoints_in_force(engine, now)
        names = Names(key, lake.folding, engine) if lake and key else None
        register = read_register(path, engine, settings, names, pools, marked)
        known = latest_terms(engine)
        plan = plan_import(
            engine, register.rows, known, now=now, digest=register.digest, whole=whole
        )
        if not allow_shrink:
            check_shrinking(path, plan, known, settings.max_shrink)
        if lake and names and not dry_run:
            new = [*names.new(lake, version_of(now, register.digest), now)]
            if new:
                lake.append("identity", new)
        if lake and len(plan.rows) and not dry_run:
            lake.append("registration", plan.rows)
            lake.append(
                "run", Run("registry import", now, settings).row(inputs=inputs, counted=plan.counts)
            )
    version = version_of(now, register.digest) if len(plan.rows) else None
    return Imported(version, plan.counts, register.warnings)


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
    with _held(lake, "lists import", dry_run=dry_run), _engine(settings) as engine:
        inputs = _shown(lake, engine)
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
    with _engine(settings) as engine:
        _shown(lake, engine)
        pools = endpoints_in_force(engine, now) if lake else None
        return read_register(path, engine, settings, None, pools, marked)


def list_terms(lake: Lake, settings: Settings, at: datetime) -> pa.Table:
    """The open terms of the lake, each with its standing at a moment."""
    with _engine(settings) as engine:
        _shown(lake, engine)
        return listed_terms(engine, latest_terms(engine), settings, at)


def list_lists(lake: Lake, settings: Settings) -> pa.Table:
    """Each version of each list of the lake."""
    with _engine(settings) as engine:
        _shown(lake, engine)
        return listed_versions(engine)


def _held(lake: Lake | None, who: str, *, dry_run: bool) -> AbstractContextManager[None]:
    """What an import compares itself with must not change before it has written."""
    return nullcontext() if dry_run or lake is None else lake.lock(who)


def _engine(settings: Settings) -> DuckDB:
    return DuckDB(Resources(settings.memory, settings.threads))


def _shown(lake: Lake | None, engine: DuckDB) -> list[dict[str, object]]:
    """Makes register and lists readable in the engine; the versions of the lake's tables."""
    if lake is None:
        for name in _READ:
            engine.register(name, arrow_schema(name).empty_table())
        return []
    snapshot = lake.pin()
    snapshot.show(engine, _READ)
    return snapshot.versions()
