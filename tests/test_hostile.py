"""What hostile texts do in every output of every question: nothing, they are shown as text."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata

import pytest
from pyarrow import parquet

from tests.cli.terminal import at_terminal, tracker
from tests.planting.hostile import ATTACKS, hostile_lake
from tracker.__main__ import run

# Of each kind one: for terminals, spreadsheets, eyes.
FEW = ("colour", "tab", "bidi")
QUESTIONS = {
    "sessions": ["sessions"],
    "flagged": ["flagged", "--dismissed"],
    "reviews": ["reviews"],
    "terms": ["registry", "list"],
    "history": ["registry", "history"],
    "expiring": ["registry", "expiring", "--at", "2026-03-14"],
    "findings": ["registry", "check"],
    "term": ["registry", "show", ATTACKS["script"]],
    "lists": ["lists", "list"],
    "status": ["status"],
    "rejects": ["rejects"],
    **{name: ["sql", f"from {name}"] for name in ("session", "source", "registration", "endpoint")},
    "summary": ["sql", "summarize session"],
    **{f"explain_{name}": ["explain", f"{name}x"] for name in FEW},
}
# In these every text that was planted comes back.
WHOLE = {"session": "holder_basis", "sessions": "holder_basis", "flagged": "holder_basis"}
WHOLE |= {"registration": "authority_ref", "endpoint": "host", "source": "gateway"}
WHOLE |= {"reviews": "reason", "terms": "authority_ref", "lists": "list"}
FORMULA = re.compile("[\\s\ufeff]*[=+@\uff1d\uff0b\uff20\\t\\r\\n-](?![0-9.]*$)")


@pytest.fixture(scope="module")
def lake(tmp_path_factory) -> str:
    return str(hostile_lake(tmp_path_factory.mktemp("hostile") / "lake").path)


@pytest.fixture
def told(lake, tmp_path, monkeypatch, capfdbinary):
    """What a question says in a format, in an empty folder that stays empty."""
    monkeypatch.chdir(tmp_path)

    def ask(question: str, output: str) -> str:
        assert run([*QUESTIONS[question], "--lake", lake, "-o", output]) == 0
        out, err = capfdbinary.readouterr()
        assert not list(tmp_path.iterdir())
        assert not hidden(err.decode())
        return out.decode()

    return ask


def hidden(text: str) -> set[str]:
    """The signs that a terminal acts on or that hide and reorder others; line ends are none."""
    return {s for s in text if unicodedata.category(s) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_table_has_no_sign_that_a_terminal_acts_on(told, question):
    assert not hidden(told(question, "table"))


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_csv_has_no_cell_that_a_spreadsheet_runs(told, question):
    text = told(question, "csv")
    assert not hidden(text)
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert cells
    assert [cell for cell in cells if FORMULA.match(cell)] == []


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_jsonl_is_a_plain_object_a_line(told, question):
    text = told(question, "jsonl")
    assert not hidden(text)
    assert [line for line in text.splitlines() if not isinstance(json.loads(line), dict)] == []


@pytest.mark.parametrize(("question", "column"), WHOLE.items())
def test_a_jsonl_parses_back_to_the_very_texts(told, question, column):
    lines = told(question, "jsonl").splitlines()
    assert {json.loads(line)[column] for line in lines} >= set(ATTACKS.values())


@pytest.mark.parametrize(("question", "column"), WHOLE.items())
def test_a_parquet_holds_the_very_texts_and_lies_where_it_was_asked_for(
    lake, question, column, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert run([*QUESTIONS[question], "--lake", lake, "--to", "rows.parquet"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["rows.parquet"]
    found = parquet.read_table("rows.parquet")[column].to_pylist()
    assert set(found) >= set(ATTACKS.values())


@pytest.mark.parametrize("output", ["table", "csv", "jsonl"])
def test_a_file_lies_where_it_was_asked_for_and_nowhere_else(lake, output, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run(["sessions", "--lake", lake, "-o", output, "--to", "rows"]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["rows"]
    assert not hidden((tmp_path / "rows").read_text())


@pytest.mark.parametrize("question", ["sessions", "explain_colour", "terms", "source"])
def test_a_terminal_gets_no_escape_but_our_own_colours(lake, question):
    """Narrow, so that rows stand one below the other, where a text has most room."""
    command = tracker(*QUESTIONS[question], "--lake", lake, "--no-pager")
    code, text = at_terminal(command, width=80)
    assert code == 0
    assert not hidden(re.sub(r"\x1b\[(?:0|1|32|33|1;31)m", "", text))


@pytest.mark.parametrize("attack", ["erase", "sql", "path", "bidi"])
def test_what_is_asked_for_is_a_value_and_told_back_as_text(lake, attack, capfd):
    """As a filter, an id, an option's value, an SQL text: found, refused, and never done."""
    asked = ATTACKS[attack].replace("\0", "")  # no command line can hold one
    for args in (
        ["sessions", "--registration", asked],
        ["explain", asked],
        ["registry", "show", asked],
        ["reviews", "--session", asked],
        ["sql", asked],
        ["sessions", "--verdict", asked],
        [asked],
    ):
        assert run([*args, "--lake", lake]) in (0, 2)
        out, err = capfd.readouterr()
        assert not hidden(out + err), args
