"""A small night that has a bit of everything, and what is in a lake after it."""

from __future__ import annotations

import gzip
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.survive.launcher import Launcher, happened
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.lake import open_lake
from tracker.shipped import samples
from tracker.tables import table

DEMO = samples() / "demo"
NIGHTLY = ("nightly", "--inbox", "inbox")
INGEST = ("ingest", "inbox")
SETTINGS = """
night_zone = "Europe/Vilnius"
threads = 1
max_rejects = 1

[[source]]
path = "*"
zone = "Europe/Vilnius"
"""
# Formats that are stated need not be found out each time.
STATED = """
night_zone = "Europe/Vilnius"
threads = 1
max_rejects = 1

[[source]]
path = "*.log"
format = "zeek-conn"

[[source]]
path = "*"
zone = "Europe/Vilnius"
"""
# What names a run, or says when it was.
OF_A_RUN = ("run_id", "recorded_at", "recorded_on", "sealed", "tool_version")
SPOKEN = ("connection", "login", "reject")  # what waits for its source
ASKED = ("registration", "endpoint", "identity", "session")

Content = dict[tuple[str, str | None], tuple[int, str]]


def lay_out(launcher: Launcher, place: Path, settings: str = SETTINGS) -> Path:
    """An inbox without a log and a lake without a row."""
    (place / "inbox").mkdir()
    (place / "tracker.toml").write_text(settings)
    assert launcher.run(place, "init").code == 0
    return place


def prepare(launcher: Launcher, place: Path, earlier: tuple[str, ...]) -> Path:
    """Lays out inbox and lake; what an `earlier` run brought in are logins and half of a log that has grown since."""
    inbox = lay_out(launcher, place, STATED) / "inbox"
    conn = (DEMO / "logs" / "conn.log").read_text().splitlines(keepends=True)
    (inbox / "conn.log").write_text("".join(conn[:60]))
    shutil.copy(DEMO / "logs" / "radius.detail", inbox)
    for listed in ("network", "epdg"):
        path = str(DEMO / "lists" / f"{listed}.csv")
        assert launcher.run(place, "lists", "import", listed, path).code == 0
    assert launcher.run(place, "registry", "import", str(DEMO / "register.csv")).code == 0
    assert launcher.run(place, *earlier).code == 0
    (inbox / "radius.detail").unlink()
    (inbox / "conn.log").write_text("".join([*conn, "cut\tin\ttwo\n"]))
    # One that is packed, whose format is not stated, and that makes rows of two tables.
    packed = gzip.compress((samples() / "openvpn-status.v1.log").read_bytes())
    (inbox / "status.gz").write_bytes(packed)
    return place


@dataclass(frozen=True)
class Undisturbed:
    """What a command leaves that nothing happens to, and how often what happens on its way."""

    left: Content
    counts: dict[str, int]


@dataclass(frozen=True)
class Runs:
    """Undisturbed runs over a prepared folder, each made when it is asked for and then kept."""

    launcher: Launcher
    prepared: Path
    place: Path
    made: dict[tuple[str, ...], Undisturbed] = field(default_factory=dict)

    def __getitem__(self, args: tuple[str, ...]) -> Undisturbed:
        if args not in self.made:
            place = copied(self.prepared, self.place / args[0])
            assert self.launcher.run(place, *args).code == 0
            self.made[args] = Undisturbed(content(place), happened(place))
        return self.made[args]


def copied(prepared: Path, place: Path) -> Path:
    """The same folder elsewhere, its files as old as they were: some logs tell the year by that."""
    shutil.copytree(prepared, place, symlinks=True)
    return place


def content(place: Path) -> Content:
    """What a reader of the lake sees: of each table, by source where it has one, how many rows, and a digest.

    Of what names a run, or says when it was, nothing is in the digest.
    """
    with DuckDB() as engine:
        open_lake(place / "lake").pin().show(engine)
        told = {name: _digests(engine, name, "source") for name in (*SPOKEN, "done")}
        told |= {name: _digests(engine, name, "null") for name in ASKED}
    return {(name, of): found for name, each in told.items() for of, found in each.items()}


def _digests(engine: DuckDB, name: str, of: str) -> dict[str | None, tuple[int, str]]:
    """By source how many rows of a relation are seen, and the digest of them in an order of their own."""
    stored = "source" if name == "done" else name
    kept = ", ".join(f'"{column}"' for column in table(stored).names if column not in OF_A_RUN)
    rows = f"select {kept} from {stored}"
    if name == "done":
        rows += " where state = 'done' and source in (from visible_source)"
    told = "md5(string_agg(cast(row as text), chr(10) order by cast(row as text)))"
    asked = (
        f"select {of} as source, count(*) as rows, {told} as digest from ({rows}) as row group by 1"
    )
    found = engine.rows(Statement("digest", asked)).to_pylist()
    return {one["source"]: (one["rows"], one["digest"]) for one in found}


# Of each source that is seen: what it says of its rows, how many there are, and whether its counts add up.
COUNTED = """
with
seen as (
    select source, count(*) as rows
    from (from connection select source union all from login select source union all from reject select source)
    group by source
),
told as (
    select source, coalesce(list_sum(list_transform(rows, lambda one: one.count)), 0) + rejected as rows,
        records = used + passed + rejected as adds_up,
    from source
    where state = 'done'
)
select source, coalesce(told.rows, 0) as told, coalesce(seen.rows, 0) as seen, adds_up
from told
full join seen using (source)
order by source
"""


def unsound(counted: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of what COUNTED yields the sources that are not as they say."""
    return [one for one in counted if one["told"] != one["seen"] or not one["adds_up"]]


def counted(place: Path) -> list[dict[str, Any]]:
    """What COUNTED yields of a lake as it is."""
    with DuckDB() as engine:
        open_lake(place / "lake").pin().show(engine)
        return engine.rows(Statement("counted", COUNTED)).to_pylist()


def half_seen(seen: Content, before: Content, whole: Content) -> list[str]:
    """What of a lake under way is neither as it was before nor as it is in the end.

    A source is seen with all of its rows or with none, the sessions of a night as they were or as they are.
    """
    done = {of for name, of in seen if name == "done"}
    strange = [
        f"{name} of {of}"
        for (name, of), found in seen.items()
        if name not in ASKED and (of not in done or found != whole.get((name, of)))
    ]
    lacking = [
        f"no {name} of {of}"
        for name, of in whole.keys() - seen.keys()
        if of in done and of is not None
    ]
    judged = ("session", None)
    mixed = ["sessions"] if seen.get(judged) not in (before.get(judged), whole.get(judged)) else []
    return strange + lacking + mixed
