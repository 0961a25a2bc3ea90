"""Whose ten million sessions were, among five million holdings; and one busy address behind a CGNAT.

    python tests/benchmarks/holders.py --sessions 10000000 --holdings 5000000 --memory 6GB

The first part asks `attribute` alone for the holders of so many moments, then again with half the
sessions, half the holdings, and half of both: twice the work should take twice the time, not four times.
The second judges a night of one public address that 500 subscribers share in blocks of ports. Each
run has a process of its own; what is printed are its seconds, its memory and each statement's seconds.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import time
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pyarrow as pa

from tracker.attribute.holdings import attribute, translate
from tracker.engine.duckdb import DuckDB, Resources, literal
from tracker.engine.engine import show_inputs
from tracker.engine.statement import Statement
from tracker.judge.nights import night
from tracker.judging import NEEDED, judge_nights, lay_out
from tracker.settings import Settings, zone_info
from tracker.tables import arrow_schema

HERE = Path(__file__).parent
DAY = dt.date(2026, 3, 14)


class Timed(DuckDB):
    """An engine that remembers how long each statement took whose rows were kept."""

    def __init__(self, resources: Resources) -> None:
        super().__init__(resources)
        self.connection.execute("set enable_progress_bar = false")
        self.seconds: dict[str, float] = {}

    def keep(
        self, name: str, statement: Statement, values: Mapping[str, object] = {}
    ) -> None:  # never changed
        began = time.monotonic()
        super().keep(name, statement, values)
        self.seconds[name] = self.seconds.get(name, 0.0) + time.monotonic() - began


TALLY = """
select attribution, doubt, count(*), count(holder), sum(length(holder) + length(basis))
from attributed
group by all
"""
NO_PORTS = pa.schema(
    [
        ("judged", pa.date32()),
        ("subject_key", pa.string()),
        *((name, pa.int32()) for name in ("subject_port", "protocol")),
        *((name, pa.int64()) for name in ("started_us", "over_us")),
    ]
)


def main() -> None:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--sessions", type=int, default=10_000_000)
    asked.add_argument("--holdings", type=int, default=5_000_000)
    asked.add_argument(
        "--busy", type=int, default=1_000_000, help="connections of the busy address"
    )
    asked.add_argument("--memory", default="6GB")
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--part", choices=("plain", "busy", "both"), default="both")
    asked.add_argument("--folder", type=Path, default=Path("/var/tmp/tracker-holders"))  # noqa: S108
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    resources = Resources(told.memory, told.threads, told.folder / "spill")
    if told.part in ("plain", "both"):
        for sessions, holdings in sizes(told.sessions, told.holdings):
            alone(make, told.folder, "moments", {"sessions": sessions, "holdings": holdings})
            alone(make, told.folder, "holdings", {"holdings": holdings})
            alone(plain, told.folder, resources, sessions, holdings)
    if told.part in ("busy", "both"):
        alone(make, told.folder, "busy_logins", {})
        for connections in (told.busy // 2, told.busy):
            alone(make, told.folder, "busy_connections", {"connections": connections})
            alone(busy, told.folder, resources, connections)


def sizes(sessions: int, holdings: int) -> list[tuple[int, int]]:
    """The whole, half the sessions, half the holdings, and half of both."""
    return [
        (sessions, holdings),
        (sessions // 2, holdings),
        (sessions, holdings // 2),
        (sessions // 2, holdings // 2),
    ]


def alone(run, *values: object) -> None:
    """Runs one measurement in a process of its own, whose memory is then its own too."""
    process = get_context("spawn").Process(target=run, args=values)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{run.__name__}: exit code {process.exitcode}")


def plain(folder: Path, resources: Resources, sessions: int, holdings: int) -> None:
    """Asks `attribute` for the holders of so many moments among so many holdings."""
    moments = path_of(folder, "moments", sessions, holdings)
    logins = path_of(folder, "holdings", holdings)
    settings, zone = Settings(), zone_info("UTC")
    nights = [night(DAY, zone)]
    with Timed(resources) as engine:
        show(engine, {"login": logins, "moment": moments})
        show_inputs(engine)
        values = lay_out(engine, nights, settings)
        engine.register("port_moment", NO_PORTS.empty_table())
        began = time.monotonic()
        translate(engine, values)
        attribute(engine, values)
        # The answers are made where they are read: each row's holder must be read once.
        engine.keep("tallied", Statement("tallied", TALLY))
        wall = time.monotonic() - began
        print(f"\n{sessions} sessions, {holdings} holdings: {cost(wall)}")
        report(engine, "from tallied order by 3 desc")


def busy(folder: Path, resources: Resources, connections: int) -> None:
    """Judges a night of one public address: 500 subscribers, 20,000 blocks of ports."""
    spoken = path_of(folder, "busy_connections", connections)
    logins = path_of(folder, "busy_logins")
    with Timed(resources) as engine:
        show(engine, {"connection": spoken, "login": logins})
        engine.register("endpoint", pool())
        began = time.monotonic()
        rows = judge_nights(engine, [night(DAY, zone_info("UTC"))], Settings(), "run-1").sessions
        wall = time.monotonic() - began
        print(f"\n{connections} connections of one busy address: {cost(wall)}")
        engine.register("judged", rows)
        report(
            engine, "select attribution, reason, count(*) from judged group by all order by 3 desc"
        )


def make(folder: Path, name: str, numbers: Mapping[str, int]) -> None:
    """The Parquet file of a generator's rows, where it is not there yet."""
    path = path_of(folder, name, *numbers.values())
    if path.exists():
        return
    query = (HERE / f"{name}.sql").read_text()
    for word, number in numbers.items():
        query = query.replace(f"${word}", str(number))
    fresh = path.with_suffix(".fresh")
    duckdb.execute("set timezone = 'UTC'; set enable_progress_bar = false")
    duckdb.sql(f"copy ({query}) to {literal(str(fresh))} (format parquet, compression zstd)")
    fresh.rename(path)


def path_of(folder: Path, name: str, *numbers: int) -> Path:
    return folder / ("-".join([name, *map(str, numbers)]) + ".parquet")


def show(engine: DuckDB, paths: Mapping[str, Path]) -> None:
    """Makes these files readable by name, and the tables that judging needs besides, empty."""
    for name, path in paths.items():
        query = f"select * from read_parquet({literal(str(path))})"
        engine.view(name, Statement(name, query))
    for name in set(NEEDED) - set(paths):
        engine.register(name, arrow_schema(name).empty_table())


def pool() -> pa.Table:
    """The list that says where the busy address lies."""
    first, last = (f"{0xFFFF:024x}{0xC6336400 + n:08x}" for n in (0, 255))
    row = {"list": "pools", "version": "1", "cidr": "198.51.100.0/24", "category": "pool_cgnat"}
    row |= {"first_key": first, "last_key": last, "confidence": "shared"}
    row |= {"recorded_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}
    return pa.Table.from_pylist([row], arrow_schema("endpoint"))


def cost(wall: float) -> str:
    used = resource.getrusage(resource.RUSAGE_SELF)
    processor = used.ru_utime + used.ru_stime
    return f"{wall:.1f} s, {processor:.1f} s of processor, {used.ru_maxrss / 1024:.0f} MB at most"


def report(engine: Timed, query: str) -> None:
    """Where the time went, and what was found."""
    for name, seconds in sorted(engine.seconds.items(), key=lambda one: -one[1]):
        if seconds >= 0.1:  # below that it is no matter
            print(f"    {name:12} {seconds:6.1f} s")
    for row in engine.rows(Statement("found", query)).to_pylist():
        print("   ", *row.values())


if __name__ == "__main__":
    main()
