"""A spec's patterns in Python by the rules of the engine, which are RE2's.

A stranger's line cannot make one of them take for ever, as it could Python's own: the time is that of
the text's length (Cox, Regular Expression Matching in the Wild, 2010).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import re2

# What of a pattern is no text that must stand there: escapes, classes, groups without groups in them.
_ESCAPE, _CLASS, _GROUP = (
    re.compile(part) for part in (r"\\.", r"\[\^?\]?[^\]]*\]", r"\([^()]*\)")
)


class Match(Protocol):
    """What was found: its groups by number, None where one took no part."""

    def __getitem__(self, group: int, /) -> str | None: ...


@cache
def finder(pattern: str) -> Callable[[str], Match | None]:
    """What looks for a pattern in a text; raises ValueError where it is none."""
    search: Callable[[str], Match | None] = _compiled(pattern).search
    return search


def stands_in(pattern: str) -> Callable[[bytes], bool]:
    """What tells whether a pattern is found in bytes, of which it may be many; both of UTF-8."""
    search = re2.compile(pattern.encode()).search
    return lambda block: search(block) is not None


def groups(pattern: str) -> int:
    """How many groups a pattern has; raises ValueError where it is none."""
    return int(_compiled(pattern).groups)


def bare(pattern: str) -> str:
    """A pattern with a NUL for each escape, class and group in it."""
    plain = _CLASS.sub("\0", _ESCAPE.sub("\0", pattern))
    for _ in range(plain.count("(")):
        plain = _GROUP.sub("\0", plain)
    return plain


def _compiled(pattern: str) -> Any:
    if not isinstance(pattern, str):  # as a file may say
        raise TypeError(f"pattern {pattern!r} is no text")
    options = re2.Options()
    options.log_errors = False  # whoever catches the fault tells it
    try:
        return re2.compile(pattern, options)
    except re2.error as fault:
        reason = fault.args[0]
        told = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
        told = f"pattern {pattern!r} is none of RE2, which does not look around or back: {told}"
        raise ValueError(told) from None
