"""Hostile files: each is read as it was meant, or refused with its line."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.conftest import text_of
from tracker.errors import InputError, TrackerError
from tracker.registry.sheet import Field, read_sheet

FIELDS = (Field("id"), Field("note", needed=False, pattern="(?s).*"))


@pytest.fixture
def sheet(engine, written):
    return lambda content, **how: read_sheet(written(content), engine, FIELDS, **how)


@settings(max_examples=60, deadline=None)
@given(
    notes=st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0\r")), max_size=6),
    how=st.tuples(
        st.sampled_from(["\n", "\r\n", "\r"]), st.sampled_from(["", "\ufeff"]), st.booleans()
    ),
)
def test_what_a_csv_writer_writes_is_read_with_its_line(engine, written, notes, how):
    end, bom, last = how
    rows = [{"id": f"i{number}", "note": note} for number, note in enumerate(notes)]
    text = text_of(rows, ["id", "note"], end, csv.QUOTE_ALL)
    found = read_sheet(
        written(bom + (text if last else text.removesuffix(end))), engine, FIELDS
    ).rows.to_pylist()
    line, expected = 2, []
    for row in rows:
        expected.append(
            {"line": line, "id": row["id"], "note": row["note"].strip(" \t\u00a0") or None}
        )
        line += 1 + row["note"].count("\n")
    assert found == expected


def test_columns_may_stand_in_any_order(sheet):
    assert sheet("note,id\nx,1\n").rows.to_pylist() == [{"line": 2, "id": "1", "note": "x"}]


def test_blank_lines_are_no_rows_and_count_as_lines(sheet):
    assert sheet("id,note\n\n1,x\n  \n2,y\n").rows.column("line").to_pylist() == [3, 5]


def test_a_column_that_is_ignored_is_not_read(sheet):
    rows = sheet("id,note,source\n1,x,y\n", ignored="source").rows
    assert rows.column_names == ["line", "id", "note"]


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        (b"", None, "empty file"),
        (b" \r\n\n", None, "empty file"),
        (b"\xff\xfei\0d", None, "UTF-16 text that is damaged or cut off"),
        (b"PK\x03\x04rest", None, "a spreadsheet's own file (.xlsx, .ods)"),
        (b"\xd0\xcf\x11\xe0rest", None, "a spreadsheet's own file (.xls)"),
        (b"\n<!DOCTYPE html>\n<table>", None, "a page of HTML"),
        (b"\x00\x01\x02\x03", None, "binary"),
        (b"\x1f\x8b\x08rest", None, "binary"),
        (b"PAR1junk", None, "damaged Parquet"),
        (b"id,note\n1,a\n2,caf\xe9\n", 3, "byte 0xe9 is not UTF-8"),
        (b"1,a\n2,b\n", 1, "no header"),
        (b"caf\xe9;note\n", 1, "('\u00e9' in Windows-1252); expected CSV as UTF-8"),
        (b",,,\n;;\n", 2, "no header"),
        (b"id,note,who\n", 1, "unknown column 'who'"),
        (b"id\n1\n", 1, "no column 'note'"),
        (b"id,note,id\n", 1, "column 'id' is there twice"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(sheet, content, line, said):
    with pytest.raises(TrackerError) as raised:
        sheet(content)
    fault = getattr(raised.value, "faults", [raised.value])[0]
    assert isinstance(fault, InputError)
    assert fault.line == line
    assert said in str(fault)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1", "1 value; expected 2"),
        ("1,a,b", "3 values; expected 2"),
        ('1,a"b"', "a quote in the middle of a value"),
        ('1,"a"b', "a quote in the middle of a value"),
        ('1,"a', "a quote that is never closed"),
        (",a", "id is empty"),
    ],
)
def test_a_bad_row_is_told_with_its_line_behind_a_value_of_two_lines(sheet, row, said):
    found = sheet(f'id,note\n0,"two\nlines"\n{row}\n')
    assert [fault.line for fault in found.faults] == [4]
    assert said in str(found.faults[0])


def test_a_fault_is_one_line_whatever_the_value(engine, written):
    fields = (Field("id", pattern="[a-z]"), Field("note"))
    found = read_sheet(written('id,note\n"a\nb",x\n'), engine, fields)
    assert "\n" not in str(found.faults[0])


def test_a_missing_file_and_a_folder_are_refused(engine, tmp_path):
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputError):
            read_sheet(path, engine, FIELDS)


def test_parquet_says_the_same_as_csv(engine, written):
    import pyarrow as pa
    from pyarrow import parquet

    content = io.BytesIO()
    parquet.write_table(pa.table({"note": ["x", None], "id": [1, 2]}), content)
    rows = read_sheet(written(content.getvalue()), engine, FIELDS).rows.to_pylist()
    assert rows == [{"line": 1, "id": "1", "note": "x"}, {"line": 2, "id": "2", "note": None}]
