"""Names on their way into the lake: pseudonyms in their place, and new ones sealed beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from tracker.attribute.pseudonyms import Key, pseudonyms
from tracker.attribute.sealing import Run, seal_lines, seal_names
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.folding import Folding
from tracker.lake import Lake
from tracker.tables import arrow_schema

_HERE = Path(__file__).parent
_NEW = read_statement(_HERE / "new_names.sql")
_NOTED = "create or replace temp table noted (kind text, name text, pseudonym text)"
_NOTE = "insert into noted select kind, name, pseudonym from met"
_NOBODY = pa.table({"name": pa.array([], pa.string()), "pseudonym": pa.array([], pa.string())})
_AT_HAND = 250_000  # names of a kind
KINDS = ("user", "station")  # the columns that logs bring names for


class Names:
    """The names of one source. All are noted in the engine, which may put them out of memory.

    Beside that the latest stay at hand: to find a batch's names among them is quicker than to make
    their pseudonyms again, as long as they are not too many.
    """

    def __init__(self, key: Key, folding: Folding, engine: DuckDB) -> None:
        self.key, self.folding, self.engine = key, folding, engine
        self.at_hand: dict[str, pa.Table] = {}
        engine.connection.execute(_NOTED)

    def hidden(self, columns: dict[str, pa.Array]) -> dict[str, pa.Array]:
        """A batch's columns, with pseudonyms in those whose name ends in `.user` or `.station`."""
        for kind in KINDS:
            told = {name: columns[name] for name in columns if name.endswith(f".{kind}")}
            columns |= self._of_a_kind(kind, told)
        return columns

    def _of_a_kind(self, kind: str, told: dict[str, pa.Array]) -> dict[str, pa.Array]:
        """Columns with pseudonyms; rows of one record mostly share a column, which is done once."""
        each: list[pa.Array] = []
        of: dict[str, int] = {}
        for name, names in told.items():
            same = (n for n, other in enumerate(each) if other.equals(names))
            of[name] = next(same, len(each))
            if of[name] == len(each):
                each.append(names)
        if not each:
            return {}
        whole, count = self.pseudonyms(kind, pa.concat_arrays(each)), len(each[0])
        return {name: whole.slice(place * count, count) for name, place in of.items()}

    def pseudonyms(self, kind: str, names: pa.Array) -> pa.Array:
        """The pseudonym of each name, in their order; no name has none."""
        if names.null_count == len(names):
            return names
        spelt = names.dictionary_encode()
        known = self.at_hand.get(kind, _NOBODY)
        found = _beside(spelt.dictionary, known)
        new = found.is_null()
        if found.null_count:
            met = self._met(kind, spelt.dictionary.filter(new), known)
            found = pc.replace_with_mask(found, new, met)
        return found.take(spelt.indices)

    def met(self, named: pa.Table) -> pa.Table:
        """Names of a table `kind, name`, each once, with their pseudonyms beside them; they are noted."""
        met = pseudonyms(named, self.engine, self.key, self.folding)
        self.engine.register("met", met)
        self.engine.connection.execute(_NOTE)
        return met

    def lines(self, runs: Sequence[Run], lines: pa.Array) -> pa.Array:
        """Rejected lines, those of each source sealed for it."""
        return seal_lines(self.key, runs, lines)

    def new(self, lake: Lake, source: str, at: dt.datetime) -> Iterator[pa.RecordBatch]:
        """Rows of `identity` for the names noted that the lake has none of; there may be no batch."""
        lake.latest("identity").show_all(self.engine, "identity")
        with self.engine.stream(_NEW) as stream:
            for batch in stream:
                if batch.num_rows:
                    yield self._sealed(batch, source, at)

    def _met(self, kind: str, names: pa.Array, known: pa.Table) -> pa.Array:
        """The pseudonyms of names that were not at hand, from now on noted and at hand.

        Where too many are at hand, they give way.
        """
        named = pa.table({"kind": pa.repeat(kind, len(names)), "name": names})
        met = self.met(named).drop_columns("kind")
        both = [met] if known.num_rows > _AT_HAND else [known, met]
        self.at_hand[kind] = pa.concat_tables(both).combine_chunks()
        return _beside(names, met)

    def _sealed(self, batch: pa.RecordBatch, source: str, at: dt.datetime) -> pa.RecordBatch:
        given, schema = batch["pseudonym"], arrow_schema("identity")
        sealed = seal_names(self.key, given.to_pylist(), batch["name"].to_pylist())
        told = {
            "pseudonym": given,
            "kind": batch["kind"],
            "sealed": pa.array(sealed, pa.binary()),
            "recorded_at": pa.repeat(pa.scalar(at, schema.field("recorded_at").type), len(given)),
            "source": pa.repeat(source, len(given)),
        }
        return pa.RecordBatch.from_arrays([told[name] for name in schema.names], schema=schema)


def _beside(names: pa.Array, known: pa.Table) -> pa.Array:
    """The pseudonyms that a table has beside names, null for those that it has not."""
    found = known["pseudonym"].take(pc.index_in(names, known["name"]))
    return pa.concat_arrays(found.chunks) if found.num_chunks else pa.nulls(0, pa.string())
