"""Real flow records with their truth, where the folder that holds them lies beside the checkout."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.__main__ import run

CAPTURES = Path(__file__).parents[2] / "shared" / "captures"
LOCAL = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
LOGS = {"zeek/conn.log": 8851, "nfdump/flows.csv.gz": 15325} if CAPTURES.is_dir() else {}
# Two captures of one pair of hosts lie 29 min 53 s apart. With the usual gap of 30 minutes they are
# one session, which the scorer counts for the first alone.
PAIRS = {30: 10, 29: 11}


def night(folder, log, gap=30):
    """Options that name a lake in which a log was judged."""
    lists, config = folder / "local.csv", folder / "tracker.toml"
    lists.write_text("cidr,category,provider\n" + "".join(f"{cidr},local,\n" for cidr in LOCAL))
    config.write_text(f"session_gap_minutes = {gap}\n")
    at = ["--lake", str(folder / "lake"), "--config", str(config)]
    assert run([*at, "lists", "import", "private", str(lists)]) == 0
    assert run([*at, "nightly", "--zone", "UTC", str(CAPTURES / log)]) == 0
    return at


def score(at, folder):
    """What the scorer of the folder says of the lake's sessions."""
    assert run([*at, "sessions", "-o", "jsonl", "--to", str(folder / "sessions.jsonl")]) == 0
    with (folder / "sessions.jsonl").open() as sessions:
        scored = subprocess.run(
            [sys.executable, str(CAPTURES / "score.py")],
            stdin=sessions,
            capture_output=True,
            text=True,
            check=True,
        )
    return scored.stdout


@pytest.mark.parametrize("gap", PAIRS)
@pytest.mark.parametrize("log", LOGS)
def test_the_strong_ports_find_their_pairs_and_accuse_at_most_one_other(tmp_path, capfd, log, gap):
    at = night(tmp_path, log, gap)
    assert f"{LOGS[log]} used" in capfd.readouterr().err
    scored = score(at, tmp_path)
    found, false = map(int, re.findall(r"found (\d+) of .* false pairs (\d+) of", scored)[0])
    assert found >= PAIRS[gap]
    assert false <= 1


# The scorer counts a session that spans two captures of one pair for the nearer one alone; beside
# a truth it stands for both. With a gap of 29 minutes none of them spans two.
SPANNED = {30: {"tunnel": 1}, 29: {}}


@pytest.mark.parametrize("gap", SPANNED)
@pytest.mark.parametrize("log", [*LOGS, *(["zeek/conn-labelled.log"] if LOGS else [])])
def test_the_evaluation_counts_as_the_scorer_does_but_for_sessions_that_span_captures(
    tmp_path, capfd, log, gap
):
    at = night(tmp_path, log, gap)
    scored = score(at, tmp_path)
    capfd.readouterr()
    assert run([*at, "evaluate", "--truth", str(CAPTURES / "truth.csv"), "-o", "jsonl"]) == 0
    out, err = capfd.readouterr()
    assert "8851 rows of truth, 89 that do not count: 8762 flows of 3405 pairs" in err
    rows = [json.loads(line) for line in out.splitlines()]
    ours = {row["class"]: row for row in rows if row["family"] == "all"}
    totals = re.findall(r"^(\w+) +all +(\d+) +(\d+) +(\d+) +(\d+) ", scored, re.MULTILINE)
    assert [name for name, *_ in totals] == list(ours)
    for name, *counts in totals:
        row, more = ours[name], SPANNED[gap].get(name, 0)
        pairs, confirmed, likely, possible = map(int, counts)
        best = [row["confirmed"], row["likely"], row["possible"]]
        assert (row["pairs"], row["confirmed"]) == (pairs, confirmed)
        assert sum(best[:2]) == likely + more
        assert sum(best) == possible + more
