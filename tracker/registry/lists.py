"""The lists: which networks are pools, VPN providers', relays, ePDGs and the like, by version."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.errors import Faults, InputError, UsageError
from tracker.registry.moments import moments
from tracker.registry.networks import SILENT, Stated, say_networks
from tracker.registry.prefixes import prefixes
from tracker.registry.queries import query
from tracker.registry.sheet import all_told, faults_of
from tracker.registry.versions import version_of
from tracker.tables import arrow_schema

# What no provider on the Internet can hold (IANA's special-purpose registries). The ranges for
# documentation are left out on purpose: examples and the demo night are written in them.
RESERVED = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
    "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4",
    "::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
)  # fmt: skip
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+:-]{0,63}", re.ASCII)


@dataclass(frozen=True)
class NetworkList:
    """The networks of a file, with the columns of `endpoint` that a file decides."""

    path: Path
    digest: str
    rows: pa.Table


@dataclass(frozen=True)
class ListPlan:
    """The rows to append, none where the version is there already."""

    version: str
    rows: pa.Table


def read_list(
    path: Path, engine: DuckDB, stated: Stated = SILENT, zone: str = "UTC"
) -> NetworkList:
    """The networks of a list; raises InputError or Faults, with every fault of the file.

    A file is a sheet, a plain list of prefixes or a provider's JSON; `stated` says what it leaves
    out, and dates in it are days of the zone. Where a category can accuse or excuse whoever talks
    to it, private, reserved and very wide prefixes are refused. A sheet's column `source` may be
    there and is not kept.
    """
    digest, told = say_networks(path, engine, stated)
    said = engine.rows(query("said_texts"))
    engine.register("sheet_prefixes", prefixes(said.column("cidr"), engine))
    seen = pa.concat_arrays(
        [said.column(name).combine_chunks() for name in ("first_seen", "last_seen")]
    )
    engine.register("sheet_moments", moments(seen.unique().to_pylist(), zone))
    engine.register("reserved", prefixes(RESERVED, engine))
    found = (engine.rows(query(name)) for name in ("network_faults", "seen_faults"))
    told = all_told(engine, [told, *found])
    if len(told):
        raise Faults(faults_of(path, told))
    rows = engine.rows(query("network_rows"))
    if not len(rows):
        raise InputError("a list without networks", where=path, expected="at least one row")
    return NetworkList(path, digest, rows)


def plan_list(
    engine: DuckDB,
    read: NetworkList,
    name: str,
    *,
    now: datetime,
    version: str | None = None,
    as_of: datetime | None = None,
) -> ListPlan:
    """What an import of `read` appends to the engine's `endpoint` under this name.

    Raises UsageError for a name or version that is none, InputError where the version is there
    with other networks or another `as_of`.
    """
    _check_names(name, version)
    chosen = version or version_of(now, read.digest)
    values = {"list": name, "version": chosen, "at": now, "as_of": as_of}
    engine.register("read_networks", read.rows)
    rows = engine.rows(query("list_rows"), values).cast(arrow_schema("endpoint"))
    engine.register("list_to_add", rows)
    values |= {"said": version is not None, "dated": as_of is not None}
    twin = engine.rows(query("list_twins"), values).to_pylist()
    if not twin:
        return ListPlan(chosen, rows)
    if not twin[0]["same"]:
        raise InputError(
            f"version {chosen} of list {name} is there with other networks or another date",
            where=read.path,
            todo="name another one with --version",
        )
    return ListPlan(twin[0]["version"], rows.slice(0, 0))


def check_jump(engine: DuckDB, path: Path, plan: ListPlan, name: str, most: float) -> None:
    """Raises InputError where a version grows or shrinks by more than the share `most`.

    Compared with the version of the engine's `endpoint` that counted before it, by networks and by
    IPv4 addresses that they cover; fewer than ten networks or than a /24 of addresses are no jump.
    """
    engine.register("list_to_add", plan.rows)
    values = {"list": name, "most": most}
    for told in engine.rows(query("list_jump"), values).to_pylist():
        raise InputError(
            f"list {name} goes from {told['networks_before']:,} to {told['networks_after']:,} "
            f"networks, from {told['addresses_before']:,} to {told['addresses_after']:,} IPv4 "
            "addresses",
            where=path,
            expected=f"at most {most:.0%} more or fewer of either (max_jump)",
            todo="say --allow-jump if that is right",
        )


def bound_in_pools(engine: DuckDB, planned: pa.Table, known: pa.Table) -> tuple[str, ...]:
    """A warning for each open term whose cidr touches a changing pool among the planned rows."""
    engine.register("list_to_add", planned)
    engine.register("known_terms", known)
    told = engine.rows(query("bound_in_pools"))
    columns = (told.column(name).to_pylist() for name in told.column_names)
    return tuple(
        f"registration {term}: its {prefix} lies in {pool}, so it registers whoever holds that next"
        for term, prefix, pool in zip(*columns, strict=True)
    )


def endpoints_in_force(engine: DuckDB, at: datetime) -> pa.Table:
    """Of the engine's `endpoint`, the networks of each list's version that counts at a moment."""
    return engine.rows(query("endpoints_in_force"), {"at": at})


def listed_versions(engine: DuckDB) -> pa.Table:
    """Each version of each list: how many networks of which categories, from when to when."""
    return engine.rows(query("listed_versions"))


def _check_names(name: str, version: str | None) -> None:
    for what, text in (("list", name), ("version", version or name)):
        if not _NAME.fullmatch(text):
            expected = "up to 64 letters, digits and . _ + : - after a letter or digit"
            raise UsageError(f"{text!r} is no name of a {what}", expected=expected)
