from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Timer

import click
import pytest

from tracker.__main__ import run
from tracker.cli import COMMANDS, cli
from tracker.cli.options import Setup, moment
from tracker.errors import SettingsError, UsageError
from tracker.lake import create_lake


def test_help_imports_nothing_heavy():
    heavy = "{'duckdb', 'pyarrow', 'deltalake', 'rich', 'numpy'}"
    code = "import sys; from tracker.__main__ import run; run(['--help']);"
    code += f"print({heavy} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.endswith("set()\n")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(name):
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert command.get_short_help_str(limit=200).rstrip(".") == COMMANDS[name][1].rstrip(".")


@pytest.mark.parametrize(
    "args", [["nope"], ["tables", "--nope"], ["explain"], ["tables", "-o", "x"]]
)
def test_a_wrong_command_line_is_usage(args, capsys):
    assert run(args) == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (["flaged"], "'flagged'"),
        (["registry", "shw"], "'show'"),
        (["sessions", "--verdit", "x"], "'--verdict'"),
        (["sessions", "--verdict", "unregisterd"], "unregistered"),
        (["sessions", "-o", "parquett"], "parquet"),
        (["review", "x", "--reason", "y", "--outcome", "dismis"], "dismiss"),
        (["registry", "list", "--standing", "Expird"], "expired"),
        (["completion", "bsh"], "bash"),
    ],
)
def test_a_mistyped_word_is_told_with_the_one_that_was_meant(args, meant, capsys):
    assert run(args) == 2
    told = capsys.readouterr().err
    assert meant in told.partition("id you mean")[2]


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (["formats", "frtigate"], "fortigate"),
        (["detections", "wiregard_port"], "wireguard_port"),
        (["parse", __file__, "--format", "frtigate"], "fortigate"),
        (["parse", __file__, "--zone", "Europe/Vilnus"], "Europe/Vilnius"),
    ],
)
def test_a_mistyped_name_is_told_with_the_one_that_was_meant(args, meant, capsys):
    assert run(args) in (2, 3)
    assert meant in capsys.readouterr().err.partition("did you mean ")[2]


@pytest.mark.parametrize(
    "args",
    [
        ["explain"],
        ["review", "--outcome", "dismiss", "--reason", "x"],
        ["reviews", "--session"],
        ["sessions", "--registration"],
        ["sql"],
        ["registry", "show"],
        ["registry", "history"],
        ["registry", "history", "--registrant"],
    ],
)
def test_bytes_that_are_no_text_are_no_question(args, capsys):
    assert run([*args, "a\udcff"]) == 2
    assert "has bytes that are no text" in capsys.readouterr().err


def test_what_is_like_nothing_is_told_with_nothing(capsys):
    run(["sessions", "--verdict", "zzz"])
    assert "id you mean" not in capsys.readouterr().err


def test_a_fault_is_one_line_without_traceback_and_hides_nothing(tmp_path, capsys):
    code = run(["--lake", str(tmp_path / "no\x1b[2Jlake"), "status"])
    told = capsys.readouterr()
    assert (code, told.out) == (5, "")
    assert told.err.startswith("tracker: ")
    assert "\x1b" not in told.err
    assert "not a lake" in told.err


def test_a_reader_that_has_enough_is_no_fault():
    command = f"{sys.executable} -m tracker tables -o csv | head -1"
    told = subprocess.run(command, shell=True, capture_output=True, text=True, check=True)  # noqa: S602
    assert (told.stdout.count("\n"), told.stderr) == (1, "")


def test_an_interrupt_ends_with_the_code_shells_use(monkeypatch):
    def interrupted(_ctx: click.Context) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(cli), "invoke", lambda _self, ctx: interrupted(ctx))
    assert run(["tables"]) == 130


@pytest.mark.parametrize(
    ("args", "env"),
    [
        (["--lake", "a", "status"], {}),
        (["status", "--lake", "a"], {}),
        (["--lake", "b", "status", "--lake", "a"], {}),
        (["status"], {"TRACKER_LAKE": "a"}),
        (["--lake", "a", "status"], {"TRACKER_LAKE": "b"}),
        (["status", "--lake", "a"], {"TRACKER_LAKE": "b"}),
    ],
)
def test_a_lake_is_named_before_the_command_after_it_or_in_the_environment(
    args, env, tmp_path, monkeypatch, capsys
):
    """The later flag holds, and any flag goes before the environment."""
    monkeypatch.chdir(tmp_path)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert run(args) == 5
    assert capsys.readouterr().err.startswith("tracker: a: not a lake")


def test_the_key_lies_beside_the_lake_and_not_in_it(tmp_path):
    assert Setup(lake=tmp_path / "lake").key_path == tmp_path / "lake.key"


def test_a_lake_and_its_key_are_made_on_first_use_which_is_said(tmp_path, capsys):
    setup = Setup(lake=tmp_path / "lake")
    _, made = setup.open_with_key()
    assert "made the lake" in capsys.readouterr().err
    _, found = setup.open_with_key()
    assert (capsys.readouterr().err, found) == ("", made)


def test_a_key_of_another_lake_is_refused(tmp_path):
    Setup(lake=tmp_path / "lake").open_with_key()
    Setup(lake=tmp_path / "other").open_with_key()
    with pytest.raises(SettingsError, match="not the key of this lake"):
        Setup(lake=tmp_path / "lake", key=tmp_path / "other.key").open_with_key()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-03-14", "2026-03-14T00:00:00+02:00"),
        ("2026-07-14", "2026-07-14T00:00:00+03:00"),
        ("2026-03-14T21:30", "2026-03-14T21:30:00+02:00"),
        ("2026-03-14T21:30:00Z", "2026-03-14T21:30:00+00:00"),
    ],
)
def test_a_date_or_time_is_read_in_the_night_zone_unless_it_has_an_offset(text, expected):
    at = moment(text, "Europe/Vilnius")
    assert at is not None
    assert at.isoformat() == expected


@pytest.mark.parametrize("text", ["yesterdays", "2026-02-30", "", "14.3.2026"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(UsageError, match="no date or time"):
        moment(text, "UTC")


@pytest.mark.parametrize("rows", ["a = b - 1", "a < b"])
def test_whoever_interrupts_a_query_in_its_midst_gets_the_code_of_an_interrupt(tmp_path, rows):
    """The engine tells that in its own words; be the process in the query yet or on its way to it."""
    create_lake(tmp_path / "lake", "check")
    # Of three such ranges the rows are endless, and what is sorted or hashed of one is little.
    ranges = ", ".join(f"range(1000000) as {name}" for name in "abc")
    endless = f"select count(*) from {ranges} where {rows} and c * a > b"
    later = Timer(1.5, os.kill, (os.getpid(), signal.SIGINT))
    later.start()
    assert run(["sql", endless, "--lake", str(tmp_path / "lake")]) == 130
