"""Patterns of a spec that say no more than how a line begins: they are compared as text, which is quicker."""

from __future__ import annotations

import re
from functools import cache

_SIGNS = re.compile(r"[\\^$.|?*+()\[\]{}]")
_BEGINNINGS = re.compile(r"\^(?:\((?P<several>[^()]*)\)|(?P<one>[^()]*))")


@cache
def beginnings(pattern: str) -> tuple[str, ...]:
    """The beginnings of which a line that matches has one; none where the pattern asks for more."""
    found = _BEGINNINGS.fullmatch(pattern)
    if not found:
        return ()
    words = [found["one"]] if found["several"] is None else found["several"].split("|")
    plain = tuple(word.replace("\\t", "\t") for word in words)
    return () if any(_SIGNS.search(word) for word in plain) else plain
