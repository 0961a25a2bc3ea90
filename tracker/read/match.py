"""Patterns of a spec as conditions; those that say no more than a word are compared as text, which is quicker."""

from __future__ import annotations

import re
from functools import cache

from tracker.engine.duckdb import begins, literal
from tracker.patterns import bare

_SIGNS = re.compile(r"[\\^$.|?*+()\[\]{}]")
_WORD = re.compile(r"[A-Za-z]{4,}(?![A-Za-z?*{])|[0-9]{4,}(?![0-9?*{])")
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


@cache
def words(pattern: str) -> tuple[str, ...]:
    """The words of which a line that matches holds one; none where the pattern asks for more."""
    each = tuple(word.replace("\\t", "\t").replace("\\.", "\0") for word in pattern.split("|"))
    if not all(each) or any(_SIGNS.search(word) for word in each):
        return ()
    return tuple(word.replace("\0", ".") for word in each)


@cache
def needed(pattern: str) -> str | None:
    """The last word or number that a line holds which matches a pattern that goes over columns to come to it."""
    if not pattern.startswith("^[^"):
        return None  # others begin with what is found, or missed, at once
    plain = bare(pattern)
    found = _WORD.findall(plain)
    return found[-1] if found and "|" not in plain else None


def literally(text: str) -> str:
    """A text as the pattern that matches it alone; blanks stay, so that RE2 finds it as a text."""
    return _SIGNS.sub(r"\\\g<0>", text)


def matches(pattern: str, text: str) -> str:
    """The condition under which a text matches."""
    each = [begins(text, word) for word in beginnings(pattern)]
    each = each or [f"contains({text}, {literal(word)})" for word in words(pattern)]
    if each:
        return f"({' or '.join(each)})"
    whole = f"regexp_matches({text}, {literal(pattern)})"
    if word := needed(pattern):
        # Not by `and`, whose sides the engine tries in either order.
        return f"case when contains({text}, {literal(word)}) then {whole} else false end"
    return whole


def extracted(pattern: str, text: str, nth: int = 1) -> str:
    """What a pattern's group holds, the nth time that it is found; empty where it is not found.

    Nothing is laid around it: in a condition the engine would look for it twice.
    """
    if nth > 1:
        return f"regexp_extract_all({text}, {literal(pattern)}, 1)[{nth}]"
    if word := needed(pattern):
        text = f"case when contains({text}, {literal(word)}) then {text} else '' end"
    return f"regexp_extract({text}, {literal(pattern)}, 1)"


def first_found(each: list[str]) -> str:
    """The first of several finds that is not empty; what comes after it is not looked for.

    A lambda makes what is empty null: nullif is written out as a condition with the find in it twice.
    """
    finds = [f"list_transform([{one}], lambda found: nullif(found, ''))[1]" for one in each[:-1]]
    return f"coalesce({', '.join([*finds, each[-1]])})"
