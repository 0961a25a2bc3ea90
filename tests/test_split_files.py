"""One night's log in one file, or cut and shuffled into several, is the same night."""

import datetime as dt
import json
from random import Random

import pytest

from tests.planting.logs import ESP, TCP, Flow, nfdump, zeek
from tracker.__main__ import run

START = dt.datetime(2026, 3, 14, 9, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
LISTS = "cidr,category,provider\n192.0.2.0/24,pool_static,\n203.0.113.240/28,epdg,\n"


def line(number):
    return f"192.0.2.{number}"


def flows():
    """Tunnels, one of them in twenty pieces, and what looks like some."""
    yield Flow(START, 3600, line(10), 40000, "203.0.113.5", 51820)
    for n in range(20):
        yield Flow(START + n * MINUTE, 59.5, line(11), 40000, "203.0.113.6", 1194)
    yield Flow(START + 900 * MINUTE, 600, line(11), 40000, "203.0.113.6", 1194)
    yield Flow(START, 600, "203.0.113.7", 40000, line(12), 51820)
    yield Flow(START, 900, line(13), 0, "203.0.113.8", 0, ESP)
    for n in range(15):
        yield Flow(START, 0.5, line(14), 40000 + n, f"203.0.113.{20 + n}", 51820, out=1, back=0)
    for n, port in enumerate((1194, 4500, 51820)):
        yield Flow(START + n * MINUTE, 300, line(15), port, "203.0.113.60", 443)
    yield Flow(START, 300, line(16), 10500, "203.0.113.241", 4500)
    yield Flow(START, 300, line(17), 40001, "203.0.113.9", 1723, TCP)
    for n in range(10):
        yield Flow(START, 300, line(18), 6881, f"203.0.113.{80 + n}", 1194 + (n > 0))


def pieces(log, head, count, seed):
    """The lines behind the head dealt at random to so many files with heads of their own."""
    lines = log.splitlines(keepends=True)
    top, rest = lines[:head], [one for one in lines[head:] if not one.startswith("#")]
    luck = Random(seed)  # noqa: S311  # planted, not secret
    luck.shuffle(rest)
    return ["".join([*top, *rest[number::count]]) for number in range(count)]


def judged(folder, logs):
    """The sessions of a lake made of these logs, without what names the files."""
    folder.mkdir()
    lists = folder / "lists.csv"
    lists.write_text(LISTS)
    for number, log in enumerate(logs):
        (folder / f"{number}.log").write_text(log)
    at = ["--lake", str(folder / "lake")]
    files = sorted(str(one) for one in folder.glob("*.log"))
    assert run([*at, "lists", "import", "own", str(lists), "--version", "1"]) == 0
    assert run([*at, "nightly", "--zone", "Europe/Vilnius", *files]) == 0
    out = folder / "sessions.jsonl"
    assert run([*at, "sessions", "-o", "jsonl", "--to", str(out)]) == 0
    rows = [json.loads(row) for row in out.read_text().splitlines()]
    return [{k: v for k, v in row.items() if k not in ("sources", "run_id")} for row in rows]


# Who opened UDP Zeek does not know: a server on the line (12) is found in one-way records alone.
@pytest.mark.parametrize(
    ("write", "head", "found"), [(zeek, 8, (10, 11, 13, 17)), (nfdump, 1, (10, 11, 12, 13, 17))]
)
def test_a_log_cut_and_shuffled_into_files_has_the_same_sessions_and_ids(
    tmp_path, write, head, found
):
    log = write(list(flows()))
    whole = judged(tmp_path / "whole", [log])
    flagged = {row["src_ip"] for row in whole if row["verdict"] == "unregistered"}
    assert flagged == {line(number) for number in found}
    for count in (1, 4):
        folder = tmp_path / f"cut{count}"
        assert judged(folder, pieces(log, head, count, count)) == whole
