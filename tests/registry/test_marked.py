"""The marked copy: what whoever filled a register in opens, corrects and hands in again."""

from __future__ import annotations

import csv
import io

import pyarrow as pa
import pytest
from pyarrow import parquet

from tests.registry.conftest import HEADER, term, text_of
from tracker.errors import Faults, TrackerError, UsageError
from tracker.registry.register import read_register
from tracker.settings import Settings

FORMULA = '=HYPERLINK("http://x")'


@pytest.fixture
def marked(engine, written, tmp_path):
    """Reads a register that is marked on the way: its rows, or none; the copy's path."""

    def run(content, name="copy.csv"):
        copy = tmp_path / name
        try:
            return read_register(written(content), engine, Settings(), marked=copy).rows, copy
        except Faults:
            return None, copy

    return run


def rows_of(copy, sign=","):
    content = copy.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    return [*csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=sign)]


def test_each_row_says_all_that_is_wrong_with_it(marked):
    terms = [
        term(),
        term(registration_id="R-2", status="granted", port="0"),
        term(binding_value="x"),
    ]
    _, copy = marked(text_of(terms))
    rows = rows_of(copy)
    assert [*rows[0]] == [*HEADER, "fault"]
    assert [row["binding_value"] for row in rows] == [one["binding_value"] for one in terms]
    assert [row["fault"].count(" | ") + bool(row["fault"]) for row in rows] == [0, 2, 2]
    assert "status 'granted'; expected one of pending" in rows[1]["fault"]
    assert "stands in line 2 with other values" in rows[2]["fault"]


def test_rows_that_could_not_be_parted_stand_in_their_place(marked):
    text = text_of([term()], end="\n")
    _, copy = marked(f'{text}R-2,"a"b\n{text_of([term(registration_id="R-3")]).splitlines()[1]}\n')
    rows = rows_of(copy)
    assert [row["registration_id"] for row in rows] == ["R-1", 'R-2,"a"b', "R-3"]
    assert [bool(row["fault"]) for row in rows] == [False, True, False]


def test_a_corrected_copy_is_read_though_its_column_is_still_there(marked):
    terms = [
        term(binding_kind="msisdn", binding_value="+37060000000"),
        term(registration_id="R-2", status="granted", authority_ref="two\nlines"),
    ]
    rows, copy = marked(text_of(terms))
    assert rows is None
    corrected = copy.read_text(encoding="utf-8-sig").replace("granted", "approved")
    assert "'+37060000000" in corrected
    rows, copy = marked(corrected)
    assert rows.column("binding_value").to_pylist() == ["37060000000", "192.0.2.0/28"]
    assert rows.column("authority_ref").to_pylist() == [None, "two\nlines"]
    assert {row["fault"] for row in rows_of(copy)} == {""}


def test_no_cell_of_a_copy_is_run_by_a_spreadsheet(marked):
    _, copy = marked(text_of([term(registrant_id=FORMULA, authority_ref="@SUM(A1)")]))
    cells = [cell for row in rows_of(copy) for cell in row.values()]
    assert f"'{FORMULA}" in cells
    assert not any(cell.startswith(tuple("=+@-\t\r")) for cell in cells)


def test_a_copy_is_parted_as_its_original(marked):
    _, copy = marked(text_of([term(status="granted")]).replace(",", ";"))
    assert [row["registration_id"] for row in rows_of(copy, ";")] == ["R-1"]


def test_more_faults_than_are_told_are_all_in_the_copy(marked):
    _, copy = marked(text_of([term(registration_id=f"R-{n}", status="x") for n in range(1200)]))
    assert sum(bool(row["fault"]) for row in rows_of(copy)) == 1200


@pytest.mark.parametrize("name", ["copy.parquet", "copy.csv"])
def test_of_parquet_a_copy_is_what_its_name_says(marked, name):
    content = io.BytesIO()
    table = pa.Table.from_pylist([dict.fromkeys(HEADER) | term(status="granted")])
    parquet.write_table(table.append_column("Fault", [["of before"]]), content)
    _, copy = marked(content.getvalue(), name)
    if name.endswith(".csv"):
        rows = rows_of(copy)
    else:
        found = parquet.read_table(copy)
        assert found.schema.names == [*HEADER, "fault"]
        rows = found.to_pylist()
    assert "status 'granted'" in rows[0]["fault"]


def test_a_copy_is_never_written_over_its_original(engine, written):
    path = written(text_of([term()]))
    with pytest.raises(UsageError, match="is the file itself"):
        read_register(path, engine, Settings(), marked=path.parent / "." / path.name)


def test_a_copy_that_cannot_be_written_is_told(engine, written, tmp_path):
    with pytest.raises(TrackerError, match="cannot be written"):
        read_register(
            written(text_of([term()])), engine, Settings(), marked=tmp_path / "none" / "copy.csv"
        )
