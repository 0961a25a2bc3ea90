"""Text from logs, registers and lists as it may be shown: nothing in it hides, moves or controls."""

from __future__ import annotations

import re

# Controls but the line end (tab, C0, DEL, C1), what reorders or hides text, lone surrogates.
HIDDEN = (
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ud800-\udfff]"
)
_HIDDEN = re.compile(HIDDEN)


def printable(text: str) -> str:
    """The text with every hidden character written out by its number; line ends stay."""
    return _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
