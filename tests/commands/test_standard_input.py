"""`-` is standard input, plain or packed, for every command that takes logs."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys

import pytest

from tests.parsing import zeek


def piped(content, *args, cwd):
    command = [sys.executable, "-m", "tracker", *args]
    return subprocess.run(command, input=content, capture_output=True, cwd=cwd, check=False)


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "packed"])
def test_a_log_is_parsed_from_standard_input(tmp_path, pack):
    told = piped(pack(zeek({}).encode()), "parse", "-", "-o", "jsonl", cwd=tmp_path)
    (row,) = [json.loads(line) for line in told.stdout.splitlines()]
    assert (told.returncode, row["src_ip"], row["line"]) == (0, "192.0.2.1", 3)


def test_a_log_is_brought_in_from_standard_input(tmp_path):
    told = piped(zeek({}, {"ts": "x"}).encode(), "ingest", "-", cwd=tmp_path)
    assert told.returncode == 4
    assert b"-: zeek-conn: 4 lines, 4 records = 1 used" in told.stderr
    again = piped(zeek({}, {"ts": "x"}).encode(), "ingest", "-", cwd=tmp_path)
    assert (again.returncode, b"0 new files" in again.stderr) == (0, True)


def test_nothing_on_standard_input_is_refused(tmp_path):
    told = piped(b"", "parse", "-", cwd=tmp_path)
    assert (told.returncode, told.stdout) == (4, b"")
    assert b"refused: -: is empty; expected a log" in told.stderr
