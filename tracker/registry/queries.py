"""The statements of this folder, each read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from tracker.engine.statement import Statement, read_statement


@cache
def query(name: str) -> Statement:
    """The statement in `<name>.sql` beside this file."""
    return read_statement(Path(__file__).with_name(f"{name}.sql"))
