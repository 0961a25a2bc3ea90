"""DuckDB in this process: settings, parameters, and Arrow in and out."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal, Self

import duckdb
import pyarrow as pa

from tracker.engine.interrupts import at_work
from tracker.engine.statement import Statement, own_values

_USED = re.compile(r"\$(\w+)")
_BATCH = 1 << 14  # rows a thread takes at once
_FEW = 500_000
_TABLE = 1 << 17  # rows of a part of a table
# Of a stream so much is made before it is asked for: with less, threads wait for whoever reads it.
_SESSION = "set timezone = 'UTC'; set streaming_buffer_size = '64MB'"

# What is raised where a statement is wrong, and not the machine that runs it.
WRONG_SQL = (
    duckdb.ProgrammingError,
    duckdb.DataError,
    duckdb.NotSupportedError,
    duckdb.PermissionException,
)


@dataclass(frozen=True)
class Resources:
    """What an engine may use: memory as DuckDB writes it ("4GB"), threads, a folder to spill to."""

    memory: str | None = None
    threads: int | None = None
    spill: Path | None = None


class DuckDB:
    """One in-memory database whose session runs in UTC. Closed with it, nothing stays."""

    def __init__(self, resources: Resources = Resources()) -> None:  # frozen
        config: dict[str, str | bool | int | float | list[str]] = {
            "threads": resources.threads or os.cpu_count() or 1
        }
        # Extensions are never fetched: these machines have no Internet.
        config |= {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        # Nothing here outlives the connection: compressing tables on the way is work for nobody.
        config["checkpoint_threshold"] = "1TB"
        if resources.memory:
            config["memory_limit"] = resources.memory
        # Left to itself the engine spills into the folder that somebody happens to be in.
        spill = resources.spill or Path(tempfile.gettempdir(), f"tracker-{os.getpid()}")
        config["temp_directory"] = str(spill)
        self.connection = duckdb.connect(":memory:", config=config)
        self.connection.execute(_SESSION)
        at_work.add(self.connection)
        self.made: dict[str, str] = {}  # under each name an arrow table, a table or a view
        self.defined: set[str] = set()  # what `run` ran

    @cached_property
    def beside(self) -> Self:
        """Another way into the same database, for use while a stream of this one is open."""
        other = copy(self)
        other.connection, other.made, other.defined = self.connection.cursor(), {}, set()
        other.connection.execute(_SESSION)
        at_work.add(other.connection)
        return other

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        beside = [self.beside.connection] if "beside" in vars(self) else []
        for connection in (*beside, self.connection):
            at_work.discard(connection)
            connection.close()

    def register(self, name: str, data: pa.Table | pa.RecordBatchReader) -> None:
        """Makes Arrow data readable under a name; a reader can be read once."""
        self.drop([name])
        self.connection.register(name, data)
        self.made[name] = "arrow"

    def shut(self) -> None:
        """From here on statements reach what this engine shows, and nothing outside it."""
        self.connection.execute("set python_enable_replacements = false")
        self.connection.execute("set enable_external_access = false")
        self.connection.execute("set lock_configuration = true")

    def kinds(self, sql: str) -> list[str]:
        """What each statement of a text is, such as select."""
        return [_kind(one) for one in self.connection.extract_statements(sql)]

    def tree(self, sql: str) -> str:
        """A select as its parser understands it, as JSON."""
        asked = Statement("tree", "select json_serialize_sql($sql::varchar) as tree")
        return str(self.rows(asked, {"sql": sql})["tree"][0])

    def run(self, statement: Statement) -> None:
        """Runs a statement that defines something and yields no rows; the same one runs once."""
        if statement.sql not in self.defined:
            self.connection.execute(statement.sql)
            self.defined.add(statement.sql)

    def view(self, name: str, statement: Statement) -> None:
        """Makes a statement readable under a name; it runs when it is read."""
        self.drop([name])
        self.connection.execute(f"create or replace temp view {quoted(name)} as {statement.sql}")
        self.made[name] = "view"

    def drop(self, names: Iterable[str]) -> None:
        """Forgets what `keep`, `view` and `register` made under these names."""
        for name in names:
            kind = self.made.pop(name, None)
            if kind == "arrow":
                self.connection.unregister(name)
            elif kind:
                self.connection.execute(f"drop {kind} if exists {quoted(name)}")

    def keep(
        self, name: str, statement: Statement, values: Mapping[str, object] = {}
    ) -> None:  # never changed
        """Runs a statement and keeps its rows under the name: many as a table, few as Arrow batches.

        A table can leave memory, which many rows may have to. But one thread alone reads 122,880 rows
        of it, which are all that a night's sessions come to; of batches each thread takes some. A
        statement whose header says `kept: many` is not tried first: where its work comes before its
        first row, that would be done twice.
        """
        is_tried = statement.keys.get("kept") != "many"
        if is_tried and self.keep_few(name, statement, values, _FEW):
            return
        # Under another name first: the statement may read what is kept under this one.
        made = f"create or replace temp table being_kept as {statement.sql}"
        self.connection.execute(made, used(statement, values))
        self.drop([name])
        self.connection.execute(f"alter table being_kept rename to {quoted(name)}")
        self.made[name] = "table"

    def keep_few(
        self, name: str, statement: Statement, values: Mapping[str, object], most: int
    ) -> bool:
        """Keeps a statement's rows as Arrow batches where there are at most so many; says whether."""
        few = self._few(statement, values, most)
        if few is not None:
            self.register(name, few)
        return few is not None

    def _few(
        self, statement: Statement, values: Mapping[str, object], most: int
    ) -> pa.Table | None:
        """A statement's rows as long as they are few; None where they are not."""
        batches: list[pa.RecordBatch] = []
        count = 0
        with self.stream(statement, values, _BATCH) as stream:
            for batch in stream:
                batches.append(batch)
                count += batch.num_rows
                if count > most:
                    return None
        return pa.Table.from_batches(batches, stream.schema)

    def rows(self, statement: Statement, values: Mapping[str, object] = {}) -> pa.Table:
        """A statement's rows as an Arrow table."""
        return self._asked(statement, values, "arrow", _TABLE).arrow_table()

    def stream(
        self,
        statement: Statement,
        values: Mapping[str, object] = {},
        batch: int = 100_000,
    ) -> pa.RecordBatchReader:
        """A statement's rows as a stream of Arrow batches."""
        return self._asked(statement, values, "stream", batch).arrow_reader()

    def _asked(
        self,
        statement: Statement,
        values: Mapping[str, object],
        way: Literal["arrow", "stream"],
        batch: int,
    ) -> Any:
        """What a relation is before its rows are Arrow's; those of a cursor would be copied first.

        A relation has a statement bound to know its columns, and again to run it, which is a quarter
        of all that a small night takes. This is what it calls to run; no public call does so.
        """
        # The values get no name here: the engine would take that for a relation's.
        return self.connection._submit(  # noqa: SLF001
            statement.sql, used(statement, values) or None, way, batch
        )


