"""What a real terminal gets: colours, a width, a pager."""

from __future__ import annotations

import re
import shutil

import pytest

from tests.cli.terminal import at_terminal, tracker
from tests.report.planted import RUN, SOURCE, rows, session
from tracker.lake import create_lake

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# A pager that says it was called, and ends when it has read.
PAGER = "sed -u -e 's/^/paged /'"


@pytest.fixture(scope="module")
def listed(tmp_path_factory) -> list[str]:
    """`sessions` of a lake with forty of them."""
    lake = create_lake(tmp_path_factory.mktemp("screen") / "lake", "check")
    lake.append("source", rows("source", SOURCE))
    verdicts = ["unregistered", "registered"] * 20
    given = [session(f"s{n:02}", verdict) for n, verdict in enumerate(verdicts)]
    lake.append("session", rows("session", *given))
    lake.append("run", rows("run", RUN))
    return tracker("sessions", "--lake", str(lake.path))


def test_a_terminal_gets_a_table_with_colours(listed):
    code, told = at_terminal(listed, height=100)
    assert code == 0
    assert "\x1b[1;31munregistered\x1b[0m" in told


@pytest.mark.parametrize("said", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}])
def test_no_colours_where_they_are_not_wanted(listed, said):
    _, told = at_terminal(listed, height=100, **said)
    assert "unregistered" in told
    assert not COLOUR.search(told)


def test_an_empty_no_color_is_none(listed):
    assert COLOUR.search(at_terminal(listed, height=100, NO_COLOR="")[1])


def test_what_goes_to_a_pipe_or_a_file_has_no_colours_and_no_pager(listed, tmp_path):
    file = tmp_path / "file"
    shell = ["sh", "-c", f'"$@" -o table | cat > {file}.piped; "$@" --to {file}', "sh", *listed]
    at_terminal([*shell], height=10, PAGER=PAGER)
    for told in (file, file.with_suffix(".piped")):
        assert "registered" in told.read_text()
        assert not COLOUR.search(told.read_text())
        assert "paged" not in told.read_text()


@pytest.mark.parametrize(("height", "paged"), [(42, True), (43, False)])
def test_a_pager_is_called_where_the_table_is_longer_than_the_screen(listed, height, paged):
    """Forty sessions, their head and its line, and a line for the prompt."""
    code, told = at_terminal(listed, height=height, PAGER=PAGER)
    assert code == 0
    assert ("paged s00" in COLOUR.sub("", told)) == paged
    assert "40 sessions" in told


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--no-pager"], {"PAGER": PAGER}),
        ([], {"PAGER": ""}),
        ([], {"PAGER": "cat"}),
        ([], {"PAGER": PAGER, "TERM": "dumb"}),
        ([], {"PAGER": PAGER, "TRACKER_PAGER": "cat"}),
        ([], {"PAGER": "/no/such/pager"}),
        ([], {"PAGER": "less '"}),
    ],
)
def test_no_pager_where_none_is_wanted_or_there(listed, args, said):
    code, told = at_terminal([*listed, *args], height=10, **said)
    assert code == 0
    assert "paged" not in told
    assert "s39" in told


def test_the_pager_of_this_program_goes_before_that_of_all(listed):
    _, told = at_terminal(listed, height=10, PAGER="cat", TRACKER_PAGER=PAGER)
    assert "paged" in told


@pytest.mark.parametrize("pager", ["true", "head -n 1"])
def test_whoever_leaves_the_pager_early_has_enough(listed, pager):
    code, told = at_terminal(listed, height=10, PAGER=pager)
    assert code == 0
    assert "Traceback" not in told
    assert "40 sessions" in told


def test_less_shows_a_page_and_our_colours(listed):
    if not shutil.which("less"):
        pytest.skip("no less found")
    code, told = at_terminal(listed, height=10, typed=b"q")
    assert code == 0
    assert "s00" in told
    assert "s39" not in told
    assert COLOUR.search(told)
    assert "ESC" not in told


@pytest.mark.parametrize("width", [60, 80, 120, 200])
def test_no_line_is_wider_than_the_terminal(listed, width):
    _, told = at_terminal(listed, width=width, height=1000)
    rows_told = COLOUR.sub("", told).partition("40 sessions")[0]
    assert max(map(len, rows_told.splitlines())) <= width
    assert rows_told.count("192.0.2.10") == 40


def test_a_text_is_paged_like_a_table(listed):
    explain = [
        word.replace("sessions", "explain") if word == "sessions" else word for word in listed
    ]
    code, told = at_terminal([*explain, "s00"], height=5, PAGER=PAGER)
    assert code == 0
    assert "paged" in told
