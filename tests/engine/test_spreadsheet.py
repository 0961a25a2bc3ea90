from __future__ import annotations

import duckdb
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.engine.spreadsheet import meant, unrun, unrun_name

# Texts that begin as formulas do, or nearly so.
TEXTS = st.builds(
    lambda before, rest: before + rest,
    st.text(alphabet="'=+-@ \t\r\n\u00a0\u3000\uff1d15.", max_size=6),
    st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=4),
)


@pytest.fixture(scope="module")
def engine():
    with duckdb.connect() as connection:
        yield connection


def told(engine, expression: str, text: str) -> str:
    return engine.execute(f"select {expression} from (select $1 as cell)", [text]).fetchone()[0]


@given(text=TEXTS)
@example(text="'=1")
@example(text="''-5")
@example(text="-5")
def test_what_is_written_for_a_spreadsheet_comes_back_as_it_was(engine, text):
    assert told(engine, meant(unrun("cell")), text) == text


@given(text=TEXTS)
@example(text="\u2003=1")
def test_a_name_is_guarded_like_a_cell(engine, text):
    """But that no name is a number."""
    guarded = told(engine, unrun("cell"), text)
    assert unrun_name(text) in (guarded, f"'{text}" if text.startswith("-") else guarded)
