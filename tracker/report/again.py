"""A session judged again from its record alone, by the SQL that judges: whether it is the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.engine import keep_all
from tracker.engine.statement import read_statement
from tracker.judge.asking import ask
from tracker.judge.nights import NEVER
from tracker.judge.rules import Rules
from tracker.judge.sessions import FOLDER
from tracker.report.sessions import statement

_STEPS = Path(__file__).with_name("again")
_OF_CLASS = pa.schema([("detection", pa.string()), ("class", pa.string())])


def keep_again(engine: DuckDB, values: Mapping[str, object], rules: Rules) -> None:
    """Makes `again` and `looked`: what the record comes to by register and lists as known when judged.

    The engine shows `question`, `seen`, `one`, `network` and the lake's inputs. `by_now` is
    what it comes to by the register as it is known now; `looked` stays that of then.
    """
    classes = [
        {"detection": one.name, "class": one.statement.keys.get("class", "")}
        for one in (*rules.detections, *rules.off)
    ]
    engine.register("class_of", pa.Table.from_pylist(classes, _OF_CLASS))
    keep_all(engine, _STEPS, ("evidence", "found", "named"), values)
    keep_all(engine, FOLDER, ("scored",), values)
    ask(engine, values, seen=True, weighed=True)
    outcome = read_statement(_STEPS / "outcome.sql")
    engine.keep("again", outcome, {"chosen": None})


def keep_by_now(engine: DuckDB, values: Mapping[str, object]) -> None:
    """Makes `by_now`, after `again`: the same by the register and the lists as they are known now.

    Where nothing was recorded since it is the same question, which is not asked twice.
    """
    (newer,) = engine.rows(read_statement(_STEPS / "newer.sql"), values).to_pylist()
    if newer["is_newer"]:
        now = {**values, "known_us": NEVER, "listed_us": NEVER}
        keep_all(engine, FOLDER, ("network",), now)
        engine.keep("seen", statement("seen"))  # whoever reads it last forgets it
        ask(engine, now, seen=True, weighed=True)
    chosen = engine.rows(read_statement(_STEPS / "chosen.sql")).to_pylist()
    told = {"chosen": chosen[0]["session"] if chosen else None}
    engine.keep("by_now", read_statement(_STEPS / "outcome.sql"), told)
