"""What is no fault of a register and still wants somebody's eye: conflicts, pools, unseen bindings.

Every term stays as registered as it was.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import pyarrow as pa

from tracker.attribute.pseudonyms import Key, pseudonyms
from tracker.engine.duckdb import DuckDB
from tracker.folding import Folding
from tracker.lake import Lake
from tracker.registry.lists import endpoints_in_force
from tracker.registry.queries import query
from tracker.registry.seeing import READ, seeing
from tracker.registry.versions import latest_terms
from tracker.settings import Settings


@dataclass(frozen=True)
class Findings:
    """Rows of kind, registration_id, registrant_id, other, told, todo, and what was not looked at.

    `kind` is conflict, in_pool, wide, unseen, unresolved or successor; `other` is the other term, the
    pool, the name or the id that it is about. Ordered by kind and registration_id, without ties.
    """

    rows: pa.Table
    warnings: tuple[str, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many there are of each kind, by its name."""
        told = self.rows.column("kind").value_counts().to_pylist()
        return {one["values"]: one["counts"] for one in told}


def lake_findings(
    lake: Lake, settings: Settings, at: datetime, unseen_days: int | None = None
) -> Findings:
    """What the register in the lake has of them at a moment, by the lists in force then.

    `unseen` are bindings that no login of the `unseen_days` (else those of the settings) before the
    last login record shows. Conflicts are told whenever they were; the rest of terms not yet over.
    """
    with seeing(lake, settings, [*READ, "login"]) as (engine, _):
        engine.register("known_terms", latest_terms(engine))
        engine.keep("looked", query("open_terms"))
        engine.register("lists_in_force", endpoints_in_force(engine, at))
        found = [_conflicts(engine, settings)]
        _look_at_those_not_over(engine, at)
        _keep_touching(engine, "pool_prefixes")
        found += [engine.rows(query("terms_in_pools")), *_told_by_lists(engine, settings)]
        unseen, warnings = _unseen(engine, settings, unseen_days or settings.unseen_days)
        return Findings(_in_order(engine, [*found, unseen]), warnings)


def file_findings(lake: Lake | None, terms: pa.Table, settings: Settings, at: datetime) -> Findings:
    """What can be told of a file's terms, as read_register gives them in clear.

    That is conflict and wide; where there is a lake, unresolved and successor as well.
    """
    with seeing(lake, settings) as (engine, _):
        engine.register("known_terms", latest_terms(engine))
        engine.register(
            "looked", folded(engine, terms, lake.folding if lake else Folding.of(settings))
        )
        engine.register("lists_in_force", endpoints_in_force(engine, at))
        found = [_conflicts(engine, settings)]
        _look_at_those_not_over(engine, at)
        found += _told_by_lists(engine, settings) if lake else [_wide(engine, settings)]
        return Findings(_in_order(engine, found))


def count_conflicts(engine: DuckDB, terms: pa.Table, settings: Settings) -> int:
    """How many pairs of `terms` two registrants have on one binding at one time."""
    engine.register("looked", terms)
    found: int = _conflicts(engine, settings).num_rows
    return found


def folded(engine: DuckDB, terms: pa.Table, folding: Folding) -> pa.Table:
    """Terms in clear with one spelling of each name: pseudonyms under a key that nobody keeps."""
    engine.register("looked", terms)
    named = engine.rows(query("named_bindings"))
    key = Key(secrets.token_bytes(32))
    engine.register("folded", pseudonyms(named, engine, key, folding))
    return engine.rows(query("folded_terms"))


def _conflicts(engine: DuckDB, settings: Settings) -> pa.Table:
    _keep_touching(engine, "bound_prefixes")
    engine.keep("claimed", query("claimed"))
    return engine.rows(query("conflicts"), {"zone": settings.night_zone})


def _keep_touching(engine: DuckDB, wide: str) -> None:
    """Makes the table `touching`: prefixes that terms are bound to, beside those of a statement."""
    engine.keep("narrow", query("bound_prefixes"))
    engine.keep("wide", query(wide))
    engine.keep("touching", query("touching"))


def _look_at_those_not_over(engine: DuckDB, at: datetime) -> None:
    """Narrows `looked`; `owned` is made before, since a term may have moved from one that is over."""
    engine.keep("owned", query("owned"))
    engine.keep("looked", query("still_looked"), {"at": at})


def _told_by_lists(engine: DuckDB, settings: Settings) -> list[pa.Table]:
    found = [engine.rows(query(name)) for name in ("unresolved_terms", "lost_terms")]
    return [*found, _wide(engine, settings)]


def _wide(engine: DuckDB, settings: Settings) -> pa.Table:
    values = {"widest4": settings.wide_prefix_v4, "widest6": settings.wide_prefix_v6}
    return engine.rows(query("wide_terms"), values)


def _unseen(engine: DuckDB, settings: Settings, days: int) -> tuple[pa.Table, tuple[str, ...]]:
    last = engine.rows(query("last_login"))["last_at"][0].as_py()
    if last is None:
        told = "no logins here: whether the bindings are seen was not looked at"
        return _NOTHING, (told,)
    values = {"since": last - timedelta(days=days), "last_at": last, "zone": settings.night_zone}
    return engine.rows(query("unseen_terms"), values), ()


def _in_order(engine: DuckDB, found: list[pa.Table]) -> pa.Table:
    engine.register("found", pa.concat_tables([one.cast(_NOTHING.schema) for one in found]))
    return engine.rows(query("findings"))


_COLUMNS = ("kind", "registration_id", "registrant_id", "other", "told", "todo")
_NOTHING = pa.schema([(name, pa.string()) for name in _COLUMNS]).empty_table()
