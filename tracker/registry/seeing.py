"""An engine that reads the register and the lists of a lake, or of none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tracker.engine.duckdb import DuckDB, Resources
from tracker.lake import Lake
from tracker.registry.queries import query
from tracker.settings import Settings
from tracker.tables import arrow_schema

READ = ("registration", "endpoint")
MACROS = ("minutes_ahead", "clock_text", "day_text", "prefix_digits")  # each after what it names
Inputs = list[dict[str, object]]  # the versions of the tables that were read


@contextmanager
def seeing(
    lake: Lake | None, settings: Settings, tables: Sequence[str] = READ
) -> Iterator[tuple[DuckDB, Inputs]]:
    """An engine with the lake's tables under their names, empty ones without a lake.

    The tables are those of one moment; their versions come beside the engine.
    """
    with DuckDB(Resources(settings.memory, settings.threads)) as engine:
        tell_in_words(engine)
        yield engine, _shown(lake, engine, tables)


def tell_in_words(engine: DuckDB) -> None:
    """Makes the functions by which statements tell days, times and prefixes in words."""
    for name in MACROS:
        engine.run(query(name))


def _shown(lake: Lake | None, engine: DuckDB, tables: Sequence[str]) -> Inputs:
    if lake is None:
        for name in tables:
            engine.register(name, arrow_schema(name).empty_table())
        return []
    snapshot = lake.pin(tables)
    snapshot.show(engine, tables)
    return snapshot.versions()
