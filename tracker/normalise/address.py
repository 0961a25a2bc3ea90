"""Addresses: texts become canonical texts and keys, a column at a time.

Nearly every address of a log is canonical already: its text stays, and its key is made out of the
bytes of the whole column at once. Any other text goes to the engine, each distinct one once.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.normalise import ipv4, ipv6
from tracker.normalise.signs import Bytes, Marks, Signs

_UNUSUAL = read_statement(Path(__file__).with_name("unusual.sql"))


@dataclass(frozen=True)
class Addresses:
    """A column of addresses: canonical texts, their keys, and what stood where none was."""

    ip: pa.Array
    key: pa.Array
    host: pa.Array


def is_address(name: str) -> bool:
    """Whether a column holds an address."""
    return name == "ip" or name.endswith(("_ip", ".ip"))


def resolved(batch: pa.RecordBatch, engine: DuckDB) -> dict[str, pa.Array]:
    """A batch's columns, with the key and the host of each address in columns beside it."""
    columns = dict(zip(batch.schema.names, batch.columns, strict=True))
    names = [*filter(is_address, batch.schema.names)]
    for name, found in zip(names, _all_resolved([columns[n] for n in names], engine), strict=True):
        stem = name.removesuffix("ip")
        key = f"{name}_key" if stem.endswith(".") else f"{stem}key"
        columns |= {name: found.ip, key: found.key, f"{stem}host": found.host}
    return columns


def resolve(texts: pa.Array, engine: DuckDB) -> Addresses:
    """The addresses that texts are, each null where its text is none; the engine knows the macros."""
    (found,) = _all_resolved([texts], engine)
    return found


def _all_resolved(columns: list[pa.Array], engine: DuckDB) -> list[Addresses]:
    """The addresses of several columns: the engine is asked once, for what is unusual in any."""
    found = [_usual(texts) for texts in columns]
    unusual = [texts.filter(other) for texts, (_, other) in zip(columns, found, strict=True)]
    asked = pa.chunked_array([texts for texts in unusual if len(texts)], pa.string())
    told = _told(asked.combine_chunks(), engine) if len(asked) else None
    at, all_found = 0, []
    for (usual, other), texts in zip(found, unusual, strict=True):
        if told is None or not len(texts):
            all_found.append(usual)
            continue
        part, at = told.slice(at, len(texts)), at + len(texts)
        all_found.append(
            Addresses(
                *(
                    pc.replace_with_mask(column, other, part[name].combine_chunks())
                    for name, column in (("ip", usual.ip), ("key", usual.key), ("host", usual.host))
                )
            )
        )
    return all_found


def _usual(texts: pa.Array) -> tuple[Addresses, pa.Array]:
    """A column as far as its texts are canonical, and which of them are not."""
    if texts.null_count == len(texts):
        return Addresses(texts, texts, texts), pa.repeat(False, len(texts))
    canonical, digits = _canonical(texts)
    usual = pa.array(canonical)
    keys, hosts = _as_texts(digits, usual), pa.nulls(len(texts), pa.string())
    return Addresses(texts, keys, hosts), pc.and_not(texts.is_valid(), usual)


def _told(texts: pa.Array, engine: DuckDB) -> pa.Table:
    """What the engine says of texts that are not written canonically, each distinct one read once."""
    distinct = texts.unique()
    numbers = pa.array(np.arange(len(distinct)))
    engine.register("unusual", pa.table({"number": numbers, "written": distinct}))
    return engine.rows(_UNUSUAL).take(pc.index_in(texts, distinct))


def _canonical(texts: pa.Array) -> tuple[Marks, Bytes]:
    """Which texts are addresses in canonical text, and the digits of their keys."""
    good, eight = ipv4.keyed(Signs.of(texts))
    digits = np.empty((len(texts), len(ipv4.MAPPED)), np.uint8)
    strokes, mapped = digits.view(np.uint64), ipv4.MAPPED.view(np.uint64)
    for place, stroke in enumerate(mapped[:-1]):
        strokes[:, place] = stroke
    strokes[:, -1] = eight.view(np.uint64)[:, 0]
    rest = np.flatnonzero(~good)
    if len(rest):
        good[rest], digits[rest] = ipv6.keyed(Signs.of(texts.take(pa.array(rest))))
    return good & _there(texts), digits


def _there(texts: pa.Array) -> Marks:
    return np.asarray(texts.is_valid().to_numpy(zero_copy_only=False))


def _as_texts(digits: Bytes, valid: pa.Array) -> pa.Array:
    """Rows of digits as a column of texts, null where not valid."""
    count, width = digits.shape
    ends = np.arange(0, width * (count + 1), width, dtype=np.int32)
    bits = None if valid.false_count == 0 else valid.buffers()[1]
    return pa.StringArray.from_buffers(count, pa.py_buffer(ends), pa.py_buffer(digits), bits)
