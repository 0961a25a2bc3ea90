"""Lines that a shipper laid into JSON objects, one a line, taken out of them again.

A line of the file stays one line, so that numbers and counts are those of the file. A line that is no
such object stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.fields import BEGIN, Place
from tracker.formats import whole
from tracker.patterns import finder
from tracker.read.document import BREAK
from tracker.read.join import behind
from tracker.read.lines import Whole
from tracker.read.look import Look
from tracker.read.mend import FORBIDDEN_BYTES, UNREADABLE, has_mark, with_signs_replaced
from tracker.read.recognise import as_read, head
from tracker.spec import Spec

_WITHIN = read_statement(Path(__file__).parent / "within.sql")
_AROUND = "lines_around"
_MAYBE = re.compile(rb'(?m)^\{\s*"')
_SNIFFED = 1 << 12  # bytes
_TURNS = 2
_ASKED = 200  # lines whose formats are asked for
_PART = 1 << 13  # lines that a thread takes at once
# A noncharacter for a line feed within a text, which must be told from those between lines.
_FEED = "\ufdd3"
# What goes before is asked of each, or a long run of them would be tried from each of its signs on.
_FEEDS_AROUND = re.compile(
    f"(?m)^(?:\r*{_FEED})+|(?<![\r{_FEED}])(?:\r*{_FEED})+$|(?<!\r)\r+(?={_FEED})"
)


def unwrapped(
    found: Look, specs: Sequence[Spec], engine: DuckDB, spool: Path, max_line: int, *, stated: bool
) -> Look:
    """The file with each line that stands within a JSON object in place of that object.

    It is left as it is where none of its first lines is such an object, none of `specs` knows a line
    within, or one of them reads the objects themselves: one that is `stated` all that it knows, one
    that is not only if it makes a row of some. What was wrapped twice is unwrapped twice.

    A line feed within a text is one of the record, where a record may have several lines; elsewhere
    its line is marked as unreadable, as for any sign that the reader takes for another.
    """
    for turn in range(_TURNS):
        first = _first(found, engine)
        claiming = _claiming(first, specs, stated=stated) if first else []
        if not first or not claiming:
            break
        blocks = any(spec.lines.syntax == "blocks" for spec in claiming)
        target = spool / f"{found.sha256[:16]}.{turn}.within"
        found = _written(found, first, engine, target, max_line, blocks=blocks)
    return replace(found, is_sifted=True)


def _first(found: Look, engine: DuckDB) -> pa.Table | None:
    """The first lines with what stands within them; None of a file that is none of objects."""
    if found.joined or not _MAYBE.search(next(found.blocks(_SNIFFED), b"")):
        return None
    return _taken_out(engine, pa.array(head(found)))


def _written(
    found: Look, first: pa.Table, engine: DuckDB, target: Path, max_line: int, *, blocks: bool
) -> Look:
    """The file with its lines unwrapped; of those that were read before, the first few alone."""
    feed = BREAK.decode() if blocks else UNREADABLE
    since = BEGIN if blocks else found.begin  # which block a line is of is told by those before it
    marked = found.marked
    with target.open("wb") as out:
        out.write(_lines(first.slice(0, since.lines), feed))
        begin = Place(since.lines, out.tell())
        for batch in Whole(found, max_line, since).rows():
            whole = pc.coalesce(batch["written"], batch["text"].cast(pa.string()))
            out.write(lines := _lines(_taken_out(engine, whole), feed))
            marked = marked or has_mark(lines)
    begin = behind(target, found.begin.lines) if blocks else begin
    return replace(found, path=target, marked=marked, begin=begin, is_within=True)


def _taken_out(engine: DuckDB, texts: pa.Array) -> pa.Table:
    """Lines as `text`, and what stands `within` them."""
    around = pa.table({"line": np.arange(len(texts)), "text": texts})
    parts = around.to_batches(max_chunksize=_PART)
    engine.register(_AROUND, pa.Table.from_batches(parts, around.schema))
    try:
        taken = engine.rows(_WITHIN)
    finally:
        engine.drop([_AROUND])
    order = taken["line"].to_numpy()
    return taken if (np.diff(order) == 1).all() else taken.take(np.argsort(order))


def _lines(taken: pa.Table, feed: str) -> bytes:
    """Each line as it is to be read, with its end."""
    if not taken.num_rows:
        return b""
    within = pc.replace_substring(taken["within"], "\n", _FEED)
    lines = pc.coalesce(within, taken["text"].cast(pa.string())).combine_chunks()
    one = pa.LargeListArray.from_arrays(np.array([0, len(lines)]), lines)
    whole: bytes = pc.binary_join(one, "\n")[0].as_buffer().to_pybytes() + b"\n"
    whole = whole.replace(_FEED.encode() + b"\n", b"\n")
    if not any(sign in whole for sign in (_FEED.encode(), *FORBIDDEN_BYTES)):
        return whole
    text = _FEEDS_AROUND.sub("", whole.decode())
    return with_signs_replaced(text).replace(_FEED, feed).encode()


def _claiming(first: pa.Table, specs: Sequence[Spec], *, stated: bool) -> list[Spec]:
    """The specs that know a line within, if none reads what is around it."""
    pairs = first.filter(pc.is_valid(first["within"])).slice(0, _ASKED)
    around, within = pairs["text"].to_pylist(), pairs["within"].to_pylist()
    every = [*around, *first["text"].slice(0, _ASKED).to_pylist()]
    if any(_reads(spec, around, within, every, stated=stated) for spec in specs):
        return []
    lines = as_read([line for text in within for line in text.split("\n")])
    return [spec for spec in specs if any(map(finder(spec.lines.only), lines))]


def _reads(
    spec: Spec, around: list[str], within: list[str], every: list[str], *, stated: bool
) -> bool:
    """Whether a spec reads objects that hold lines, and not the lines in them."""
    knows = finder(spec.lines.only)
    if spec.lines.syntax != "jsonlines" and not spec.lines.each:
        # A pattern may find in an object what is in the line. An operator's own may be meant for it.
        own = bool(spec.rows)
        return own and any(knows(a) and not knows(w) for a, w in zip(around, within, strict=True))
    if not any(map(knows, around)):
        return False
    taken_apart = bool(spec.lines.each)  # into records, which are what its kinds are of
    return stated or taken_apart or _makes_a_row(whole(spec), [*filter(knows, every)])


def _makes_a_row(spec: Spec, lines: list[str]) -> bool:
    """Whether some line is of a kind of which a row is made."""
    making = {name for template in spec.rows for name in template.messages}
    if not spec.messages or not all(template.messages for template in spec.rows):
        return True
    when = [(one.name, finder(one.when)) for one in spec.messages]
    kinds = (next((name for name, is_so in when if is_so(line)), None) for line in lines)
    return any(kind in making for kind in kinds)
