from __future__ import annotations

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tracker.cli import folded
from tracker.cli.column import BETWEEN, Column
from tracker.cli.drawing import draw
from tracker.cli.screen import Screen

WORDS = [f"word{n}" for n in range(40)]
SESSIONS = pa.table(
    {
        "session": ["2PZ6WRCA…", "4NTVBMDT…"],
        "began": ["2026-03-14 09:00:00+02:00"] * 2,
        "subscriber": ["2001:db8:200::10", "192.0.2.11"],
        "remote": ["[2001:db8:f000::70]:1194", "198.51.100.66:1194"],
        "tier": ["likely", "confirmed"],
        "verdict": ["registered", "unregistered"],
        "reason": ["active_term", None],
    }
)


def drawn(rows: pa.Table, width: int, *, colours: bool = False) -> str:
    return draw(rows, rows.schema, Screen(width, 50, colours))


@pytest.mark.parametrize("width", [60, 80, 120])
def test_only_long_cells_fold_and_nothing_is_cut(width):
    rows = pa.table({"at": ["2026-03-14 22:02:03+00:00"], "told": [" ".join(WORDS)], "n": ["1"]})
    text = drawn(rows, width)
    assert "2026-03-14 22:02:03+00:00" in text
    assert re.findall(r"word\d+", text) == WORDS


@pytest.mark.parametrize("width", [30, 60, 80, 120, 200])
def test_no_line_is_wider_than_the_screen_and_every_cell_is_there_whole(width):
    text = drawn(SESSIONS, width)
    assert max(map(cell_len, text.splitlines())) <= width
    told = re.sub(r"\s", "", text)
    for cell in (cell for name in SESSIONS.column_names for cell in SESSIONS[name].to_pylist()):
        assert re.sub(r"\s", "", cell or "-") in told or width < 60


CELLS = st.text("ab12 東é", min_size=1, max_size=9).map(str.strip)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=4))
def test_what_does_not_fold_is_drawn_as_what_does(cells):
    """Two ways lead to a screen, as the one that can fold takes more than a millisecond a row."""
    rows = pa.table({f"c{n}": column for n, column in enumerate(cells)})
    columns = [
        Column(name, column, False, max(map(cell_len, (name, *column))))
        for name, column in rows.to_pydict().items()
    ]
    widths = [column.longest for column in columns]
    wide = sum(widths) + BETWEEN * (len(widths) - 1)
    quick = draw(rows, rows.schema, Screen(wide, 50))
    assert quick == folded.side_by_side(columns, widths, 3, colours=False)


def test_a_name_stands_apart_from_its_value_where_a_line_is_full():
    rows = pa.table(
        {name: [name[0] * 8] for name in ("standing", "verdicts", "families", "reasons")}
    )
    full = "standing ssssssss   verdicts vvvvvvvv"
    assert drawn(rows, len(full)).splitlines()[1] == full


def test_where_rows_fit_they_stand_side_by_side():
    lines = drawn(SESSIONS, 160).splitlines()
    assert len(lines) == 4
    assert lines[0].split() == SESSIONS.column_names


@pytest.mark.parametrize(("width", "lines"), [(120, 3), (80, 5), (60, 8)])
def test_where_they_do_not_fit_each_is_a_block_with_as_much_in_a_line_as_there_is_room(
    width, lines
):
    blocks = re.split(r"(?m)^── \d of 2 ─+\n", drawn(SESSIONS, width))[1:]
    assert [block.count("\n") + 1 for block in blocks] == [lines, lines]
    for name in SESSIONS.column_names:
        assert len(re.findall(rf"\b{name}\b", blocks[1])) == 1


def test_columns_of_all_blocks_are_in_line():
    text = drawn(SESSIONS, 80)
    assert len({line.index("began") for line in text.splitlines() if "began" in line}) == 1


def test_no_rows_that_do_not_fit_still_tell_their_columns():
    text = drawn(SESSIONS.slice(0, 0), 40)
    assert [name for name in SESSIONS.column_names if name not in text] == []


def test_signs_that_are_two_wide_are_counted_so():
    rows = pa.table({"a": ["東京" * 10, "x"], "b": ["1", "2"]})
    lines = draw(rows, rows.schema).splitlines()
    assert cell_len(lines[2].rpartition("1")[0]) == cell_len(lines[3].rpartition("2")[0])


@pytest.mark.parametrize("width", [60, 200])
def test_colour_goes_beside_the_word_and_never_stands_for_it(width):
    """Without its colours a table is the same, sign by sign."""
    coloured = drawn(SESSIONS, width, colours=True)
    assert "\x1b[1;31munregistered" in coloured
    assert "\x1b[32mregistered" in coloured
    bare = re.sub(r"\x1b\[[0-9;]*m", "", coloured)
    assert [line.rstrip() for line in bare.splitlines()] == drawn(SESSIONS, width).splitlines()


def test_no_colour_of_a_log_is_taken_for_ours():
    rows = pa.table({"\x1b[31mverdict": ["\x1b[32mregistered\x9b0m"], "verdict": ["\x1b[0m"]})
    text = drawn(rows, 120, colours=True)
    assert set(re.findall(r"\x1b\[[0-9;]*m", text)) <= {"\x1b[1m", "\x1b[0m"}
    assert "\\u001b[31mverdict" in text
    assert "\\u001b[32mregistered\\u009b0m" in text


def test_a_name_longer_than_the_screen_leaves_its_value_room():
    text = drawn(pa.table({"n" * 150: ["the value"], "other": ["1"]}), 80)
    assert "the value" in text
    assert text.count("n") >= 150
