"""Real flow records with their truth, where the folder that holds them lies beside the checkout."""

from __future__ import annotations

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


@pytest.mark.parametrize("gap", PAIRS)
@pytest.mark.parametrize("log", LOGS)
def test_the_strong_ports_find_their_pairs_and_accuse_at_most_one_other(tmp_path, capfd, log, gap):
    lists, config = tmp_path / "local.csv", tmp_path / "tracker.toml"
    lists.write_text("cidr,category,provider\n" + "".join(f"{cidr},local,\n" for cidr in LOCAL))
    config.write_text(f"session_gap_minutes = {gap}\n")
    at = ["--lake", str(tmp_path / "lake"), "--config", str(config)]
    assert run([*at, "lists", "import", "private", str(lists)]) == 0
    assert run([*at, "nightly", "--zone", "UTC", str(CAPTURES / log)]) == 0
    assert f"{LOGS[log]} used" in capfd.readouterr().err
    assert run([*at, "sessions", "-o", "jsonl", "--to", str(tmp_path / "sessions.jsonl")]) == 0
    with (tmp_path / "sessions.jsonl").open() as sessions:
        scored = subprocess.run(
            [sys.executable, str(CAPTURES / "score.py")],
            stdin=sessions,
            capture_output=True,
            text=True,
            check=True,
        )
    found, false = map(int, re.findall(r"found (\d+) of .* false pairs (\d+) of", scored.stdout)[0])
    assert found >= PAIRS[gap]
    assert false <= 1
