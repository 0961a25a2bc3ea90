"""What a spreadsheet makes of a cell: a formula is run unless an apostrophe stands before it."""

from __future__ import annotations

import re

from tracker.engine.duckdb import literal

# What a spreadsheet takes for a formula at the beginning of a cell (OWASP, CSV injection): these signs,
# also as wide as a Chinese one and behind blanks; and a tab or a line end. Whoever has written an
# apostrophe there gets another, so that it is still there when the first is taken away.
_SIGNS = "=+@\uff1d\uff0b\uff20\ufe66\ufe62\ufe6b\uff0d\ufe63-"
_RUN = f"'*[\\s\\pZ]*[\\t\\r\\n{_SIGNS}]"
_RUN_NAME = re.compile(f"'*\\s*[\\t\\r\\n{_SIGNS}]")
_NUMBER = "-?[0-9]+([.][0-9]+)?"


def unrun(expression: str) -> str:
    """The SQL of a text that no spreadsheet runs: an apostrophe goes before what begins a formula.

    A number, negative or not, is none; what has a plus is a telephone's, and keeps it as a text.
    """
    marked = f"regexp_replace({expression}, {literal('^' + _RUN)}, '''\\0')"
    return f"if(regexp_full_match({expression}, {literal(_NUMBER)}), {expression}, {marked})"


def unrun_name(name: str) -> str:
    """The same for one text, such as a column's name."""
    return f"'{name}" if _RUN_NAME.match(name) else name


def meant(expression: str) -> str:
    """The SQL of a text without the apostrophe that keeps a spreadsheet from running it."""
    kept = literal(f"^'({_RUN})")
    bare = f"regexp_replace({expression}, {kept}, '\\1')"
    # Hardly a cell begins so: the pattern is for these alone.
    return f"if(starts_with({expression}, ''''), {bare}, {expression})"
