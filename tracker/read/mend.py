"""Bytes of any encoding as the lines that the reader is handed, with a mark where one lost something."""

from __future__ import annotations

import codecs
import re

from tracker.read.document import depth_of_members

# Noncharacters (Unicode 23.7), which no text holds, mark the lines that lost something here.
MARKS = UNREADABLE, TOO_LONG, CUT = "\ufdd0", "\ufdd1", "\ufdd2"
KEPT_OF_LONG = 200
# What the reader takes for something else: an end of line, its delimiter, a joint of blocks, a break.
_FORBIDDEN = "\r\0\x01\x02\x03"
FORBIDDEN_BYTES = tuple(sign.encode() for sign in _FORBIDDEN)
_REPLACED = str.maketrans(dict.fromkeys(_FORBIDDEN, UNREADABLE))


def longer_than(max_line: int) -> re.Pattern[bytes]:
    """Lines longer than allowed; tried where one begins alone, for at each byte it would take for ever."""
    return re.compile(rb"(?m)^[^\n]{%d,}" % (max_line + 1))


def has_short_lines(block: bytes, half: int) -> bool:
    """With a line end in every stretch of half the length, no line is longer than allowed."""
    return all(
        block.find(b"\n", at, at + half) >= 0 for at in range(0, len(block) - half + 1, half)
    )


class Mender:
    """Bytes of any encoding, block by block, as lines of UTF-8 that end in a line feed."""

    def __init__(self, max_line: int) -> None:
        self.max_line = max_line
        self.decoder: codecs.IncrementalDecoder | None = None
        self.held = ""
        self.begun = self.marked = self.document = False
        self.long = longer_than(max_line)

    def mend(self, block: bytes) -> bytes:
        """The whole lines that are complete with this block."""
        if self.decoder is None:
            self.decoder = _decoder_for(block)
            self.document = depth_of_members(block) is not None
        text = self.held + self.decoder.decode(block)
        if not self.begun:
            text = text.lstrip("\ufeff")  # the reader would take a second one for its own
            self.begun = bool(text)
        if self.document:
            return self._lines(text)  # its members are made lines later, however long its own are
        end = text.rfind("\n") + 1
        self.held = text[end:]
        if not end and len(self.held) > 2 * self.max_line:
            # A line without end: enough of it is kept to tell that it is too long.
            self.held = self.held[: self.max_line + 1]
        return self._lines(text[:end])

    def rest(self, mark: str) -> bytes:
        """The last line, where the file does not end in a line feed, or was cut and a mark says so."""
        text = self.held + (self.decoder.decode(b"", final=True) if self.decoder else "")
        return self._lines(text + mark)

    def _lines(self, text: str) -> bytes:
        lines = with_signs_replaced(text).encode()
        if not self.document and not has_short_lines(lines, max(self.max_line // 2, 1)):
            lines = self.long.sub(shortened, lines)
        self.marked = self.marked or has_mark(lines)
        return lines


def with_signs_replaced(text: str) -> str:
    """Lines that end in a line feed alone, a mark in place of each sign that serves the reader."""
    # Most logs need none of this, and finding that out takes a tenth of the time of doing it.
    text = text.replace("\r\n", "\n").rstrip("\r")
    if "\r\n" in text:
        # A run is tried from its first sign alone: from each it would take for ever.
        text = re.sub(r"(?<!\r)\r+\n", "\n", text)
    return text.translate(_REPLACED) if any(sign in text for sign in _FORBIDDEN) else text


def has_mark(lines: bytes) -> bool:
    """Whether some line lost something."""
    return any(mark.encode() in lines for mark in MARKS)


def shortened(match: re.Match[bytes]) -> bytes:
    return (match[0][:KEPT_OF_LONG].decode("utf-8", "ignore") + TOO_LONG).encode()


def _decoder_for(block: bytes) -> codecs.IncrementalDecoder:
    """A decoder for the encoding that the first bytes tell; UTF-8 where they tell none."""
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if block.startswith(mark):
            return codecs.getincrementaldecoder("utf-16")(errors="tracker.unreadable")
    return codecs.getincrementaldecoder("utf-8-sig")(errors="tracker.unreadable")


def _unreadable(fault: UnicodeError) -> tuple[str, int]:
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    return UNREADABLE, fault.end


codecs.register_error("tracker.unreadable", _unreadable)
