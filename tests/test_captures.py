"""Real flow records with their truth, where the folder that holds them lies beside the checkout."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import redirect_stderr
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from tracker.__main__ import run

CAPTURES = Path(__file__).parents[2] / "shared" / "captures"
LOCAL = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"]
LOGS = {"zeek/conn.log": 8851, "nfdump/flows.csv.gz": 15325} if CAPTURES.is_dir() else {}
LABELLED = "zeek/conn-labelled.log"
LISTS = {"local": LOCAL, "epdg": ["109.237.187.0/24"]}
# The reference rules find 11 pairs by ports and 32 with labels. Two captures of one pair of hosts lie
# 29 min 53 s apart: with the usual gap of 30 minutes they are one session, which the scorer counts
# for the first alone. One pair is WARP's, a privacy relay. And one is a provider's name over TLS
# with the counters of a visit to his website, which nothing tells from those that are visits.
USUAL = ""
REFERENCE = "session_gap_minutes = 29\nflag_privacy_relays = true\n"
PAIRS = {
    (log, settings): pairs for log in LOGS for settings, pairs in ((USUAL, 9), (REFERENCE, 11))
} | ({(LABELLED, USUAL): 29, (LABELLED, REFERENCE): 31} if LOGS else {})


def night(folder, log, settings):
    """Options that name a lake in which a log was judged."""
    (folder / "tracker.toml").write_text(settings)
    at = ["--lake", str(folder / "lake"), "--config", str(folder / "tracker.toml")]
    for name, networks in LISTS.items():
        path = folder / f"{name}.csv"
        rows = [f"{cidr},{name},\n" for cidr in networks]
        path.write_text("cidr,category,provider\n" + "".join(rows))
        assert run([*at, "lists", "import", name, str(path)]) == 0
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


@dataclass(frozen=True)
class Judged:
    """A log judged by settings: the options that name its lake, what was said, and the scorer's words."""

    log: str
    settings: str
    at: list[str]
    told: str
    scored: str


@pytest.fixture(scope="module", params=PAIRS, ids="-".join)
def judged(request, tmp_path_factory) -> Judged:
    folder = tmp_path_factory.mktemp("judged")
    with redirect_stderr(StringIO()) as told:
        at = night(folder, *request.param)
    return Judged(*request.param, at, told.getvalue(), score(at, folder))


def test_the_tunnels_of_the_captures_are_found_and_nobody_else_is_accused(judged):
    assert f"{LOGS.get(judged.log, 8851)} used" in judged.told
    (found,) = re.findall(r"found (\d+) of", judged.scored)
    assert int(found) == PAIRS[judged.log, judged.settings]
    assert "false pairs 0 of 3327 ordinary" in judged.scored
    assert "accused carrier 0, contact 0, encapsulation 0" in judged.scored


# The scorer counts a session that spans two captures of one pair for the nearer one alone; beside
# a truth it stands for both. With a gap of 29 minutes none of them spans two.
SPANNED = {USUAL: {"tunnel": 1}, REFERENCE: {}}


def test_the_evaluation_counts_as_the_scorer_does_but_for_sessions_that_span_captures(
    judged, capfd
):
    assert run([*judged.at, "evaluate", "--truth", str(CAPTURES / "truth.csv"), "-o", "jsonl"]) == 0
    out, err = capfd.readouterr()
    assert "8851 rows of truth, 89 that do not count: 8762 flows of 3405 pairs" in err
    rows = [json.loads(line) for line in out.splitlines()]
    ours = {row["class"]: row for row in rows if row["family"] == "all"}
    totals = re.findall(r"^(\w+) +all +(\d+) +(\d+) +(\d+) +(\d+) ", judged.scored, re.MULTILINE)
    assert [name for name, *_ in totals] == list(ours)
    for name, *counts in totals:
        row, more = ours[name], SPANNED[judged.settings].get(name, 0)
        pairs, confirmed, likely, possible = map(int, counts)
        best = [row["confirmed"], row["likely"], row["possible"]]
        sure = more if judged.log == LABELLED else 0  # the one that spans two has ports and a label
        assert (row["pairs"], row["confirmed"]) == (pairs, confirmed + sure)
        assert sum(best[:2]) == likely + more
        assert sum(best) == possible + more
