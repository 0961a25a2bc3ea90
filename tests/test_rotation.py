"""A log rotated as docs/recipes/gateways.logrotate says is in the lake once, whatever its files are called.

A real logrotate reads the recipe; what stands aside is what this machine lacks: the folders, the
users, and the syslog server, whose place is taken by a log that nobody holds open.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.lake import open_lake
from tracker.shipped import samples

ROOT = Path(__file__).parents[1]
RECIPE = ROOT / "docs" / "recipes" / "gateways.logrotate"
LINES = (samples() / "demo" / "logs" / "conn.log").read_text().splitlines(keepends=True)
HEAD, BODY = [one for one in LINES if one[0] == "#"], [one for one in LINES if one[0] != "#"]
# All that a line told, and nothing of where it stood.
ROWS = Statement("rows", "select * exclude (source, line) from connection order by all")
DAY = timedelta(days=1)


@pytest.fixture
def place(tmp_path):
    """A folder with the recipe, the settings and the program, each where the recipe has it here."""
    if not shutil.which("logrotate") and not os.environ.get("CI"):
        pytest.skip("no logrotate found")
    (tmp_path / "logs").mkdir()
    (tmp_path / "tracker.toml").write_text('[[source]]\npath = "*"\nzone = "Europe/Vilnius"\n')
    program = tmp_path / "tracker"
    program.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m tracker "$@"\n')
    program.chmod(0o755)
    (tmp_path / "recipe").write_text(fitted(RECIPE.read_text(), tmp_path))
    (tmp_path / "recipe").chmod(0o644)  # logrotate reads none that others may write to
    return tmp_path


def fitted(text: str, place: Path) -> str:
    """The recipe for a folder and this user; what its command says is kept, and whether it failed."""
    for there, here in (
        ("/var/log/gateways", f"{place}/logs"),
        ("/opt/tracker/.venv/bin/tracker", f"{place}/tracker"),
        ("/srv/tracker/lake", f"{place}/lake"),
        ("/etc/tracker/lake.key", f"{place}/lake.key"),
        ("/etc/tracker/tracker.toml", f"{place}/tracker.toml"),
        ("runuser -u tracker -- ", ""),
        ("systemctl kill --signal=HUP rsyslog.service", f"echo >> {place}/hups"),
        ("create 0640 syslog tracker", f"create 0640 {os.getuid()} {os.getgid()}"),
        (" || true", f" 2>> {place}/said || echo failed >> {place}/said"),
    ):
        assert there in text
        text = text.replace(there, here)
    return text


def rotate(place: Path) -> list[str]:
    """Lets logrotate do what it does once a day; how the files are called then."""
    command = ["logrotate", "--force", "--state", str(place / "state"), str(place / "recipe")]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")
    return sorted(one.name for one in (place / "logs").iterdir())


def let_a_day_pass(place: Path) -> None:
    """What was rotated bears the date of the day before, and what lay there that of two days before."""
    for path in sorted((place / "logs").glob("conn.log-*")):
        date, dot, packed = path.name.removeprefix("conn.log-").partition(".")
        earlier = f"{datetime.strptime(date, '%Y%m%d').replace(tzinfo=UTC) - DAY:%Y%m%d}"
        path.rename(path.with_name(f"conn.log-{earlier}{dot}{packed}"))


def write(path: Path, lines: list[str]) -> None:
    with path.open("a") as log:
        log.writelines(lines)


def rows(lake: Path) -> list[dict]:
    with DuckDB() as engine:
        open_lake(lake).pin().show(engine, ["connection"])
        return engine.rows(ROWS).to_pylist()


def test_what_is_rotated_and_packed_later_is_in_the_lake_once(place):
    """The writer goes on for a while in the file that was moved, as it does until it is told."""
    log = place / "logs" / "conn.log"
    write(log, HEAD + BODY[:30])
    (_, moved) = rotate(place)
    write(log.with_name(moved), BODY[30:40])
    write(log, HEAD + BODY[40:70])
    let_a_day_pass(place)
    assert [Path(name).suffix for name in rotate(place)].count(".gz") == 1
    write(log, HEAD + BODY[70:])
    let_a_day_pass(place)
    assert [Path(name).suffix for name in rotate(place)].count(".gz") == 2
    assert (place / "hups").read_text() == "\n" * 3
    assert "failed" not in (place / "said").read_text()
    write(place / "whole.log", HEAD + BODY)
    for lake, path in (("lake", "logs"), ("other", "whole.log")):
        subprocess.run([place / "tracker", "ingest", path, "--lake", lake], cwd=place, check=True)
    assert rows(place / "lake") == rows(place / "other")
    assert len(rows(place / "lake")) > len(BODY) / 2
