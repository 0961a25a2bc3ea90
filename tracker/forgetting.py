"""Files' rows out of the lake again, and the nights that they told of judged without them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.statement import read_statement
from tracker.errors import Faults, UsageError
from tracker.judge.nights import Night
from tracker.judge.rules import read_rules
from tracker.judging import vacated_nights
from tracker.lake import Lake
from tracker.night import Judged, judge_chosen
from tracker.runs import begin
from tracker.settings import Settings
from tracker.sources import forgotten, no_source

_MEANT = read_statement(Path(__file__).with_name("meant.sql"))
_LEANING = read_statement(Path(__file__).with_name("leaning.sql"))


@dataclass(frozen=True)
class Forgotten:
    """What was forgotten, or would be: rows of `source`, and what judging the nights again came to.

    `named` are those of the sources that were meant; the others had grown from them.
    """

    sources: pa.Table
    named: frozenset[str]
    judged: Judged

    def rows(self) -> Counter[str]:
        """How many rows answer no question any more, by table."""
        return counted_rows(self.sources.to_pylist())


def forget(
    lake: Lake, settings: Settings, names: Iterable[str], *, dry_run: bool = False
) -> Forgotten:
    """Forgets sources, all in one instant, and judges again the judged nights that they told of.

    A name is the id of a source, a beginning that no other id has, or a file's path as it was brought
    in, which means all that came from there; what has grown from a source goes with it. Forgotten rows
    answer no question, and lie in the lake's files until upkeep takes them out. Where only what is
    forgotten already has the name, its nights are judged again: a run that was killed is finished so.

    Raises UsageError where a name means no source or several, Faults where more than one does or as
    `judge` does, before anything is done.
    """
    rules = read_rules(settings)
    wanted = list(dict.fromkeys(names))
    if dry_run:
        leaving, named, nights = _plan(lake, settings, wanted)
        return Forgotten(leaving, named, Judged(tuple(one.date for one in nights), Counter()))
    run = begin("forget", settings)
    with lake.lock(run.who):
        leaving, named, nights = _plan(lake, settings, wanted)
        if leaving.num_rows:
            lake.append("source", forgotten(leaving))
        counted = {"sources": leaving.num_rows, **counted_rows(leaving.to_pylist())}
        judged = judge_chosen(lake, run, rules, lambda *_: nights, counted=counted)
    return Forgotten(leaving, named, judged)


def counted_rows(sources: Iterable[dict[str, Any]]) -> Counter[str]:
    """How many rows these sources have, by table."""
    told = Counter[str]()
    for one in sources:
        told.update({count["name"]: count["count"] for count in one["rows"] or ()})
        told["reject"] += one["rejected"] or 0
    return +told


def _plan(
    lake: Lake, settings: Settings, names: Sequence[str]
) -> tuple[pa.Table, frozenset[str], list[Night]]:
    """The last states of what is to be forgotten, which of it was named, and the nights to be judged."""
    with DuckDB(Resources(settings.memory, settings.threads)) as engine:
        lake.pin(["source", "session", "run"]).show(engine)
        named = _meant(engine, names)
        told = engine.rows(_LEANING, {"chosen": sorted(named)})
        nights = vacated_nights(engine, told, settings)
    return told.filter(pc.not_equal(told["state"], "forgotten")), named, nights


def _meant(engine: DuckDB, names: Sequence[str]) -> frozenset[str]:
    """The sources that the names mean; all that mean none, or several, are told at once."""
    found = engine.rows(_MEANT, {"names": names}).to_pylist()
    meant, faults = set[str](), []
    for name in names:
        try:
            meant |= _meant_by(name, [row for row in found if row["name"] == name])
        except UsageError as fault:
            faults.append(fault)
    if faults:
        raise faults[0] if len(faults) == 1 else Faults(faults)
    return frozenset(meant)


def _meant_by(name: str, found: list[dict[str, Any]]) -> set[str]:
    """A path goes before an id, and what is there before what is forgotten already."""
    of_path = [row for row in found if row["is_path"]]
    fitting = of_path or found
    there = {row["source"] for row in fitting if row["is_there"]}
    sources = there or {row["source"] for row in fitting}
    if not sources:
        raise no_source(name)
    if len(sources) > 1 and not of_path:
        several = ", ".join(sorted(sources))
        raise UsageError(f"{name!r} begins {several}", expected="so much of an id as one alone has")
    return sources
