"""The files that are in the lake: their sources, and how each was when it came in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.errors import UsageError
from tracker.lake import Lake
from tracker.logfile import LogFile, Words
from tracker.read.states import Known, State
from tracker.runs import now
from tracker.tables import arrow_schema

_HERE = Path(__file__).parent
_KNOWN = read_statement(_HERE / "known_state.sql")
_UNSEEN = read_statement(_HERE / "unseen_state.sql")
_LAST = Statement("last", "from last_state order by source")
_MICROSECOND = pa.scalar(dt.timedelta(microseconds=1))


@dataclass
class Sources:
    """What the lake has of files, by gateway, length and digest of content; and what it does not show.

    `sources` are those whose rows are visible, each with the digest of the content that it was read
    from; `begun` are in which words the unfinished ones were, `forgotten` those that are that. `fresh`
    are the states by which sources have become visible since the lake was looked at.
    """

    lake: Lake | None = None  # None where there is none yet
    sources: dict[str, str] = field(default_factory=dict)
    states: dict[str | None, Known] = field(default_factory=dict)
    begun: dict[str, Words] = field(default_factory=dict)
    forgotten: set[str] = field(default_factory=set)
    fresh: dict[str, pa.Table] = field(default_factory=dict)
    version: int = -1  # of the table, as far as what is known of it goes

    def source_of(self, log: LogFile, *, again: bool = False) -> str | None:
        """The source that has the rows of just this content; `again`: if it has come in since."""
        found, gateway = log.found, log.asked.gateway
        state = self._of(gateway).of(found.head).get(found.size, {}).get(found.sha256)
        if state is None or state.source not in self.sources:
            return None
        return state.source if state.source in self.fresh or not again else None

    def is_new(self, seen: LogFile) -> bool:
        """Whether of this content nothing ever was in the lake, not begun nor forgotten either."""
        each = (self.sources, self.begun, self.forgotten)
        return not any(seen.source in known for known in each)

    def settle(self, log: LogFile, *, again: bool = False) -> LogFile:
        """The log under the id that it is read by, with the sources whose place it takes.

        These are, `again`, those that were read from what it is or begins with. And those that were
        begun of the same content in other words and not finished.
        """
        own = [state.source for state in log.found.states if self._is_own(state)] if again else []
        turn, unfinished = None, []
        for number, source in enumerate(log.ids()):
            if source in self.forgotten or source in self.sources:
                continue
            begun = self.begun.get(source)
            if turn is None and begun in (None, log.words):
                turn = number
            elif begun is not None:
                unfinished.append(source)
            if begun is None:
                break
        return replace(log, turn=turn or 0, instead_of=(*own, *unfinished))

    def forgotten_by(self, log: LogFile) -> pa.Table:
        """The states that make room for the log: they are to be appended with its own, in one commit."""
        since = [self.fresh[source] for source in log.instead_of if source in self.fresh]
        wanted = pa.array([one for one in log.instead_of if one not in self.fresh], pa.string())
        before = self._last.filter(pc.is_in(self._last["source"], wanted))
        return forgotten(pa.concat_tables([before, *since]))

    def note(self, log: LogFile, header: str, done: pa.Table) -> None:
        """A file whose rows `done` has made visible; `header` is the last that names its columns."""
        gone = {*log.instead_of}
        for state in log.found.states:
            if state.source in gone:  # a copy of what it begins with is known by it from now on
                self.hold(log.asked.gateway, replace(state, source=log.source))
        self.forgotten |= gone
        for source in gone:
            self.sources.pop(source, None)
        self.fresh[log.source] = done
        self.add(log.asked.gateway, _state(log, header))

    def begin(self, logs: Iterable[LogFile]) -> None:
        """Files that have been begun."""
        self.begun |= {log.source: log.words for log in logs}
        self.__dict__.pop("_last", None)

    def expect(self, log: LogFile, header: str) -> None:
        """A file whose rows are about to come in: what has grown from it is told from it already."""
        self._of(log.asked.gateway).add(_state(log, header))

    def let_go(self, log: LogFile) -> None:
        """A file that was expected, and may not come in."""
        self._of(log.asked.gateway).discard(_state(log, ""))

    def add(self, gateway: str | None, state: State) -> None:
        """A state of a file, and the source that was read from it."""
        self.sources[state.source] = state.sha256
        self.hold(gateway, state)

    @cached_property
    def _last(self) -> pa.Table:
        if self.lake is None:
            return arrow_schema("source").empty_table()
        with DuckDB() as engine:
            self.lake.pin(["source"]).done(engine)
            return engine.rows(_LAST).cast(arrow_schema("source"))

    def hold(self, gateway: str | None, state: State) -> None:
        """A state of a file whose rows are of a source that was read from more than it."""
        self._of(gateway).add(state)

    def _of(self, gateway: str | None) -> Known:
        return self.states.setdefault(gateway, Known())

    def _is_own(self, state: State) -> bool:
        return self.sources.get(state.source) == state.sha256


def _state(log: LogFile, header: str) -> State:
    found = log.found
    return State(log.source, found.sha256, found.size, found.lines, header or None, found.head)


def known_sources(lake: Lake) -> Sources:
    """The sources of the lake as it is now."""
    snapshot = lake.pin(["source"])
    known = Sources(lake, version=int(str(snapshot.versions()[0]["count"])))
    with DuckDB() as engine:
        snapshot.done(engine)
        for row in engine.rows(_KNOWN).to_pylist():
            put = known.add if row.pop("is_own") else known.hold
            put(row.pop("gateway"), State(**row))
        for row in engine.rows(_UNSEEN).to_pylist():
            source = row.pop("source")
            if row.pop("state") == "forgotten":
                known.forgotten.add(source)
            else:
                known.begun[source] = Words(**row)
    return known


def forgotten(last: pa.Table) -> pa.Table:
    """The states by which sources are forgotten that were `last` as these rows of `source` say."""
    later = pc.add(last["recorded_at"], _MICROSECOND)  # also where a clock was set back since
    at = pa.scalar(now(), later.type)
    told = {
        "state": pa.array(["forgotten"] * last.num_rows, pa.string()),
        "recorded_at": pc.if_else(pc.greater(later, at), later, at),
    }
    for name, column in told.items():
        last = last.set_column(last.schema.get_field_index(name), name, column)
    return last


def no_source(name: str) -> UsageError:
    """The refusal of a name that no source has."""
    return UsageError(
        f"no source {name!r}",
        expected="the id of a source, a beginning of it, or the path of its file",
        todo='`tracker sql "select source, path from source"` lists them',
    )
