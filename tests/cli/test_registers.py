"""`tracker registry` and `tracker lists`, from the command line to the exit code."""

from __future__ import annotations

import json

import pytest

from tracker.__main__ import run

HEADER = (
    "registration_id,registrant_id,category,binding_kind,binding_value,remote_kind,remote_value,"
    "protocol,port,valid_from,valid_to,status,grace_days,authority_ref\n"
)
TERM = "R-1,C-1,company,account,ona@nerys.example,any,,wireguard,51820,2026-01-01,,approved,,\n"


@pytest.fixture
def said(tmp_path, monkeypatch, capfdbinary):
    """Runs a command line in an empty folder: exit code, stdout, stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TRACKER_LAKE", raising=False)

    def call(*args):
        code = run(args)
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return call


def test_a_register_is_checked_imported_and_listed(said, tmp_path):
    (tmp_path / "r.csv").write_text(HEADER + TERM)
    assert said("registry", "check", "r.csv")[::2][0] == 0
    code, out, err = said("registry", "import", "r.csv")
    assert (code, out) == (0, "")
    assert "terms: 1 added, 0 changed, 0 closed, 0 unchanged" in err
    code, out, _ = said("registry", "list", "--at", "2026-03-14", "-o", "jsonl")
    (row,) = (json.loads(line) for line in out.splitlines())
    assert (code, row["registration_id"], row["standing"]) == (0, "R-1", "active")


@pytest.mark.parametrize("command", [("registry", "import"), ("lists", "import", "vpn")])
def test_a_file_with_faults_makes_no_lake(said, tmp_path, command):
    (tmp_path / "bad.csv").write_text("a,b\n")
    assert said(*command, "bad.csv")[0] == 4
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]


def test_a_dry_run_makes_no_lake(said, tmp_path):
    (tmp_path / "r.csv").write_text(HEADER + TERM)
    code, _, err = said("registry", "import", "r.csv", "--dry-run")
    assert code == 0
    assert "1 added" in err
    assert [path.name for path in tmp_path.iterdir()] == ["r.csv"]


def test_every_fault_is_told_on_a_line_of_its_own(said, tmp_path):
    (tmp_path / "r.csv").write_text(HEADER + TERM.replace(",any,", ",all,").replace("51820", "0"))
    code, _, err = said("registry", "check", "r.csv")
    assert code == 4
    assert [line.split(" ")[1] for line in err.splitlines()] == ["r.csv:2:", "r.csv:2:"]


def test_lists_are_imported_by_name_and_listed_by_version(said, tmp_path):
    (tmp_path / "l.csv").write_text("cidr,category,provider\n203.0.113.0/24,vpn,Example\n")
    how = ("--version", "1", "--as-of", "2026-03-01")
    assert said("lists", "import", "vpn", "l.csv", *how)[0] == 0
    _, out, _ = said("lists", "list", "-o", "jsonl")
    (row,) = (json.loads(line) for line in out.splitlines())
    assert (row["list"], row["version"], row["networks"]) == ("vpn", "1", 1)
    assert row["counts_from"].startswith("2026-03-01T00:00:00")


def test_listing_needs_a_lake(said):
    assert said("registry", "list")[0] == 5
    assert said("lists", "list")[0] == 5
