"""How files land in the lake: begun, their rows table by table, done; one alone, or many as one.

Small files of a kind are gathered and land together. Until they have, they count as known, so that
what has grown from one of them, or is a copy, waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from tracker.ahead import ahead
from tracker.attribute.names import Names
from tracker.attribute.pseudonyms import Key
from tracker.engine.duckdb import DuckDB
from tracker.errors import BusyError, LakeError, MachineError, TrackerError
from tracker.lake import Lake
from tracker.logfile import Asked, LogFile, Looking
from tracker.read.look import STANDARD_INPUT
from tracker.records import Draws, Parts, Records
from tracker.runs import now
from tracker.settings import Settings
from tracker.sheaf import Gathered, Sheaf, Unlike
from tracker.source_states import states
from tracker.sources import Sources
from tracker.spool import Spool
from tracker.taken import Taken, turned_away
from tracker.tally import Tally
from tracker.watch import Watch


@dataclass(frozen=True)
class Landing:
    """What one file after the other is brought into the lake with; `known` are the sources in it.

    With `again` each is read whole, in place of what the lake had of it.
    `folder` is where what must be written out lies while it is needed.
    """

    lake: Lake
    key: Key
    engine: DuckDB
    folder: Path
    settings: Settings
    watch: Watch
    known: Sources
    again: bool = False

    def each(self, files: Sequence[str], asked: Asked) -> list[Taken]:
        """What became of each file, in their order."""
        told: list[Taken] = []
        for one in self._landed(files, asked):
            self.watch.taken(one)
            told.append(one)
        return _in_order(told, files)

    def _landed(self, files: Sequence[str], asked: Asked) -> Iterator[Taken]:
        """What became of each file, as soon as it is known."""
        gathered = Gathered(self.folder)
        for shown in files:
            yield from self._offered(shown, asked, gathered)
        for sheaf in gathered.sheaves():
            yield from self._bound(sheaf, gathered)

    def _offered(self, shown: str, asked: Asked, gathered: Gathered) -> Iterator[Taken]:
        """What became of the file, unless it is gathered, and of those that it was gathered with."""
        try:
            for each in gathered.sheaves() if shown == STANDARD_INPUT else ():
                yield from self._bound(each, gathered)  # what can be read once must not wait
            seen = self._looking.see(shown, asked)
            if held := gathered.holding(seen):
                yield from self._bound(held, gathered)
                seen = self._looking.see(shown, asked)
            sheaf = self._gather(seen, gathered)
            if sheaf is None:
                yield self._alone(seen)
            elif sheaf.is_full:
                yield from self._bound(sheaf, gathered)
        except TrackerError as fault:
            yield turned_away(shown, fault)
        finally:
            self._sweep()

    @cached_property
    def _looking(self) -> Looking:
        """How each is looked at; what is written out of one lies in a folder of its own."""
        copies = self.folder / "copies"
        copies.mkdir()
        return Looking(self.engine, copies, self.settings, self.known.states, self.again)

    def _gather(self, seen: LogFile, gathered: Gathered) -> Sheaf | None:
        """The sheaf that has taken a small file of which nothing is in the lake yet."""
        if self.again or not self.known.is_new(seen):
            return None
        sheaf = gathered.put(seen, lambda: self._looking.recognise(seen))
        if sheaf:
            self.known.expect(sheaf.members[-1], sheaf.header)
        return sheaf

    def _alone(self, seen: LogFile) -> Taken:
        """One file into the lake, unless it is in it."""
        if source := self.known.source_of(seen, again=self.again):
            return _known(seen, source)
        return self._ready(self._looking.recognise(seen))

    def _ready(self, log: LogFile) -> Taken:
        """One file whose formats are known; of its last block, if that is not whole, nothing is left in it."""
        if source := self.known.source_of(log, again=self.again):
            return _known(log, source)
        log = self.known.settle(log, again=self.again)
        (told,) = self._land(log, [log], Records.batches)
        return told

    def _bound(self, sheaf: Sheaf, gathered: Gathered) -> list[Taken]:
        """Files that were gathered into the lake together; alone those that turn out to be unlike them."""
        gathered.release(sheaf)
        for log in sheaf.members:
            self.known.let_go(log)
        told: list[Taken] = []
        alone: list[LogFile] = []
        if sole := sheaf.sole:
            told += self._tried(sole, self._ready)
            sheaf.members.clear()
        while len(sheaf.members) > 1:
            try:
                told = self._land(sheaf.as_one(), sheaf.members, sheaf.alike)
                sheaf.members.clear()
            except Unlike as some:
                odd = {n for n in some.numbers if some.is_sure or not self._is_like(sheaf, n)}
                alone += [sheaf.members[number] for number in odd]
                sheaf = sheaf.without(odd)
            except BusyError:
                break
            except (LakeError, MachineError) as fault:
                told = [turned_away(log.found.shown, fault) for log in sheaf.members]
                sheaf.members.clear()
            except TrackerError:  # told of the file whose fault it is
                break
        sheaf.path.unlink(missing_ok=True)
        for log in (*alone, *sheaf.members):
            told += self._tried(log, self._once_more)
        return told

    def _is_like(self, sheaf: Sheaf, number: int) -> bool:
        """Whether all lines of a file, not its first alone, say that it is of the sheaf's kind."""
        log = sheaf.members[number]
        try:
            again = self._looking.recognise(self._looking.see(log.found.shown, log.asked))
        except TrackerError:
            return False
        sheaf.seen.add(log.source)
        return again.specs == log.specs

    def _once_more(self, log: LogFile) -> Taken:
        """A file that was gathered, looked at anew."""
        return self._alone(self._looking.see(log.found.shown, log.asked))

    def _tried(self, log: LogFile, bring: Callable[[LogFile], Taken]) -> Iterator[Taken]:
        try:
            yield bring(log)
        except TrackerError as fault:
            yield turned_away(log.found.shown, fault)
        finally:
            self._sweep()

    def _land(
        self, log: LogFile, files: Sequence[LogFile], drawn: Callable[[Records], Draws]
    ) -> list[Taken]:
        """Files that are new, read as one: begun, their rows table by table, done.

        Raises BusyError where another run is bringing one of them in, or has since the lake was looked at.
        """
        with self.lake.claim([one.source for one in files]):
            if self._is_any_elsewhere(files):
                raise BusyError(
                    "another run has brought it in meanwhile",
                    where=log.found.shown,
                    todo="run this again: what is in the lake is known then",
                )
            return self._land_claimed(log, files, drawn)

    def _is_any_elsewhere(self, files: Sequence[LogFile]) -> bool:
        """Whether another run has begun one of them since the lake was looked at."""
        if self.lake.version("source") == self.known.version:
            return False
        new = (one.source for one in files if one.source not in self.known.begun)
        return any(self.lake.written("source", source) for source in new)

    def _record(self, states: pa.Table, sources: Sequence[str] = ()) -> None:
        """Appends to `source`; what else was appended since it was looked at is not known by that."""
        self.lake.append("source", states, sources)
        if self.lake.version("source") == self.known.version + 1:
            self.known.version += 1

    def _land_claimed(
        self, log: LogFile, files: Sequence[LogFile], drawn: Callable[[Records], Draws]
    ) -> list[Taken]:
        names = Names(self.key, self.lake.folding, self.engine.beside)
        records = log.records(self.engine, self.settings, log.source, names, self.watch)
        sources = [one.source for one in files]
        with closing(drawn(records)) as batches:  # else the engine could not read another file
            first = next(batches, {})  # what cannot be read at all is refused before it is begun
            self._record(states("begun", files), sources)
            self.known.begin(files)
            with closing(ahead(chain([first], batches))) as made:
                _lay(self.lake, log, sources, made, self.folder)
        log.account(records)
        tallies = log.shares.tallies() if log.shares else [records.tally]
        self._note(names, sources)
        ended = states("done", files, tallies, records.header)
        gone = [self.known.forgotten_by(one) for one in files if one.instead_of]
        self._record(pa.concat_tables([ended, *gone]))
        for number, one in enumerate(files):
            self.known.note(one, records.header, ended.slice(number, 1))
        return [_done(one, tally) for one, tally in zip(files, tallies, strict=True)]

    def _note(self, names: Names, sources: list[str]) -> None:
        """Lays the names that are new, sealed, unless an interrupted run has done so."""
        rows = names.new(self.lake, sources[0], now())
        if not self.lake.written("identity", sources[0]) and (first := next(rows, None)):
            self.lake.append("identity", chain([first], rows), sources)

    def _sweep(self) -> None:
        """Takes away what was written out of a file; unpacked, a night's files might fill the disk."""
        for path in self._looking.spool.iterdir():
            path.unlink()


