"""`import tracker` gives the same verbs as the command line."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

import tracker
from tracker.cli import cli
from tracker.shipped import samples


def verbs() -> list[str]:
    """Every command as a verb: `registry import` is registry_import."""
    ctx, found = click.Context(cli), []
    for name in cli.list_commands(ctx):
        command = cli.get_command(ctx, name)
        inner = command.commands if isinstance(command, click.Group) else {}
        found += [f"{name}_{below}" for below in inner] or [name]
    return found


@pytest.mark.parametrize("verb", verbs())
def test_each_command_is_a_verb_with_a_docstring(verb):
    assert verb in dir(tracker)
    assert callable(getattr(tracker, verb))
    assert getattr(tracker, verb).__doc__


def test_importing_tracker_imports_nothing_heavy():
    code = (
        "import sys, tracker; print({'duckdb', 'pyarrow', 'deltalake', 'click'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "set()\n"


def test_a_verb_named_like_a_room_stays_a_verb_when_the_room_is_imported():
    from tracker.judge.detections import read_detections

    assert read_detections()
    assert callable(tracker.judge)


def test_a_night_can_be_asked_without_the_command_line(tmp_path):
    lake, key = tracker.init(tmp_path / "lake")
    settings = tracker.Settings(night_zone="Europe/Vilnius")
    logs = samples() / "demo" / "logs"
    asked = tracker.Asked(zone="Europe/Vilnius")
    judged = tracker.nightly(lake, key, [str(logs)], asked, settings)
    assert judged
    found = tracker.flagged(tracker.open_lake(tmp_path / "lake"), tracker.Wanted(limit=1))
    assert found.rows.num_rows == 1
    assert tracker.explain(lake, found.rows["session_id"][0].as_py()).num_rows == 1
