"""Lines of each kind of format: how ingest compares with plain DuckDB over the same file.

    python tests/benchmarks/formats.py --lines 4000000 --rounds 3 --folder /var/tmp/lines

Plain DuckDB reads JSON and columns with the types they have; of other lines it takes one field after
the other by a pattern that begins with the field's name. Both write Parquet packed by zstd. They run in
turn, each in a process of its own, so that a noisy machine is noisy for both.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import sys
from multiprocessing import Process
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.benchmarks.night import Cost, run, tracker
from tracker.formats import formats
from tracker.spec import Spec

LINES = Path(__file__).parent / "lines"
MOST = 1.5


def main() -> None:
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("--lines", type=int, default=4_000_000)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--folder", type=Path, default=Path("/var/tmp/tracker-lines"))  # noqa: S108
    asked.add_argument("names", nargs="*")
    told = asked.parse_args()
    told.folder.mkdir(parents=True, exist_ok=True)
    for name in told.names or sorted(path.stem for path in LINES.glob("*.sql")):
        log = told.folder / f"{name}.log"
        making = Process(target=generate, args=(name, log, told.lines))
        making.start()
        making.join()
        rounds = [one_round(formats()[name], log) for _ in range(told.rounds)]
        report(name, rounds)


def report(name: str, rounds: list[tuple[Cost, Cost]]) -> None:
    each = [own.wall / floor.wall for floor, own in rounds]
    for floor, own in rounds:
        print(f"{name}: floor {floor}; ingest {own}")
    told = ", ".join(f"{ratio:.2f}" for ratio in each)
    print(f"{name}: ingest / floor {told}; median {statistics.median(each):.2f} (at most {MOST})")


def one_round(spec: Spec, log: Path) -> tuple[Cost, Cost]:
    lake = log.with_suffix(".lake")
    shutil.rmtree(lake, ignore_errors=True)
    code = f"import duckdb; duckdb.sql('''{floor_of(spec, log)}''')"
    return (
        run([sys.executable, "-c", code]),
        run(tracker(lake, "ingest", str(log), "--format", spec.name, "--zone", "UTC")),
    )


def floor_of(spec: Spec, log: Path) -> str:
    """What somebody would write who wants the same fields as Parquet."""
    if spec.lines.syntax == "jsonlines":
        rows = f"select * from read_ndjson('{log}', union_by_name = true)"
    elif spec.lines.header:
        rows = f"select * from read_csv('{log}', header = true)"
    else:
        patterns = patterns_of(spec, log)
        fields = (f"regexp_extract(line, $${p}$$, 1) as f{n}" for n, p in enumerate(patterns))
        whole = "columns = {{'line': 'VARCHAR'}}, delim = chr(1), quote = '', escape = '', header = false"
        whole = whole.format()
        rows = f"select {', '.join(fields)} from read_csv('{log}', {whole}, auto_detect = false)"
    target = log.with_suffix(".parquet")
    return f"copy ({rows}) to '{target}' (format parquet, compression zstd)"


def patterns_of(spec: Spec, log: Path) -> list[str]:
    """One pattern for each field that the log's lines have and the spec maps."""
    with log.open() as file:
        lines = [next(file) for _ in range(100)]
    if spec.lines.syntax == "keyvalue":
        sign, assign = re.escape(spec.lines.delimiter), re.escape(spec.lines.assign)
        named = {name: f' {name}{assign}("[^"]*"|[^{sign}]*)' for name in spec.mapped()}
    else:
        named = {
            f"{message.name} {name}": patterns[0]
            for message in spec.messages
            for name, patterns in message.fields.items()
        } | {name: patterns[0] for name, patterns in spec.fields.items()}
    found = {n: p for n, p in named.items() if any(re.search(p, line) for line in lines)}
    # The same field of several kinds of lines is one field.
    return list({name.split()[-1]: pattern for name, pattern in found.items()}.values())


def generate(name: str, log: Path, lines: int) -> None:
    """The log, made anew where its number of lines is another."""
    mark = log.with_suffix(".lines")
    if mark.exists() and mark.read_text() == str(lines):
        return
    import duckdb

    duckdb.execute("set timezone = 'UTC'")
    text = f"(format csv, header false, quote '', escape '', delimiter '{chr(1)}')"
    query = (LINES / f"{name}.sql").read_text().replace("$lines", str(lines))
    duckdb.sql(f"copy ({query}) to '{log}' {text}")
    mark.write_text(str(lines))


if __name__ == "__main__":
    main()
