"""The files that are in the lake: their sources, and how each was when it came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.lake import Lake
from tracker.logfile import LogFile
from tracker.read.states import Known, State

_STATES = read_statement(Path(__file__).with_name("known_state.sql"))


@dataclass
class Sources:
    """The sources whose rows are visible, and by gateway the states of their files."""

    sources: set[str] = field(default_factory=set)
    states: dict[str | None, Known] = field(default_factory=dict)

    def add(self, gateway: str | None, state: State) -> None:
        self.sources.add(state.source)
        self.states.setdefault(gateway, Known()).add(state)

    def note(self, log: LogFile, header: str) -> None:
        """A file whose rows have become visible; `header` is the last that names its columns."""
        found = log.found
        state = State(log.source, found.sha256, found.size, found.lines, header or None, found.head)
        self.add(log.asked.gateway, state)


def known_sources(lake: Lake) -> Sources:
    """The sources that are done in the lake as it is now."""
    known = Sources()
    with DuckDB() as engine:
        lake.pin(["source"]).done(engine)
        for row in engine.rows(_STATES).to_pylist():
            known.add(row.pop("gateway"), State(**row))
    return known