def _kind(statement: Any) -> str:
    try:
        return str(statement.type).rpartition(".")[2].lower()
    except ValueError:  # Python's face of the engine does not know all kinds that its parser does
        return "unknown"


def used(statement: Statement, values: Mapping[str, object]) -> dict[str, object]:
    """The parameters a statement really names: its own defaults under the values given.

    A value under the statement's name, such as `scored.prior`, is meant for its own alone and goes
    before all others.
    """
    names = set(_USED.findall(statement.sql))
    told = statement.values() | dict(values) | own_values(statement, values)
    return {key: value for key, value in told.items() if key in names}


def as_pattern(path: str | Path) -> str:
    """A path such that a reader takes it for this file alone, not for a pattern of several."""
    return re.sub(r"([\[*?])", r"[\1]", str(path))


def quoted(name: str) -> str:
    """An identifier, quoted so that no text can leave it."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal, for the few places where a parameter cannot stand."""
    return "'" + text.replace("'", "''") + "'"


def word(text: str, words: Iterable[str]) -> str:
    """One of a few words as an SQL value of the type that knows these alone.

    The engine hands on its number; as a text each row would be copied, and looked up again when written.
    """
    return f"cast({literal(text)} as enum({', '.join(map(literal, words))}))"


def begins(expression: str, word: str) -> str:
    """The condition that a text begins with a word, which is not empty.

    What begins so lies between the word and the next one of its length: two comparisons of the first
    bytes take a fifth of the time of starts_with.
    """
    last = word[-1]
    if not last.isascii():
        return f"starts_with({expression}, {literal(word)})"
    behind = word[:-1] + chr(ord(last) + 1)
    return f"({expression} >= {literal(word)} and {expression} < {literal(behind)})"


def one_of(expression: str, values: Iterable[str]) -> str:
    """The condition that an expression is one of a few values, themselves expressions.

    A list of five is joined like a table, which takes longer and hands rows over in another order.
    """
    return f"({' or '.join(f'{expression} = {value}' for value in values)})"
