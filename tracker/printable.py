"""Text from logs, registers and lists as it may be shown: nothing in it hides, moves or controls."""

from __future__ import annotations

import re

# Controls but the line end (tab, C0, DEL, C1), what reorders or hides text, what is empty and looks
# like nothing, tags, lone surrogates, what is no character.
HIDDEN = (
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U000e0000-\U000e0fff]"
)
_HIDDEN = re.compile(HIDDEN)


def printable(text: str) -> str:
    """The text with every hidden character written out by its number; line ends stay."""
    if text.isascii() and text.isprintable():  # as nearly every cell is, of thousands
        return text
    return _HIDDEN.sub(lambda found: _written_out(found[0]), text)


def _written_out(sign: str) -> str:
    """As JSON writes it: what lies beyond four digits is two."""
    units = sign.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
