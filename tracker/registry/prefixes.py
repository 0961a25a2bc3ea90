"""Prefixes as text become canonical text and a first and a last key, each distinct one once."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.normalise.address import resolve
from tracker.normalise.compile import address_macros
from tracker.registry.queries import query


def prefixes(texts: Iterable[str | None] | pa.ChunkedArray, engine: DuckDB) -> pa.Table:
    """One row a distinct text: text, prefix, first_key and last_key, or else fault and todo.

    Strict: no leading zeros, no netmask, no zone, no bits set behind the prefix. A single address
    is its own prefix, and an IPv4 address written as IPv6 is IPv4.
    """
    given = texts if isinstance(texts, pa.ChunkedArray) else pa.array(texts, pa.string())
    for macro in address_macros():
        engine.run(macro)
    engine.register("written_prefixes", pa.table({"text": given.drop_null().unique()}))
    parts = engine.rows(query("prefix_parts"))
    found = resolve(parts["address"].combine_chunks(), engine)
    engine.register(
        "written_prefixes", parts.append_column("ip", found.ip).append_column("key", found.key)
    )
    return engine.rows(query("prefixes"))
