"""A search for names in a lake: in the bytes of its files, and in every value they hold unpacked."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq


def occurrences(lake: Path, names: Iterable[str]) -> list[tuple[str, str]]:
    """Which name stands in which file, in any case, in the usual encodings."""
    wanted = {name: spellings(name) for name in names}
    found = []
    for path in sorted(path for path in lake.rglob("*") if path.is_file()):
        text = contents(path).lower()
        found += [
            (path.name, name) for name, spelt in wanted.items() if any(one in text for one in spelt)
        ]
    return found


def spellings(name: str) -> list[bytes]:
    small = name.lower()
    encoded = [small.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    return [*encoded, small.encode().hex().encode()]


def contents(path: Path) -> bytes:
    """A file's bytes and its path; of a Parquet file its values and statistics as well."""
    told = [str(path).encode(), path.read_bytes()]
    if path.suffix == ".parquet":
        file = pq.ParquetFile(path)
        told += [str(file.metadata.to_dict()).encode(), str(file.schema_arrow).encode()]
        told += [str(row).encode() for row in file.read().to_pylist()]
    return b"\n".join(told)
