"""What a folder's statements make, and what of it stays."""

from __future__ import annotations

from tracker.engine.duckdb import DuckDB
from tracker.engine.engine import keep_all
from tracker.engine.statement import Statement

STEPS = {
    "wide": "select 1 as n",
    "seen": "-- kept: no\nselect * from wide",
    "narrow": "-- last reader of: wide, seen\nselect n + 1 as n from seen",
    "told": "-- kept: many\nselect n + 1 as n from narrow",
}


def test_what_its_last_reader_has_read_is_forgotten(tmp_path):
    for name, sql in STEPS.items():
        (tmp_path / f"{name}.sql").write_text(f"-- title: {name}\n{sql}\n")
    with DuckDB() as engine:
        assert keep_all(engine, tmp_path, STEPS, {}) == [*STEPS]
        assert sorted(engine.made) == ["narrow", "told"]
        assert engine.rows(Statement("all", "select n from told"))["n"].to_pylist() == [3]
