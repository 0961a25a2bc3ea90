"""Hostile files: each is read as it was meant, or refused with its line."""

from __future__ import annotations

import csv
import gzip
import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.registry.conftest import text_of
from tracker.errors import InputError, TrackerError
from tracker.registry import content
from tracker.registry.sheet import Field, _cell_faults, read_sheet

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


# What a fault is, nearly one, or none, by the pattern, the need for a value, or a spreadsheet.
CELLS = (
    *("", "a", "b2", "\u200b", "a\nb", "a\n\u200b", "TRUE", "TRUE ", "TRUEs", "FALSE", "true"),
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#1", "#"),
    *("1E+5", "1.5E+11", "1,5E+11", "1.5E11", "12345.0", "12345,0", "1234.0", "12345.01", "12345"),
    *("=", "=a", "+1", "-", "-a", "@a", "@", "=\n", "=a\n", "a=b", "192.0.2.1", "2026-03-14"),
)


@pytest.mark.parametrize("needed", [True, False])
@pytest.mark.parametrize("pattern", [r"[^\p{Cf}]*", "[a-z]+", "(?s).*"])
def test_a_fault_is_told_wherever_asking_about_its_column_alone_tells_one(
    engine, written, needed, pattern
):
    """Asked about alone are those columns only that one query of all of them suspects."""
    fields = tuple(
        Field(f"c{n}", needed, pattern, allowed="[+-][0-9].*") for n in range(len(CELLS))
    )
    row = {field.name: cell for field, cell in zip(fields, CELLS, strict=True)}
    sheet = read_sheet(written(text_of([row], [*row], "\n", csv.QUOTE_ALL)), engine, fields)
    alone = [
        found for field in fields for found in _cell_faults(engine, field)["found"].to_pylist()
    ]
    assert sheet.told["found"].to_pylist() == [one.replace("\n", "\\n") for one in alone] != []


def test_columns_may_stand_in_any_order(sheet):
    assert sheet("note,id\nx,1\n").rows.to_pylist() == [{"line": 2, "id": "1", "note": "x"}]


def test_blank_lines_are_no_rows_and_count_as_lines(sheet):
    assert sheet("id,note\n\n1,x\n  \n2,y\n").rows.column("line").to_pylist() == [3, 5]


def test_any_other_column_may_be_there_where_that_is_said(sheet):
    found = sheet("id,note,colour\n1,x,y\n", ignored=None)
    assert found.rows.to_pylist() == [{"line": 2, "id": "1", "note": "x"}]
    assert list(found.source.said) == ["id", "note", "colour"]


def test_a_packed_file_is_read_only_where_that_is_said(engine, tmp_path):
    path = tmp_path / "sheet.csv"
    path.write_bytes(gzip.compress(b"id,note\n1,x\n"))
    assert read_sheet(path, engine, FIELDS, packed=True).rows.num_rows == 1
    with pytest.raises(InputError, match="packed with gzip"):
        read_sheet(path, engine, FIELDS)