def _in_order(told: list[Taken], order: Sequence[str]) -> list[Taken]:
    """What became of files, in the order in which they were named."""
    by_name: dict[str, list[Taken]] = {}
    for one in told:
        by_name.setdefault(one.shown, []).append(one)
    return [by_name[shown].pop(0) for shown in order]


def _known(log: LogFile, source: str) -> Taken:
    """A file whose rows the lake has, under this source."""
    return Taken(*(log.found.shown, "known", source, log.format or None), **_numbers(log))


def _done(log: LogFile, tally: Tally) -> Taken:
    """A file that has come in."""
    told = Taken(*(log.found.shown, "done", log.source, log.format), **_numbers(log))
    return replace(told, tally=tally, instead_of=log.instead_of)


def _numbers(log: LogFile) -> dict[str, Any]:
    found = log.found
    told = {"lines_before": found.begin.lines, "waiting": found.waiting, "is_cut": found.is_cut}
    return told | {"lines": log.lines}


def _lay(
    lake: Lake, log: LogFile, sources: list[str], batches: Iterable[Parts], folder: Path
) -> None:
    """Streams the rows of the spec's first table to the lake, and those of the others after them."""
    main = log.tables()[0]
    with Spool(folder) as spool:

        def rows() -> Iterator[pa.RecordBatch]:
            for parts in batches:
                for name in parts.keys() - {main}:
                    spool.put(name, parts[name])
                yield from parts.get(main, [])

        _append_once(lake, main, rows(), sources)
        for name in spool.names():
            _append_once(lake, name, spool.batches(name), sources)


def _append_once(lake: Lake, name: str, rows: Iterator[pa.RecordBatch], sources: list[str]) -> None:
    """Appends sources' rows unless an interrupted run has done so; they are drawn in any case."""
    if lake.written(name, sources[0]):
        for _ in rows:
            pass
        return
    lake.append(name, rows, sources)
