"""What docs/recipes/ gives away to be copied holds: no option, setting or metric in it is wrong."""

from __future__ import annotations

import ast
import configparser
import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from tests.test_house import commands
from tracker.cli import cli
from tracker.cli.metrics import _HELP as METRICS

RECIPES = Path(__file__).parents[1] / "docs" / "recipes"
FILES = sorted(RECIPES.iterdir())
UNITS = sorted(RECIPES.glob("*.service")) + sorted(RECIPES.glob("*.timer"))
PROGRAM = re.compile(
    r"(?:^|[\s\"=])(?:/opt/tracker/\.venv/bin/)?tracker ((?:nightly|ingest|judge) .*)"
)
RUNS = [
    "airflow_dag.py",
    "gateways.logrotate",
    "kubernetes.yaml",
    "tracker.cron",
    "tracker.service",
]


def words(path: Path) -> list[list[str]]:
    """The words behind `tracker` of each command line of a recipe, as the program gets them."""
    text = path.read_text()
    if path.suffix == ".py":
        said = [n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant)]
        found = [one for one in said if isinstance(one, str) and PROGRAM.match(one)]
        return [shlex.split(PROGRAM.match(one)[1]) for one in found]
    if path.suffix == ".yaml":
        listed = re.findall(r"^ *command: (\[.*\])$", text, re.MULTILINE)
        return [one[1:] for one in map(json.loads, listed) if one[0] == "tracker"]
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    found = [match[1] for line in lines if (match := PROGRAM.search(line))]
    return [shlex.split(re.split(r" 2?>>| \|\| ", one)[0]) for one in found]


def section(path: Path) -> configparser.ConfigParser:
    """A unit file; a key may stand in it several times."""
    unit = configparser.ConfigParser(interpolation=None, strict=False)
    unit.optionxform = str
    unit.read(path)
    return unit


@pytest.mark.parametrize("name", RUNS)
def test_each_command_line_is_one_that_the_program_takes(name):
    found = words(RECIPES / name)
    assert len(found) == 1
    for args in found:
        command = cli.get_command(click.Context(cli), args[0])
        assert command is not None
        with command.make_context(args[0], args[1:], parent=click.Context(cli)) as ctx:
            assert ctx.params


def test_no_recipe_that_runs_the_program_is_left_untried():
    assert [path.name for path in FILES if words(path)] == RUNS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_word_for_the_environment_is_one_that_is_read(path):
    params = [param for command in commands().values() for param in command.params]
    known = {str(param.envvar) for param in params if param.envvar}
    known |= {"TRACKER_EXIT_CODE"}  # what a command in on_failure is told
    assert set(re.findall(r"\bTRACKER_[A-Z_]+\b", path.read_text())) <= known


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_one_that_systemd_understands(path, tmp_path):
    """Asked of systemd where it is; programs and users that this machine lacks stand aside."""
    assert section(path).sections()[0] == "Unit"
    if not shutil.which("systemd-analyze"):
        return
    for unit in UNITS:
        text = re.sub(r"(?m)^ExecStart=\S+", "ExecStart=/bin/true", unit.read_text())
        (tmp_path / unit.name).write_text(re.sub(r"(?m)^User=.*", "User=root", text))
    command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / path.name)]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


def test_units_name_each_other():
    assert section(RECIPES / "tracker.service")["Unit"]["OnFailure"] == "tracker-failed.service"
    script = section(RECIPES / "tracker-failed.service")["Service"]["ExecStart"]
    assert (RECIPES / Path(script).name).stat().st_mode & 0o111


def test_rules_ask_for_metrics_that_there_are():
    asked = set(re.findall(r"\btracker_\w+", (RECIPES / "prometheus-rules.yml").read_text()))
    assert asked
    assert asked <= METRICS.keys()


def test_two_nights_never_run_at_once_where_a_scheduler_can_be_told():
    assert "\n  concurrencyPolicy: Forbid\n" in (RECIPES / "kubernetes.yaml").read_text()
    assert "max_active_runs=1," in (RECIPES / "airflow_dag.py").read_text()


@pytest.mark.parametrize(
    ("environment", "said", "expected"),
    [
        ({"TRACKER_EXIT_CODE": "5"}, b'{"exit_code": 5}\n', {"exit_code": 5}),
        ({"MONITOR_EXIT_STATUS": "5"}, b"", {"command": "nightly", "exit_code": "5"}),
        ({}, b"", {"command": "nightly", "exit_code": "unknown"}),
    ],
)
def test_the_webhook_gets_one_object_whoever_calls(tmp_path, environment, said, expected):
    """curl is stood in for by a program that writes down what it was handed."""
    (tmp_path / "url").write_text("https://hooks.isp.example/tracker\n")
    curl = tmp_path / "curl"
    curl.write_text(f'#!/bin/sh\ncat > {tmp_path}/body\nprintf "%s\\n" "$@" > {tmp_path}/args\n')
    curl.chmod(0o755)
    there = {"PATH": f"{tmp_path}:/usr/bin:/bin", "WEBHOOK_URL_FILE": str(tmp_path / "url")}
    subprocess.run([RECIPES / "webhook.sh"], input=said, env=there | environment, check=True)
    assert json.loads((tmp_path / "body").read_text()) == expected
    args = (tmp_path / "args").read_text().splitlines()
    assert args[-1] == "https://hooks.isp.example/tracker"
    assert "--fail" in args


def test_the_guide_names_each_recipe():
    page = (RECIPES.parent / "operator.md").read_text()
    assert all(f"](recipes/{path.name})" in page for path in FILES)