def test_a_packed_file_is_refused_for_what_it_unpacks_to(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(content, "LARGEST", 1 << 20)
    path = tmp_path / "sheet.csv"
    path.write_bytes(gzip.compress(b"id,note\n" + b"1,x\n" * (1 << 20)))
    with pytest.raises(InputError, match="more than 1 MB"):
        read_sheet(path, engine, FIELDS, packed=True)


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
        (b'id,"note\n1,a\n', 1, "a quote out of place in the header"),
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


def rows_of(found):
    return [(row["line"], row["id"], row["note"]) for row in found.rows.to_pylist()]


@pytest.mark.parametrize(
    ("content", "parted"),
    [
        ("id;note\n1;a,b\n", "semicolons"),
        ("id\tnote\n1\ta,b\n", "tabs"),
        ('sep=;\r\nid;note\r\n1;"a,b"\r\n', "semicolons"),
        ('"sep=,"\nid,note\n1,"a,b"\n', None),
        ("sep=;\nid;note\n1;a,b\n".encode("utf-16"), "semicolons"),
        ("\ufeffid\tnote\r1\ta,b\r".encode("utf-16-be"), "tabs"),
    ],
)
def test_what_parts_the_values_is_told_by_the_first_line_and_warned_of(sheet, content, parted):
    found = sheet(content)
    assert [row[1:] for row in rows_of(found)] == [("1", "a,b")]
    assert [f"values are parted by {parted}, not by commas"] * bool(parted) == [*found.warnings]


def test_names_of_columns_are_known_without_case_and_blanks(engine, written):
    fields = (Field("binding_value"), Field("id"))
    rows = read_sheet(written("\u00a0ID , Binding  Value\n1,x\n"), engine, fields).rows
    assert rows.to_pylist() == [{"line": 2, "binding_value": "x", "id": "1"}]


def test_what_a_spreadsheet_leaves_beside_and_below_is_passed_over(sheet):
    found = sheet('id,note,,\n1,a,,\n2,b\n3,c, ,\u00a0\n,,,\n"","",\n')
    assert rows_of(found) == [(2, "1", "a"), (3, "2", "b"), (4, "3", "c")]
    assert not len(found.told)


def test_a_value_beyond_the_last_column_is_a_fault(sheet):
    (fault,) = sheet("id,note,,\n1,a,,x\n").faults
    assert "4 values; expected 2" in str(fault)


def test_a_header_that_stands_there_again_is_one_fault(sheet):
    (fault,) = sheet("id,note\n1,a\nid,note\n2,b\n").faults
    assert (fault.line, fault.found) == (3, "the header stands here again")


def test_a_column_with_nearly_a_known_name_is_told_as_that(sheet):
    with pytest.raises(TrackerError, match=r"unknown column 'notes'.*it may be meant for 'note'"):
        sheet("id,notes\n")


def test_two_hundred_unknown_columns_are_told_in_a_few_words(sheet):
    with pytest.raises(TrackerError) as raised:
        sheet("id,note," + ",".join(f"column{n}" * 20 for n in range(200)) + "\n")
    assert "and 195 more" in str(raised.value)
    assert len(str(raised.value)) < 500


def test_an_apostrophe_before_a_sign_is_no_part_of_a_value(sheet):
    assert rows_of(sheet("id,note\n'+1,'a\n")) == [(2, "+1", "'a")]


def test_a_quote_that_is_never_closed_is_told_where_it_opens(sheet):
    lines = "".join(f"{n},a\n" for n in range(200_000))
    (fault,) = sheet(f'id,note\n0,"two\nlines"\n1,"a\n{lines}').faults
    assert (fault.line, fault.found) == (4, "a quote that is never closed")


def test_a_quote_that_is_closed_by_another_row_s_is_told_where_it_opens(sheet):
    (fault,) = sheet('id,note\n1,"a\n2,b\n3,"c"\n4,"d\n').faults
    assert (fault.line, fault.found) == (2, "a quote that is closed 3 lines below")


def test_of_many_faults_the_first_are_told_and_the_rest_counted(sheet):
    found = sheet("id,note\n" + ",x\n" * 1500)
    assert len(found.told) == 1500
    assert [fault.line for fault in found.faults[:1000]] == [*range(2, 1002)]
    assert [fault.found for fault in found.faults[1000:]] == ["500 more faults"]


def test_a_line_that_is_too_long_is_told_with_its_number(engine, written):
    content = written("id,note\n1," + "a" * 90 + "\n2,b\n")
    assert read_sheet(content, engine, FIELDS, max_line=100).rows.num_rows == 2
    with pytest.raises(InputError, match=":2: a line of more than 80 bytes"):
        read_sheet(content, engine, FIELDS, max_line=80)


SMALL = """
import resource, sys
from pathlib import Path
from tracker.errors import InputError
from tracker.registry.content import read_content
resource.setrlimit(resource.RLIMIT_DATA, (int(sys.argv[2]) << 20,) * 2)
try:
    read_content(Path(sys.argv[1]), 1 << 20)
except InputError as fault:
    print(fault)
"""


@pytest.mark.parametrize(
    ("begin", "block", "size", "limit", "said"),
    [
        (b"id,note\n1,", b"a" * (1 << 20), 400, 200, ":2: a line of more than 1,048,576 bytes"),
        (b"id,note\n", b"1,abcdefghijkl\n\n" * (1 << 16), 400, 900, ": more than 256 MB"),
        (b"PAR1", b"\0" * (1 << 20), 400, 900, ": more than 256 MB"),
        (b"id,note\n", b"\0" * (1 << 20), 400, 200, ": binary content"),
    ],
)
def test_a_huge_file_is_told_in_bounded_memory(tmp_path, begin, block, size, limit, said):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(begin)
        for _ in range(size):
            file.write(block)
    command = [sys.executable, "-c", SMALL, str(path), str(limit)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert told.startswith(f"{path}{said}")
