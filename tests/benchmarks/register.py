"""A register of 100,000 terms and a list of 60,000 networks: bringing them in, and judging by them.

    python tests/benchmarks/register.py --sessions 1000000 --rounds 3 --folder /var/tmp/register

Each import runs in a process of its own: the list, the register into a new lake, the same register
again, and one in which 5,000 terms have changed. Then a night of so many sessions is judged by what is
in the lake, with the list and without any list or term. What the register costs in judging are the
seconds of the statements that ask it: which networks and versions of terms there are and count
(`network`, `edition`, `handed`, `term`), what addresses lie in them (`placed`, `bound`, `declared`,
`listed`, `matched`), which terms bind a session and how far each covers it (`claim`), what they say of
it and when (`standing`, `answered`), which decides, and the verdict (`decided`, `pieced`, `verdict`).
Whose a session was, what was detected and the rows of `session` are no part of it; the difference
between the two nights shows what else a register brings with it.
"""

from __future__ import annotations

import argparse
import datetime as dt
import shutil
import time
from pathlib import Path

import duckdb
from holders import Timed, alone, cost, report, show
from night import run, tracker

from tracker.engine.duckdb import Resources, literal
from tracker.engine.statement import Statement
from tracker.judge.nights import night
from tracker.judging import judge_nights
from tracker.lake import open_lake
from tracker.settings import Settings, zone_info

HERE = Path(__file__).parent
ASKED = (
    *("network", "edition", "handed", "term", "placed", "bound", "declared", "listed", "matched"),
    *("claim", "standing", "answered", "decided", "pieced", "verdict"),
)
NIGHT = dt.date(2026, 3, 14)
POOLS = "cidr,category,provider\n100.64.0.0/10,pool_dynamic,\n"


def main() -> None:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--terms", type=int, default=100_000)
    asked.add_argument("--networks", type=int, default=60_000)
    asked.add_argument("--changed", type=int, default=5_000)
    asked.add_argument("--sessions", type=int, default=1_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--memory", default="6GB")
    asked.add_argument("--threads", type=int, default=2)
    asked.add_argument("--folder", type=Path, default=Path("/var/tmp/tracker-register"))  # noqa: S108
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    alone(make, told.folder, told.terms, told.networks, told.changed)
    for number in range(1, told.rounds + 1):
        print(f"round {number}")
        bring(told.folder)
    alone(plant, told.folder, told.sessions)
    resources = Resources(told.memory, told.threads, told.folder / "spill")
    for registered in (True, False):
        alone(judged, told.folder, resources, told.sessions, registered)


def make(folder: Path, terms: int, networks: int, changed: int) -> None:
    """The register, the register with changed terms, and the lists."""
    for name, query, numbers in (
        ("register", "registered_terms", {"terms": terms, "changed": 0}),
        ("changed", "registered_terms", {"terms": terms, "changed": changed}),
        ("networks", "listed_networks", {"networks": networks}),
    ):
        sql = filled(query, numbers)
        duckdb.sql(f"copy ({sql}) to {literal(str(folder / name) + '.csv')} (header true)")
    (folder / "pools.csv").write_text(POOLS)


def filled(query: str, numbers: dict[str, int]) -> str:
    sql = (HERE / f"{query}.sql").read_text()
    for word, number in numbers.items():
        sql = sql.replace(f"${word}", str(number))
    return sql


def bring(folder: Path) -> None:
    """The imports, each a process; the lake is left with the changed register."""
    lake = folder / "lake"
    shutil.rmtree(lake, ignore_errors=True)
    run(tracker(lake, "lists", "import", "pools", str(folder / "pools.csv")))
    networks, register = str(folder / "networks.csv"), str(folder / "register.csv")
    print(f"    the list        {run(tracker(lake, 'lists', 'import', 'vpn', networks))}")
    print(f"    first import    {run(tracker(lake, 'registry', 'import', register))}")
    print(f"    the same again  {run(tracker(lake, 'registry', 'import', register))}")
    changed = str(folder / "changed.csv")
    print(f"    changed         {run(tracker(lake, 'registry', 'import', changed))}", flush=True)


def plant(folder: Path, sessions: int) -> None:
    """Logins and connections of whom the lake's register binds, and of others, as Parquet files."""
    duckdb.execute("set timezone = 'UTC'; set enable_progress_bar = false")
    with Timed(Resources()) as engine:
        open_lake(folder / "lake").pin().show(engine, ("registration",))
        newest = (
            "select distinct on (registration_id) * from registration order by recorded_at desc"
        )
        registration = engine.rows(Statement("newest", newest))
    duckdb.register("registration", registration)
    duckdb.sql(f"create table subjects as {filled('bound_subjects', {})}")
    for name in ("bound_logins", "bound_connections"):
        path = literal(str(folder / f"{name}.parquet"))
        duckdb.sql(f"copy ({filled(name, {'sessions': sessions})}) to {path} (format parquet)")


def judged(folder: Path, resources: Resources, sessions: int, registered: bool) -> None:
    """Judges the night by the lake's register and lists, or by none."""
    paths = {"connection": "bound_connections", "login": "bound_logins"}
    with Timed(resources) as engine:
        show(engine, {name: folder / f"{path}.parquet" for name, path in paths.items()})
        if registered:
            open_lake(folder / "lake").pin().show(engine, ("registration", "endpoint"))
        began = time.monotonic()
        nights = [night(NIGHT, zone_info("UTC"))]
        rows = judge_nights(engine, nights, Settings(), "run-1").sessions
        wall = time.monotonic() - began
        what = "by the register" if registered else "without a register"
        print(f"\n{len(rows)} sessions of {sessions} connections {what}: {cost(wall)}")
        spent = {name: engine.seconds[name] for name in ASKED if name in engine.seconds}
        print(f"    of these the register's part: {sum(spent.values()):.1f} s ({', '.join(spent)})")
        engine.register("judged", rows)
        report(engine, "select verdict, reason, count(*) from judged group by all order by 3 desc")


if __name__ == "__main__":
    main()
