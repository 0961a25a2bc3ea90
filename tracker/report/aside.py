"""The half of an explanation that the judgement made again does not wait for, in a thread of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement, read_statement
from tracker.judge.rules import Rules
from tracker.judge.sessions import FOLDER
from tracker.report.reviewed import decision, keep_reviewed
from tracker.report.sessions import statement
from tracker.report.whose import keep_whose, show_logins
from tracker.settings import Settings
from tracker.snapshot import Days, Snapshot

_DAY = dt.timedelta(days=1)
_OF_RECORDS = ("services", "sampled")
_BESIDES = ("raw_line", "not_asked", "origin", "register")

Made = dict[str, pa.Table]  # by the name under which it is read


class Aside:
    """What is asked of one session through a second way into the engine's database: first its records.

    What a way into a database makes readable is readable there alone; what others need is handed over.
    """

    def __init__(self, engine: DuckDB, pinned: Snapshot, one: pa.Table) -> None:
        self._engine, self._pinned, self._one = engine.beside, pinned, one
        self._done: set[str] = set()

    def recorded(self) -> Made:
        """What the session's raw records show of its protocol family; they themselves stay here."""
        self._done = self._pinned.done(self._engine)
        first, last = (self._one[name][0].as_py().date() for name in ("first_at", "last_at"))
        days = Days(first - _DAY, last + _DAY)  # the partitions that can hold what belongs to it
        self._pinned.show(self._engine, ["connection"], {"connection": days}, self._done)
        self._engine.register("one", self._one)
        lain = {"first_day": days.first, "last_day": days.last}
        self._engine.keep("record", statement("record"), lain)
        self._engine.keep("vpn_port", read_statement(FOLDER / "vpn_port.sql"))
        self._ask(_OF_RECORDS)
        return self._made(_OF_RECORDS)

    def besides(self, run: pa.Table, settings: Settings, rules: Rules) -> Made:
        """Logins, decisions, files, and what could not be asked; `run` is the one that judged."""
        self._engine.register("wanted", self._one)
        self._engine.register("judging_run", run)
        self._engine.register("needing", _needing(rules))
        self._pinned.show(self._engine, ["registration", "review"])
        show = partial(show_logins, self._engine, self._pinned, self._done)
        keep_whose(self._engine, show, self._one, settings)
        keep_reviewed(self._engine)
        self._engine.keep("told", decision("told"))
        self._ask(_BESIDES)
        return self._made(("holding", "spanned", "reviewed", "told", *_BESIDES))

    def _ask(self, names: Iterable[str]) -> None:
        for name in names:
            self._engine.keep(name, statement(name))

    def _made(self, names: Iterable[str]) -> Made:
        return {name: self._engine.rows(Statement(name, f"from {name}")) for name in names}


def take(engine: DuckDB, made: Future[Made]) -> None:
    """Makes readable what was made aside."""
    for name, rows in made.result().items():
        engine.register(name, rows)


@contextmanager
def ended_with(thread: ThreadPoolExecutor, engine: DuckDB) -> Iterator[None]:
    """Where what is done here fails or is interrupted, what the thread does ends, too."""
    try:
        yield
    except BaseException:
        thread.shutdown(wait=False, cancel_futures=True)
        engine.beside.connection.interrupt()
        raise
    finally:
        thread.shutdown()


def _needing(rules: Rules) -> pa.Table:
    """Each detection in force beside each column of the log that it cannot do without."""
    pairs = [(one.name, needs) for one in rules.detections for needs in one.needs]
    rows = [{"detection": name, "needs": needs} for name, needs in pairs]
    return pa.Table.from_pylist(rows, pa.schema([(n, pa.string()) for n in ("detection", "needs")]))
