"""An engine that knows the macros, and expressions over texts."""

from __future__ import annotations

import pyarrow as pa
import pytest

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.normalise.compile import macros


@pytest.fixture(scope="session")
def engine():
    with DuckDB() as engine:
        for macro in macros():
            engine.run(macro)
        yield engine


@pytest.fixture(scope="session")
def values(engine):
    """What an expression over the column `text` comes to, for each text."""

    def evaluated(expression, texts, inside="given", **values):
        engine.register("given", pa.table({"text": pa.array(texts, pa.string())}))
        statement = Statement("test", f"select {expression} as value from {inside}")
        return engine.rows(statement, values)["value"].to_pylist()

    return evaluated
