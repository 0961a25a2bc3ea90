"""What the stages ask of an engine: relations by name, made from statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from tracker.engine.statement import Statement, read_statement

INPUTS = Path(__file__).parent / "inputs"


class Engine(Protocol):
    """DuckDB here, Spark for those who outgrow it; both run the same statements."""

    def register(self, name: str, data: pa.Table) -> None: ...

    def view(self, name: str, statement: Statement) -> None: ...

    def keep(self, name: str, statement: Statement, values: Mapping[str, object] = ...) -> None: ...

    def rows(self, statement: Statement, values: Mapping[str, object] = ...) -> pa.Table: ...

    def drop(self, names: Iterable[str]) -> None: ...


def show_inputs(engine: Engine, names: Iterable[str] = ()) -> list[str]:
    """Makes the lake's tables readable with times as integers, or some alone; returns the views' names.

    Engines agree on integers; on instants and intervals they do not.
    """
    wanted = list(names) or sorted(path.stem for path in INPUTS.glob("*.sql"))
    for name in wanted:
        engine.view(name, read_statement(INPUTS / f"{name}.sql"))
    return wanted


def keep_all(
    engine: Engine, folder: Path, names: Iterable[str], values: Mapping[str, object]
) -> list[str]:
    """Runs a folder's statements in order; each relation bears its file's name.

    One that says `kept: no` in its header is read once only: it becomes a view, and its rows are
    made where they are read. What one says it is the `last reader of` is forgotten then: the widest
    relations come first, and all of them at once would be most of the memory that judging takes.
    """
    done = list(names)
    for name in done:
        statement = read_statement(folder / f"{name}.sql")
        if statement.keys.get("kept") == "no":
            engine.view(name, statement)
        else:
            engine.keep(name, statement, values)
        engine.drop(statement.words("last reader of"))
    return done
