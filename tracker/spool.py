"""Rows put aside on disk while others are written: Arrow streams in a folder, one a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa

from tracker.tables import arrow_schema


class Spool:
    """Batches by table, kept in files of their own; the files go when it is closed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.writers: dict[str, pa.RecordBatchStreamWriter] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name, writer in self.writers.items():
            with suppress(OSError):  # of a full disk, say, which has been told already
                writer.close()
            self._path(name).unlink(missing_ok=True)

    def put(self, name: str, batches: Iterable[pa.RecordBatch]) -> None:
        if name not in self.writers:
            self.writers[name] = pa.ipc.new_stream(str(self._path(name)), arrow_schema(name))
        for batch in batches:
            self.writers[name].write_batch(batch.cast(arrow_schema(name)))

    def names(self) -> list[str]:
        return sorted(self.writers)

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """What was put aside for a table; nothing more may be put for it."""
        self.writers[name].close()
        with pa.ipc.open_stream(str(self._path(name))) as stream:
            yield from stream

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.arrows"
