"""What README.md and docs/ show is what the program prints, and what they tell is what it knows.

A `console` block is commands behind `$ ` and what they print on a terminal of 200 columns. They run
in the order of the pages, in one folder with the files of the demo night. A line `...` stands for
lines left out; what differs from run to run is compared as a pattern.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, fields
from pathlib import Path

import click
import pytest

from tests.forked import forking
from tests.renew_pages import TABLES, between, written
from tests.test_house import commands
from tracker import errors
from tracker.report.verdicts import FLAGGED, VERDICTS
from tracker.settings import Gateway, Settings, Source
from tracker.shipped import samples

ROOT = Path(__file__).parents[1]
RUN = ("README.md", "docs/operator.md", "docs/auditor.md", "docs/formats.md", "docs/register.md")
READ = ("docs/detections.md", "CONTRIBUTING.md", "CHANGELOG.md")
PAGES = {name: (ROOT / name).read_text() for name in (*RUN, *READ)}
LEFT_OUT = "..."
BLOCKS = re.DOTALL | re.MULTILINE
# What is new in every run: keys and so pseudonyms, folders, times of running, ids of runs.
CHANGING = (
    (r"\b[0-9a-f]{32}\b", "<pseudonym>"),
    (r"\b[0-9a-f]{8}…", "<pseudonym>…"),
    (r"\S+/(?=\w+\.key\b)", "<folder>/"),
    (r"\b20\d\d-\d\d-\d\d-(?=[0-9a-f]{8}\b)", "<date>-"),
    (r"\breview [0-9a-f]{16}\b", "review <review>"),
    (r"(?<=\.html: )[\d,]+", "<size>"),
    (r"\bjudged \S+ \S+ by run [0-9a-f]{16}\b", "judged <time> by run <run>"),
)


@dataclass(frozen=True)
class Shown:
    """A command of a page, and what the page says it prints."""

    page: str
    line: int
    command: str
    output: str


def shown(name: str) -> list[Shown]:
    found = []
    for block in re.finditer(r"^```console\n(.*?)^```$", PAGES[name], re.DOTALL | re.MULTILINE):
        first = PAGES[name].count("\n", 0, block.start(1)) + 1
        assert block[1].startswith("$ "), f"{name}:{first}: a console block begins with a command"
        for part in re.finditer(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block[1], re.MULTILINE):
            line = first + block[1].count("\n", 0, part.start())
            found.append(Shown(name, line, part[1], part[2]))
    return found


SHOWN = [one for name in RUN for one in shown(name)]


def settled(text: str) -> str:
    """The text with what changes from run to run as patterns, and without empty lines."""
    for pattern, name in CHANGING:
        text = re.sub(pattern, name, text)
    return "".join(f"{line.rstrip()}\n" for line in text.splitlines() if line.strip())


def agrees(page: str, printed: str) -> bool:
    """Whether a page shows what was printed: every line in its place, or left out with a mark."""
    lines = settled(page).splitlines()
    parts = [r"(?:.*\n)+" if one == LEFT_OUT else re.escape(f"{one}\n") for one in lines]
    return re.fullmatch("".join(parts), settled(printed)) is not None


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[Shown, str]:
    """What each command of the pages prints, all of them run one after another."""
    folder = tmp_path_factory.mktemp("newcomer") / "night"
    shutil.copytree(samples() / "demo", folder)
    program = folder.parent / "tracker"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tracker "$@"\n')
    program.chmod(0o755)
    quicker = folder.parent / "forked" / "tracker"
    quicker.parent.mkdir()
    keep = {name: value for name, value in os.environ.items() if not name.startswith("TRACKER_")}
    there = {"PYTHONPATH": str(ROOT), "TERM": "dumb", "COLUMNS": "200"}

    def on_path(page: str) -> dict[str, str]:
        """Each command of the first page is a program that starts, those of the others are forks."""
        first = program if page == RUN[0] else quicker
        return keep | there | {"PATH": f"{first.parent}:{os.environ['PATH']}"}

    with forking(quicker):
        return {one: on_a_terminal(one.command, folder, on_path(one.page)) for one in SHOWN}


def on_a_terminal(command: str, folder: Path, environment: dict[str, str]) -> str:
    """What a command line writes to a terminal, stdout and stderr as they come."""
    leader, follower = pty.openpty()
    with subprocess.Popen(
        ["bash", "-c", command], cwd=folder, env=environment,
        stdin=subprocess.DEVNULL, stdout=follower, stderr=follower,
    ):  # fmt: skip
        os.close(follower)
        told = b"".join(iter(lambda: read(leader), b""))
    os.close(leader)
    return told.decode()


def read(leader: int) -> bytes:
    try:
        return os.read(leader, 1 << 16)
    except OSError:  # how Linux says that the last writer has closed a terminal
        return b""


@pytest.mark.parametrize("one", SHOWN, ids=lambda one: f"{one.page}:{one.line}")
def test_a_console_block_shows_what_the_program_prints(one, printed):
    assert agrees(one.output, printed[one]), f"$ {one.command}\n{printed[one]}"


PRINTED = (
    "2 sessions\nholder 0123456789abcdef0123456789abcdef\nlist 2026-11-23-fafd2c25\nscore 1.0\n"
)


@pytest.mark.parametrize(
    "page",
    [
        PRINTED,
        "2 sessions\n...\nscore 1.0\n",
        "...\nscore 1.0\n",
        PRINTED.replace("0123", "4567"),
        PRINTED.replace("2026-11-23", "2027-01-01"),
    ],
)
def test_a_page_may_leave_lines_out_and_cannot_know_keys_and_dates(page):
    assert agrees(page, PRINTED)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "2 sessions\nscore 1.0\n",
        PRINTED.replace("1.0", "1.1"),
        PRINTED.replace("2 sessions", "2 session"),
        PRINTED.replace("fafd2c25", "fafd2c26"),
        f"{PRINTED}more\n",
        f"{PRINTED}...\n",
        "score 1.0\n...\n2 sessions\n",
    ],
)
def test_a_page_that_shows_anything_else_is_found_out(page):
    assert not agrees(page, PRINTED)


def part(page: str, mark: str) -> str:
    found = between(mark).search(PAGES[page])
    assert found, f"{page} has no part {mark}"
    return found[0]


def cells(page: str, mark: str) -> list[list[str]]:
    """The rows of a table, without its head, code marks taken off."""
    lines = part(page, mark).strip().splitlines()[2:]
    split = (re.split(r"(?<!\\)\|", line.strip("|")) for line in lines)
    return [[cell.strip().replace("`", "").replace("\\|", "|") for cell in row] for row in split]


@pytest.mark.parametrize(("page", "mark"), TABLES)
def test_a_table_of_what_the_program_knows_is_as_renewing_writes_it(page, mark):
    assert part(page, mark) == written(page, mark)


def test_each_setting_stands_there_with_its_default():
    told = {key: default for key, default, _ in cells("docs/operator.md", "settings")}
    sections = ("sources", "gateways", "judge", "letter")
    known = [one.name for one in fields(Settings) if one.name not in sections]
    assert told == {name: shown(getattr(Settings(), name)) for name in known}


def shown(default: object) -> str:
    """A default as a settings file writes it."""
    if default is None or isinstance(default, str):
        return "not set" if default is None else f'"{default}"'
    return str(default).lower()


def test_each_key_of_a_section_of_the_settings_stands_there():
    told = [(section, key) for section, key, _ in cells("docs/operator.md", "sections")]
    known = {"[[source]]": Source, "[[gateway]]": Gateway}
    assert told == [(name, one.name) for name, kind in known.items() for one in fields(kind)]


def test_each_exit_code_stands_there():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type)]
    known = {kind.exit_code for kind in kinds if issubclass(kind, errors.TrackerError)}
    assert {int(code) for code, _ in cells("README.md", "exit-codes")} == known | {0, 130}


@pytest.mark.parametrize("page", ["README.md", "docs/auditor.md"])
def test_each_verdict_stands_there_in_its_order_and_says_whether_it_flags(page):
    told = [(verdict, flags) for verdict, flags, *_ in cells(page, "verdicts")]
    assert told == [(name, "yes" if name in FLAGGED else "no") for name in VERDICTS]


def test_the_registrars_guide_shows_an_example_of_each_verdict_in_its_order():
    section = re.search(
        r"^## Every verdict, with an example\n(.*?)^## ", PAGES["docs/register.md"], BLOCKS
    )
    assert section
    parts = re.findall(r"^### `(\w+)`\n(.*?)(?=^### |\Z)", section[1], BLOCKS)
    assert [verdict for verdict, _ in parts] == list(VERDICTS)
    for verdict, text in parts:
        examples = re.findall(r"^```console\n(.*?)^```$", text, BLOCKS)
        outputs = [re.findall(r"^to \S+: (\w+)$", one, re.MULTILINE) for one in examples]
        assert outputs, verdict
        assert all(set(told) == {verdict} for told in outputs), verdict


def test_each_reason_of_a_reject_in_the_samples_stands_there():
    goldens = (ROOT / "tests" / "formats").glob("*.jsonl")
    found = {
        reason
        for golden in goldens
        for reason in re.findall(r'"reason": "(\w+)", "text"', golden.read_text())
    }
    told = [reason.replace("…", r"\w+") for reason, *_ in cells("docs/operator.md", "rejects")]
    assert found
    assert not [one for one in found if not any(re.fullmatch(rule, one) for rule in told)]


def said(page: str) -> list[list[str]]:
    """The words behind `tracker` wherever a page names a command: in text, blocks, unit files."""
    code = re.findall(r"^```\w*\n(.*?)^```|`([^`\n]+)`", PAGES[page], re.DOTALL | re.MULTILINE)
    found = re.findall(
        r"\btracker ([a-z][^`\n|;&]*)", "\n".join(block or span for block, span in code)
    )
    return [one.split() for one in found]


@pytest.mark.parametrize("page", PAGES)
def test_each_command_that_a_page_names_is_one_with_these_options(page):
    known = commands()
    for words in said(page):
        group = f"tracker {words[0]}"
        assert group in known, words
        if isinstance(known[group], click.Group) and len(words) > 1:
            group = f"{group} {words[1]}"
            assert group in known, words
        options = {name for param in known[group].params for name in param.opts}
        asked = {word for word in words if re.fullmatch(r"--[a-z][a-z-]*", word)}
        assert asked <= options, words


def test_each_file_that_a_page_links_to_is_there():
    for name, text in PAGES.items():
        for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
            assert ((ROOT / name).parent / link).exists(), f"{name}: {link}"


def test_the_two_commands_of_a_fresh_machine_stand_in_the_readme_word_by_word():
    lines = PAGES["README.md"].splitlines()
    assert "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/tracker demo" in lines
    assert (
        "python3 -m venv .venv && .venv/bin/pip install -e '.[test]' && .venv/bin/pytest" in lines
    )


def test_the_readme_is_short():
    assert len(PAGES["README.md"].splitlines()) <= 200


@pytest.mark.parametrize("page", PAGES)
def test_no_page_names_a_machine_or_a_registry(page):
    assert not re.search(r"(?i)(^|[\s`(\"'])/(home|root|tmp|work|Users)/|\bpypi\b", PAGES[page])
