"""What a spreadsheet makes of a cell: a formula is run unless an apostrophe stands before it."""

from __future__ import annotations

from tracker.engine.duckdb import literal

# What a spreadsheet takes for a formula at the beginning of a cell (OWASP, CSV injection).
_SIGNS = "[=+@\\t\\r\\n-]"


def unrun(expression: str) -> str:
    """The SQL of a text that no spreadsheet runs: an apostrophe goes before what begins a formula."""
    return f"regexp_replace({expression}, {literal('^' + _SIGNS)}, '''\\0')"


def meant(expression: str) -> str:
    """The SQL of a text without the apostrophe that keeps a spreadsheet from running it."""
    kept = literal(f"^'({_SIGNS})")
    bare = f"regexp_replace({expression}, {kept}, '\\1')"
    # Hardly a cell begins so: the pattern is for these alone.
    return f"if(starts_with({expression}, ''''), {bare}, {expression})"
