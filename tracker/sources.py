"""The files that are in the lake: their sources, and how each was when it came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.lake import Lake
from tracker.logfile import LogFile
from tracker.read.states import Known, State

_UNFINISHED = read_statement(Path(__file__).with_name("unfinished.sql"))
_STATES = read_statement(Path(__file__).with_name("known_state.sql"))


@dataclass
class Sources:
    """The sources whose rows are visible, by gateway the states of their files, and what is unfinished."""

    sources: set[str] = field(default_factory=set)
    states: dict[str | None, Known] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def add(self, gateway: str | None, state: State) -> None:
        self.sources.add(state.source)
        self._of(gateway).add(state)

    def note(self, log: LogFile, header: str) -> None:
        """A file whose rows have become visible; `header` is the last that names its columns."""
        self.add(log.asked.gateway, _state(log, header))

    def hold(self, log: LogFile, header: str) -> None:
        """A file whose rows are about to come in: what has grown from it is told from it already."""
        self._of(log.asked.gateway).add(_state(log, header))

    def let_go(self, log: LogFile) -> None:
        """A file that was held, and may not come in."""
        self._of(log.asked.gateway).discard(_state(log, ""))

    def _of(self, gateway: str | None) -> Known:
        return self.states.setdefault(gateway, Known())


def _state(log: LogFile, header: str) -> State:
    found = log.found
    return State(log.source, found.sha256, found.size, found.lines, header or None, found.head)


def known_sources(lake: Lake) -> Sources:
    """The sources that are done in the lake as it is now."""
    known = Sources()
    with DuckDB() as engine:
        lake.pin(["source"]).done(engine)
        for row in engine.rows(_STATES).to_pylist():
            known.add(row.pop("gateway"), State(**row))
        known.begun.update(engine.rows(_UNFINISHED)["source"].to_pylist())
    return known
