"""Completion as a shell asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tracker.cli.completion import SHELLS

ROOT = Path(__file__).parents[2]
# Loads the script, asks for what completes the words, and prints the answers a line each.
BASH = """
source <(tracker completion bash)
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_tracker_completion tracker
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.fixture(scope="module")
def path(tmp_path_factory) -> str:
    """A PATH in which `tracker` is this one."""
    folder = tmp_path_factory.mktemp("bin")
    program = folder / "tracker"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tracker "$@"\n')
    program.chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def run(path: str, *command: str) -> subprocess.CompletedProcess[str]:
    told = {"PATH": path, "PYTHONPATH": str(ROOT), "HOME": "/nonexistent"}
    return subprocess.run(command, env=told, capture_output=True, text=True, check=True)


def completed(path: str, *words: str) -> list[str]:
    done = run(path, "bash", "--norc", "-c", BASH, "bash", *words)
    assert done.stderr == ""
    return done.stdout.split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["tracker", "fl"], ["flagged"]),
        (["tracker", "registry", "ex"], ["expiring", "export"]),
        (["tracker", "sessions", "--ver"], ["--verdict"]),
        (
            ["tracker", "flagged", "--verdict", ""],
            ["unregistered", "out_of_terms", "expired", "suspended", "revoked"],
        ),
        (["tracker", "sessions", "-o", "p"], ["parquet"]),
        (["tracker", "review", "x", "--outcome", "d"], ["dismiss"]),
        (["tracker", "completion", ""], list(SHELLS)),
    ],
)
def test_bash_completes_commands_options_and_their_values(path, words, expected):
    assert completed(path, *words) == expected


def test_completing_reads_no_lake_and_no_settings(path, tmp_path):
    (tmp_path / "tracker.toml").write_text("no settings")
    words = ["tracker", "--config", str(tmp_path / "tracker.toml"), "sessions", "--tier", "c"]
    assert completed(path, *words) == ["confirmed"]


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_a_script_that_it_can_read(path, shell):
    script = run(path, "tracker", "completion", shell).stdout
    assert f"_TRACKER_COMPLETE={shell}_complete" in script
    if shutil.which(shell):
        run(path, shell, "-n", "-c", script)
