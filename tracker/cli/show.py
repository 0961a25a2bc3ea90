"""Rows on their way out: a table for eyes, csv, jsonl or parquet, on stdout or into a file.

What a log or a register says is hostile here: no control character reaches a terminal and no
cell of a csv starts a formula.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import pyarrow as pa

from tracker.cli.cells import Cells
from tracker.cli.placing import placed
from tracker.cli.saying import say
from tracker.cli.screen import Screen, put_on, screen
from tracker.errors import UsageError
from tracker.printable import printable

if TYPE_CHECKING:
    from tracker.cli.options import Output

__all__ = ["opened", "print_text", "say", "show"]  # what is shown and what is said go together


class Sink(Protocol):
    """Something rows are put into; several tables may follow each other."""

    def put(self, rows: pa.Table | pa.RecordBatchReader, brief: Sequence[str] = ()) -> None: ...

    def tell(self, text: str) -> None: ...

    def close(self) -> None: ...


def show(
    rows: pa.Table | pa.RecordBatchReader,
    output: Output,
    brief: Sequence[str] = (),
    zone: str = "UTC",
) -> None:
    """Writes rows out. `brief` names the columns a table shows; the other outputs have all."""
    with opened(output, zone) as sink:
        sink.put(rows, brief)


def print_text(text: str, output: Output) -> None:
    """Writes a text and a line end to stdout or the file, hidden characters written out."""
    told = f"{printable(text)}\n".encode("utf-8", "backslashreplace")
    with _destination(output, _screen(output, "table")) as binary:
        binary.write(told)


@contextmanager
def opened(output: Output, zone: str = "UTC") -> Iterator[Sink]:
    """A sink for one or several tables; a file appears whole or not at all."""
    shown = _screen(output, output.format)
    with (
        _destination(output, shown) as binary,
        closing(_SINKS[output.format](binary, zone, shown)) as sink,
    ):
        yield sink


def _screen(output: Output, kind: str) -> Screen | None:
    """The terminal that something for eyes goes to."""
    return screen(pages=output.pages) if output.to is None and kind == "table" else None


@contextmanager
def _destination(output: Output, shown: Screen | None = None) -> Iterator[BinaryIO]:
    if shown:
        yield (page := BytesIO())
        sys.stdout.flush()
        put_on(shown, page.getvalue())
        return
    if output.to is None:
        yield (binary := _stdout(output.format))
        binary.flush()
        return
    with placed(output.to) as binary:
        yield binary


def _stdout(kind: str) -> BinaryIO:
    sys.stdout.flush()
    binary: BinaryIO = sys.stdout.buffer
    if kind == "parquet" and binary.isatty():
        raise UsageError("parquet is nothing for a terminal", todo="name a file with --to")
    return binary


class _Text:
    """Writes text, hidden characters written out."""

    def __init__(self, binary: BinaryIO, zone: str, shown: Screen | None = None) -> None:
        self._binary, self._cells, self._screen = binary, Cells(zone), shown

    def close(self) -> None:
        self._cells.close()

    def tell(self, text: str) -> None:
        """Words between the tables; whoever reads rows gets rows alone."""

    def _write(self, text: str) -> None:
        self._binary.write(printable(text).encode("utf-8", "backslashreplace"))


class _Lines(_Text):
    def put(self, rows: pa.Table | pa.RecordBatchReader, brief: Sequence[str] = ()) -> None:  # noqa: ARG002  # has all
        for part in _parts(rows):
            self._write(self._cells.lines(part))


class _Csv(_Text):
    _header = True  # once, however often rows are put

    def put(self, rows: pa.Table | pa.RecordBatchReader, brief: Sequence[str] = ()) -> None:  # noqa: ARG002  # has all
        from pyarrow import csv

        for part in _parts(rows):
            text = pa.BufferOutputStream()
            options = csv.WriteOptions(include_header=self._header)
            csv.write_csv(self._cells.csv(part), text, options)
            self._write(text.getvalue().to_pybytes().decode())
            self._header = False


class _Sheet(_Csv):
    """A csv that comes back as it was: a tab within a cell, which the others write out, stays."""

    def _write(self, text: str) -> None:
        told = "\t".join(map(printable, text.split("\t")))
        self._binary.write(told.encode("utf-8", "backslashreplace"))


class _Table(_Text):
    def put(self, rows: pa.Table | pa.RecordBatchReader, brief: Sequence[str] = ()) -> None:
        from tracker.cli.drawing import draw

        whole = pa.concat_tables(_parts(rows))
        cells = self._cells.table(whole, list(brief) or whole.column_names)
        told = draw(cells, whole.schema, self._screen)
        self._binary.write(told.encode("utf-8", "backslashreplace"))

    def tell(self, text: str) -> None:
        self._write(f"{text}\n")


class _Parquet:
    def __init__(
        self,
        binary: BinaryIO,
        zone: str,  # noqa: ARG002  # times are UTC
        shown: Screen | None = None,  # noqa: ARG002  # and nothing for eyes
    ) -> None:
        self._binary = binary
        self._writer: Any = None  # one, however often rows are put: only the last footer counts

    def put(
        self,
        rows: pa.Table | pa.RecordBatchReader,
        brief: Sequence[str] = (),  # noqa: ARG002  # has all
    ) -> None:
        from pyarrow import parquet

        if self._writer is None:
            self._writer = parquet.ParquetWriter(self._binary, rows.schema, compression="zstd")
        for part in _parts(rows):
            self._writer.write_table(part)

    def tell(self, text: str) -> None:
        """Has no place for words."""

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._binary.flush()


_SINKS: dict[str, Callable[[BinaryIO, str, Screen | None], Sink]] = {
    "table": _Table,
    "csv": _Csv,
    "sheet": _Sheet,
    "jsonl": _Lines,
    "parquet": _Parquet,
}


def _parts(rows: pa.Table | pa.RecordBatchReader) -> Iterable[pa.Table]:
    """The rows as tables of a bearable size, at least one, so that the columns are told."""
    if isinstance(rows, pa.RecordBatchReader):
        yield rows.schema.empty_table()
        yield from (pa.Table.from_batches([batch]) for batch in rows)
    else:
        yield rows if isinstance(rows, pa.Table) else pa.Table.from_batches([rows])
