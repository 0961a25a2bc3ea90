"""The register: who registered which tunnels, from when to when, as one CSV or Parquet file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tracker.attribute.names import Names
from tracker.engine.duckdb import DuckDB
from tracker.errors import Faults, UsageError
from tracker.registry.marked import refuse_same, write_marked
from tracker.registry.moments import moments
from tracker.registry.prefixes import prefixes
from tracker.registry.queries import query
from tracker.registry.sheet import (
    HOST,
    VISIBLE,
    Field,
    all_told,
    faults_of,
    one_of,
    read_sheet,
)
from tracker.registry.words import BINDING_KINDS, CATEGORIES, REMOTE_KINDS, STATUSES
from tracker.settings import Settings

FAMILIES = (
    "ipsec", "wireguard", "openvpn", "l2tp", "pptp", "mesh", "softether", "sslvpn", "tor", "proxy",
)  # fmt: skip
# Protocols by name; a term keeps the IANA number, so that a name has one spelling in the lake.
PROTOCOLS = {
    "icmp": "1", "ipip": "4", "tcp": "6", "udp": "17", "ipv6": "41", "gre": "47", "esp": "50",
    "ah": "51", "icmpv6": "58", "ipv6-icmp": "58", "ipencap": "4", "sctp": "132",
}  # fmt: skip
_NUMBER = "25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]"  # 0 to 255
_PROTOCOL = f"(?i)other:[a-z0-9]+/[0-9]+|{_NUMBER}|" + "|".join([*FAMILIES, *PROTOCOLS])

FIELDS = (
    Field("registration_id", allowed=""),
    Field("registrant_id", allowed=""),
    one_of("category", *CATEGORIES),
    one_of("binding_kind", *BINDING_KINDS),
    # A plus before a number is spelling, and no sum.
    Field("binding_value", allowed="[+][0-9 ()./-]*"),
    one_of("remote_kind", *REMOTE_KINDS),
    Field("remote_value", needed=False, allowed=""),
    Field(
        "protocol",
        needed=False,
        pattern=_PROTOCOL,
        expected=f"nothing (any), a family ({', '.join(FAMILIES)}, other:<protocol>/<port>), "
        f"a protocol ({', '.join(PROTOCOLS)}) or its number",
    ),
    Field(
        "port",
        needed=False,
        pattern="[0-9]{1,5}(-[0-9]{1,5})?",
        expected="nothing (any), a port from 1 to 65535, or a range first-last",
    ),
    Field("valid_from", allowed=""),
    Field("valid_to", needed=False, allowed=""),
    one_of("status", *STATUSES),
    Field(
        "grace_days", needed=False, pattern="[0-9]{1,4}", expected="a number of days, or nothing"
    ),
    Field("authority_ref", needed=False, pattern=rf"({VISIBLE}|[\n\t])*", allowed=""),
    Field("moved_from", needed=False, column_needed=False, allowed=""),
)


@dataclass(frozen=True)
class Register:
    """The terms of a file, with the columns of `registration` that a file decides."""

    path: Path
    digest: str
    rows: pa.Table
    warnings: tuple[str, ...]


def read_register(
    path: Path,
    engine: DuckDB,
    settings: Settings,
    names: Names | None = None,
    pools: pa.Table | None = None,
    bound: pa.Table | None = None,
    marked: Path | None = None,
) -> Register:
    """The terms of a register; raises InputError or Faults, with every fault of the file.

    `pools` are the endpoint rows in force: no cidr binding may touch a dynamic or CGNAT pool.
    Without `names` accounts, circuits and numbers stay in clear: to check, never to store. `bound` are
    the pseudonyms (kind, pseudonym) that a binding may be written as. `marked` is where a copy of
    the file goes that names each row's faults, unless the file has no rows to mark.
    """
    refuse_same(path, marked)
    sheet = read_sheet(path, engine, FIELDS, max_line=settings.max_line)
    folds = names is None or names.folding.one_spelling
    _prepare(engine, sheet.rows, settings, pools, folds=folds)
    engine.register("bound_names", _NO_NAMES if bound is None else bound)
    faults = [engine.rows(query(name), {"host": HOST}) for name in _FAULTS]
    told = all_told(engine, [sheet.told, *faults])
    if marked is not None:
        write_marked(marked, sheet, told, engine)
    if len(told):
        where = f"{marked} names them all" if marked else "a copy with --marked names them all"
        raise Faults(faults_of(path, told, where))
    _hide(engine, names)
    widest = {"widest4": settings.wide_prefix_v4, "widest6": settings.wide_prefix_v6}
    warnings = [*sheet.warnings]
    warnings += engine.rows(query("term_warnings"), widest).column("warning").to_pylist()
    if pools is None or not len(pools):
        warnings.append("no lists here: whether a cidr lies in a dynamic pool was not checked")
    return Register(path, sheet.digest, engine.rows(query("term_rows")), tuple(warnings))


_FAULTS = (
    *("value_faults", "time_faults", "moved_faults", "twin_faults", "pool_faults"),
    "pseudonym_faults",
)


def digits(number: str, engine: DuckDB, settings: Settings) -> str:
    """A subscriber's number as a register's is read: its digits (E.164); UsageError where it is none."""
    one = {"binding_kind": ["msisdn"], "binding_value": [number]}
    engine.register("sheet_rows", pa.table(one))
    values = {"country_code": settings.country_code}
    (found,) = engine.rows(query("numbers"), values).to_pylist()
    if found["fault"]:
        expected = "a number with its country code, such as +37060000000"
        raise UsageError(f"{number!r} {found['fault']}", expected=expected, todo=found["todo"])
    return str(found["number"])


def _prepare(
    engine: DuckDB, rows: pa.Table, settings: Settings, pools: pa.Table | None, *, folds: bool
) -> None:
    """Makes the table `terms`: the values of the file beside what they mean.

    Lakes whose names are not folded to one spelling keep each number as it is written.
    """
    networks = _networks(rows, "binding") + _networks(rows, "remote")
    times = _said(rows, "valid_from") | _said(rows, "valid_to")
    engine.register("sheet_prefixes", prefixes(pa.chunked_array(networks, pa.string()), engine))
    engine.register("sheet_moments", moments(times, settings.night_zone))
    names = {"name": list(PROTOCOLS), "number": list(PROTOCOLS.values())}
    engine.register("protocol_numbers", pa.table(names))
    engine.register("pools", _NO_POOLS if pools is None else pools.select(_NO_POOLS.schema.names))
    engine.register(
        "sheet_numbers", engine.rows(query("numbers"), {"country_code": settings.country_code})
    )
    engine.keep("terms", query("terms"), {"one_spelling": folds})


_NO_POOLS = pa.schema(
    [(name, pa.string()) for name in ("list", "cidr", "category", "first_key", "last_key")]
).empty_table()

_NO_NAMES = pa.schema([("kind", pa.string()), ("pseudonym", pa.string())]).empty_table()


def _networks(rows: pa.Table, of: str) -> list[pa.Array]:
    """The values of a binding or a remote that is a cidr."""
    chosen = pc.equal(rows.column(f"{of}_kind"), "cidr")
    chunks: list[pa.Array] = rows.column(f"{of}_value").filter(chosen).chunks
    return chunks


def _said(rows: pa.Table, column: str) -> set[str]:
    return set(rows.column(column).unique().to_pylist()) - {None}


def _hide(engine: DuckDB, names: Names | None) -> None:
    """Makes the table `shown_values`: each value of a kind with what stands for it in the rows."""
    secret = engine.rows(query("secret_values"))
    shown = names.met(secret) if names else secret.append_column("pseudonym", secret["name"])
    engine.register("shown_values", shown)
