"""A file's content: text as UTF-8 with one kind of line end, or the bytes of a Parquet file.

It is looked at in blocks as it comes, so that what is no sheet is told before it fills the memory.
"""

from __future__ import annotations

import codecs
import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import BufferedReader, IncrementalNewlineDecoder
from pathlib import Path
from typing import Any, TypeAlias

from tracker.errors import InputError

LARGEST = 256 << 20  # bytes: two million terms and more
_BLOCK = 1 << 20
_File: TypeAlias = BufferedReader | gzip.GzipFile
_EXPECTED = "CSV as UTF-8 text, or Parquet"
_SAVE = 'save it as "CSV UTF-8"'
_GZIP = b"\x1f\x8b"  # RFC 1952
UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What other files begin with, what they are, and what to do with them.
_OTHERS = (
    (b"PK\x03\x04", "a spreadsheet's own file (.xlsx, .ods), or an archive", _SAVE),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet's own file (.xls)", _SAVE),
    (b"<", "a page of HTML or XML, whatever the file's name says", _SAVE),
    (_GZIP, "binary content, packed with gzip", "unpack it"),
    (b"%PDF", "a PDF document", "ask for the table itself"),
)


@dataclass(frozen=True)
class Content:
    """`text` has line feeds alone; the digest is that of the file as it lies there, once unpacked."""

    digest: str
    text: bytes
    is_parquet: bool


def read_content(path: Path, max_line: int, *, packed: bool = False) -> Content:
    """A file's content; raises InputError where it is neither CSV nor Parquet.

    Nothing is read behind the block that shows a line of more than `max_line` bytes, another
    encoding or another kind of file, nor behind LARGEST bytes. With `packed` it may be gzip.
    """
    try:
        with path.open("rb") as file:
            content = _content(path, _unpacked(file) if packed else file, max_line)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise InputError(
            "gzip that is damaged or cut off", where=path, expected=_EXPECTED
        ) from None
    except IsADirectoryError:
        raise InputError("a folder", where=path, expected="one CSV or Parquet file") from None
    except OSError as fault:
        raise InputError(f"cannot be read: {fault.strerror}", where=path) from None
    if not content.text.strip():
        raise InputError("an empty file", where=path, expected="a header and rows below it")
    return content


def _unpacked(file: BufferedReader) -> _File:
    """The file, or what is packed in it; its blocks come as they are asked for."""
    return gzip.open(file) if file.peek(len(_GZIP)).startswith(_GZIP) else file


def _content(path: Path, file: _File, max_line: int) -> Content:
    first = file.read(_BLOCK)
    blocks = _Blocks(path, file, first)
    if first.startswith(b"PAR1"):
        whole = b"".join(blocks)
        return Content(blocks.digest.hexdigest(), whole, is_parquet=True)
    bare = first.removeprefix(codecs.BOM_UTF8).lstrip()
    for mark, found, todo in _OTHERS:
        if bare.startswith(mark):
            raise InputError(found, where=path, expected=_EXPECTED, todo=todo)
    text = _Text(path, max_line, "utf-16" if first.startswith(UTF16) else "utf-8-sig")
    pieces = [*map(text.piece, blocks), text.piece(b"", final=True)]
    return Content(blocks.digest.hexdigest(), b"".join(pieces), is_parquet=False)


@dataclass
class _Blocks:
    """A file's blocks, of which the first is read already; what is too large ends in a fault."""

    path: Path
    file: _File
    first: bytes
    digest: Any = field(default_factory=sha256)

    def __iter__(self) -> Iterator[bytes]:
        block, size = self.first, 0
        while block:
            size += len(block)
            if size > LARGEST:
                raise InputError(
                    f"more than {LARGEST >> 20} MB",
                    where=self.path,
                    expected="a register or a list, whose rows are a hundred bytes each",
                    todo="see whether it is the right file; a large register comes in parts, with --add",
                )
            self.digest.update(block)
            yield block
            block = self.file.read(_BLOCK)


class _Text:
    """Blocks become UTF-8 with line feeds; what is wrong is told with its line."""

    def __init__(self, path: Path, max_line: int, encoding: str) -> None:
        self.path, self.max_line, self.encoding = path, max_line, encoding
        self.decoder = codecs.getincrementaldecoder(encoding)()
        self.ends = IncrementalNewlineDecoder(None, translate=True)
        self.line = 1  # the one that the next sign stands in
        self.open = 0  # signs of it so far

    def piece(self, block: bytes, *, final: bool = False) -> bytes:
        try:
            text = self.ends.decode(self.decoder.decode(block, final), final)
        except UnicodeDecodeError as fault:
            raise self._not_decoded(fault) from None
        if "\0" in text:
            raise InputError("binary content", where=self.path, expected=_EXPECTED)
        self.line += text.count("\n")
        last = text.rfind("\n")
        self.open = len(text) - last - 1 + (self.open if last < 0 else 0)
        if self.open > self.max_line:
            raise too_long(self.path, self.line, self.max_line)
        return text.encode()

    def _not_decoded(self, fault: UnicodeDecodeError) -> InputError:
        if self.encoding == "utf-16":
            found = "UTF-16 text that is damaged or cut off"
            return InputError(found, where=self.path, expected=_EXPECTED, todo=_SAVE)
        before = self.ends.decode(fault.object[: fault.start].decode("utf-8-sig"), final=True)
        byte = fault.object[fault.start : fault.start + 1]
        return InputError(
            f"byte 0x{byte.hex()} is not UTF-8 ({byte.decode('cp1252', 'replace')!r} in Windows-1252)",
            where=self.path,
            line=self.line + before.count("\n"),
            expected=_EXPECTED,
            todo=_SAVE,
        )


def too_long(path: Path, line: int, max_line: int) -> InputError:
    """The fault of a line that no register has."""
    return InputError(
        f"a line of more than {max_line:,} bytes",
        where=path,
        line=line,
        expected="a row on a line of its own",
        todo="see whether it is the right file; max_line in tracker.toml says what is too long",
    )
