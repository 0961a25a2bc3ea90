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
# Each loads the script, asks for what completes the words, and prints the answers a line each.
ASKED = {
    "bash": """
        source <(tracker completion bash)
        COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
        _tracker_completion tracker
        printf '%s\\n' "${COMPREPLY[@]}"
    """,
    # What zsh would offer is printed: the editor of its lines, which offers it, needs a terminal.
    "zsh": """
        compdef() { : }
        _describe() { print -rl -- "${(@P)3}" }
        compadd() { print -rl -- "${(@P)5}" }
        source <(tracker completion zsh)
        words=("$@") CURRENT=$#
        _tracker_completion
    """,
    "fish": """
        tracker completion fish | source
        complete --do-complete "$argv"
    """,
}
BARE = {"bash": ["--norc"], "zsh": ["-f"], "fish": ["--no-config"]}


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


@pytest.fixture(params=SHELLS)
def shell(request) -> str:
    """A shell, which only a newcomer's machine may lack."""
    if not shutil.which(request.param) and not os.environ.get("CI"):
        pytest.skip(f"no {request.param} here")
    return str(request.param)


def completed(path: str, shell: str, *words: str) -> list[str]:
    name = [] if shell == "fish" else [shell]  # what the others take for $0
    done = run(path, shell, *BARE[shell], "-c", ASKED[shell], *name, *words)
    assert done.stderr == ""
    between = {"bash": None, "zsh": ":", "fish": "\t"}[shell]  # a word and what it means
    return [line.split(between)[0] for line in done.stdout.splitlines()]


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
def test_each_shell_completes_commands_options_and_their_values(path, shell, words, expected):
    ordered = sorted(expected) if shell == "fish" else expected  # which has an order of its own
    assert completed(path, shell, *words) == ordered


def test_completing_reads_no_lake_and_no_settings(path, tmp_path):
    (tmp_path / "tracker.toml").write_text("no settings")
    words = ["tracker", "--config", str(tmp_path / "tracker.toml"), "sessions", "--tier", "c"]
    assert completed(path, "bash", *words) == ["confirmed"]


def test_each_shell_gets_a_script_that_it_can_read(path, shell):
    script = run(path, "tracker", "completion", shell).stdout
    assert f"_TRACKER_COMPLETE={shell}_complete" in script
    run(path, shell, "-n", "-c", script)
