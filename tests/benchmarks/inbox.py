"""What an inbox costs: many small files beside one with all their lines, and ten times the lines beside one.

    python tests/benchmarks/inbox.py small --lines 10000000 --each 1000
    python tests/benchmarks/inbox.py small --lines 100000 --each 1
    python tests/benchmarks/inbox.py large --lines 10000000 --times 10

`small` brings in one file with all the lines, then as many files as it takes with so many lines each, such
as 100,000 of one line.
`large` runs `tracker nightly` over so many lines of one night, and over `times` as many, each into a new
lake with logins, lists and register, the engine within `memory`. What is printed are seconds, memory,
and the ratio of the two.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from itertools import islice
from multiprocessing import Process
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from night import HEADER, Cost, generate, run, tracker

LARGE = "large"  # the folder of the larger night


def main() -> None:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("what", choices=("small", "large"))
    asked.add_argument("--lines", type=int, default=10_000_000)
    asked.add_argument("--each", type=int, default=1_000)
    asked.add_argument("--times", type=int, default=10)
    asked.add_argument("--memory", default="2500MB")
    asked.add_argument("--folder", type=Path, default=Path("/var/tmp/tracker-benchmark"))  # noqa: S108
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    making = Process(target=prepare, args=(told,))  # its memory is not to count as the next one's
    making.start()
    making.join()
    if making.exitcode:
        raise SystemExit("the files could not be made")
    one, other = small(told.folder) if told.what == "small" else large(told.folder, told.memory)
    print(f"one:   {one}\nother: {other}\nratio: {other.wall / one.wall:.2f}")


def prepare(told: argparse.Namespace) -> None:
    generate(told.folder, told.lines)
    if told.what == "large":
        (told.folder / LARGE).mkdir(exist_ok=True)
        generate(told.folder / LARGE, told.lines * told.times)
        return
    shutil.rmtree(told.folder / "inbox", ignore_errors=True)
    (told.folder / "inbox").mkdir()
    with (told.folder / "conn.log").open("rb") as whole:
        whole.seek(len(HEADER.encode()))
        number = 0
        while lines := list(islice(whole, told.each)):
            opened = f"2026-03-14-{number // 3600:02}-{number // 60 % 60:02}-{number % 60:02}"
            header = HEADER.replace("2026-03-14-00-00-00", opened).encode()
            (told.folder / "inbox" / f"{number:06}.log").write_bytes(b"".join([header, *lines]))
            number += 1


def small(folder: Path) -> tuple[Cost, Cost]:
    return tuple(
        run(tracker(_fresh(folder), "ingest", str(folder / path))) for path in ("conn.log", "inbox")
    )


def large(folder: Path, memory: str) -> tuple[Cost, Cost]:
    return _night(folder, memory), _night(folder / LARGE, memory)


def _night(folder: Path, memory: str) -> Cost:
    lake = _fresh(folder)
    run(tracker(lake, "lists", "import", "pools", str(folder / "pools.csv")))
    run(tracker(lake, "registry", "import", str(folder / "register.csv")))
    run(tracker(lake, "ingest", str(folder / "radius.detail")))
    return run(tracker(lake, "nightly", str(folder / "conn.log"), "--memory", memory))


def _fresh(folder: Path) -> Path:
    lake = folder / "lake"
    shutil.rmtree(lake, ignore_errors=True)
    return lake


if __name__ == "__main__":
    main()
