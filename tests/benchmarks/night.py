"""Ten million connections of one night: how ingest compares with plain DuckDB, and judging with ingest.

    python tests/benchmarks/night.py --lines 10000000 --rounds 3 --folder /var/tmp/night

Floor, ingest and judging run in turn, each in a process of its own, so that a noisy machine is noisy for
all; what is printed are the times of each round, the ratios in it, and their medians.
"""

from __future__ import annotations

import argparse
import csv
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from multiprocessing import Process
from pathlib import Path

HERE = Path(__file__).parent
HEADER = (
    "#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n"
    "#open\t2026-03-14-00-00-00\n#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto\t"
    "service\tduration\torig_bytes\tresp_bytes\tconn_state\tlocal_orig\tlocal_resp\tmissed_bytes\thistory\t"
    "orig_pkts\torig_ip_bytes\tresp_pkts\tresp_ip_bytes\ttunnel_parents\tip_proto\n"
    "#types\ttime\tstring\taddr\tport\taddr\tport\tenum\tstring\tinterval\tcount\tcount\tstring\tbool\tbool\t"
    "count\tstring\tcount\tcount\tcount\tcount\tset[string]\tcount\n"
)
NIGHT = "2026-03-14"


@dataclass(frozen=True)
class Cost:
    """What one process took: seconds on the clock, seconds of processor, and memory in MB."""

    wall: float
    processor: float
    resident: float

    def __str__(self) -> str:
        return f"{self.wall:6.1f} s, {self.processor:6.1f} s of processor, {self.resident:5.0f} MB"


def main() -> None:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--lines", type=int, default=10_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", type=Path, default=Path("/var/tmp/tracker-benchmark"))  # noqa: S108
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    # In a process of its own: what is started later would count this one's memory as its own.
    making = Process(target=generate, args=(told.folder, told.lines))
    making.start()
    making.join()
    if making.exitcode:
        raise SystemExit("the files could not be made")
    costs: dict[str, list[Cost]] = {"floor": [], "ingest": [], "judge": []}
    for number in range(1, told.rounds + 1):
        for name, cost in one_round(told.folder).items():
            costs[name].append(cost)
            print(f"round {number}: {name:6} {cost}", flush=True)
    report(costs, told.lines)


def report(costs: dict[str, list[Cost]], lines: int) -> None:
    """The ratios of each round, whose parts ran one after the other, and their medians."""
    print(f"{lines} lines, {len(costs['floor'])} rounds")
    for what, below, most in (("ingest", "floor", 1.40), ("judge", "ingest", 0.33)):
        pairs = zip(costs[what], costs[below], strict=True)
        each = [own.wall / other.wall for own, other in pairs]
        told = ", ".join(f"{ratio:.2f}" for ratio in each)
        print(
            f"{what} / {below}: {told}; median {statistics.median(each):.2f} (at most {most:.2f})"
        )
    resident = max(cost.resident for cost in costs["ingest"])
    print(f"most resident while ingesting {resident:.0f} MB (at most 2500)")


def one_round(folder: Path) -> dict[str, Cost]:
    """The floor, then a new lake with logins, register and the same log, then its night judged."""
    log, lake = folder / "conn.log", folder / "lake"
    floor = (
        (HERE / "floor.sql")
        .read_text()
        .format(log=f"'{log}'", parquet=f"'{folder / 'floor.parquet'}'")
    )
    shutil.rmtree(lake, ignore_errors=True)
    costs = {"floor": run([sys.executable, "-c", f"import duckdb; duckdb.sql('''{floor}''')"])}
    run(tracker(lake, "lists", "import", "pools", str(folder / "pools.csv")))
    run(tracker(lake, "registry", "import", str(folder / "register.csv")))
    run(tracker(lake, "ingest", str(folder / "radius.detail")))
    costs["ingest"] = run(tracker(lake, "ingest", str(log)))
    costs["judge"] = run(tracker(lake, "judge", "--night", NIGHT))
    return costs


def tracker(lake: Path, *args: str) -> list[str]:
    return [sys.executable, "-m", "tracker", "--lake", str(lake), "--key", f"{lake}.key", *args]


def run(command: list[str]) -> Cost:
    """Runs a command to its end and says what it cost; a failure ends the benchmark."""
    began = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # our own commands
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command}: exit code {process.returncode}")
    return Cost(time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def generate(folder: Path, lines: int) -> None:
    """The night's files, made anew where their number of lines is another."""
    mark = folder / "lines.txt"
    if mark.exists() and mark.read_text() == str(lines):
        return
    import duckdb

    print(f"making {lines} lines in {folder}", flush=True)
    body = folder / "body.log"
    text = f"(format csv, header false, quote '', escape '', delimiter '{chr(1)}')"
    duckdb.execute("set timezone = 'UTC'")
    connections = (HERE / "connections.sql").read_text().replace("$lines", str(lines))
    duckdb.sql(f"copy ({connections}) to '{body}' {text}")
    duckdb.sql(f"copy ({(HERE / 'logins.sql').read_text()}) to '{folder / 'radius.detail'}' {text}")
    duckdb.sql(
        f"copy ({(HERE / 'terms.sql').read_text()}) to '{folder / 'register.csv'}' (header true)"
    )
    with (folder / "conn.log").open("wb") as whole, body.open("rb") as part:
        whole.write(HEADER.encode())
        shutil.copyfileobj(part, whole, 1 << 24)
    body.unlink()
    with (folder / "pools.csv").open("w", newline="") as pools:
        csv.writer(pools).writerows(
            [
                ["cidr", "category", "provider"],
                ["100.64.0.0/12", "pool_dynamic", ""],
                ["100.80.0.0/12", "pool_static", ""],
                ["2001:db8:1000::/36", "pool_dynamic", ""],
            ]
        )
    mark.write_text(str(lines))


if __name__ == "__main__":
    main()
