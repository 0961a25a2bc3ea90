from __future__ import annotations

import gc
import json
import re
from datetime import UTC, date, datetime

import pyarrow as pa
import pytest
from pyarrow import csv, parquet

from tracker.cli.options import Output
from tracker.cli.show import opened, print_text, show
from tracker.errors import InputError

HOSTILE = "=1+1\x1b[31m\x9b\u202e\u2028\r\nx"
ROWS = pa.table(
    {
        "number": pa.array([-1, None], pa.int64()),
        "score": [1.5, float("inf")],
        "at": pa.array([datetime(2026, 3, 14, 22, 2, 3, 4, UTC), None], pa.timestamp("us", "UTC")),
        "text": [HOSTILE, "-"],
        "list": [[{"a": 1, "b": None}], None],
        "night": [date(2026, 3, 14), None],
        "flag": [True, None],
    }
)


def written(tmp_path, kind: str, rows=ROWS, zone: str = "Asia/Kolkata") -> str:
    show(rows, Output(kind, tmp_path / "out"), zone=zone)
    return (tmp_path / "out").read_bytes().decode()


@pytest.mark.parametrize("kind", ["table", "csv", "jsonl"])
def test_no_hidden_character_of_a_log_reaches_the_outside(tmp_path, kind):
    text = written(tmp_path, kind)
    assert not {"\x1b", "\x9b", "\u202e", "\u2028", "\r"} & set(text)


def test_jsonl_keeps_every_value_and_tells_times_with_their_offset(tmp_path):
    first, second = (json.loads(line) for line in written(tmp_path, "jsonl").splitlines())
    assert first == {
        "number": -1,
        "score": 1.5,
        "at": "2026-03-15T03:32:03.000004+05:30",
        "text": HOSTILE,
        "list": [{"a": 1, "b": None}],
        "night": "2026-03-14",
        "flag": True,
    }
    assert second == dict.fromkeys(first) | {"text": "-"}


WIDE = ["\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe66", "\ufe62", "\ufe63", "\ufe6b"]


BLANKS = ["", " ", "   ", "\u00a0", "\u3000", "\u2003 ", "'", "''"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", *WIDE])
def test_no_cell_of_a_csv_begins_a_formula(tmp_path, sign):
    rows = pa.table({"number": [-5] * len(BLANKS), "text": [f"{b}{sign}cmd" for b in BLANKS]})
    cells = re.findall(r'(?m)^-5,"(.*)', written(tmp_path, "csv", rows))
    assert [cell.startswith(f"'{b}") for cell, b in zip(cells, BLANKS, strict=True)] == [True] * 8


def test_what_hides_a_sign_is_written_out_before_it(tmp_path):
    rows = pa.table({"text": [f"{b}=cmd" for b in ("\ufeff", "\u200b", "\u202e", "\0", "\ufeff ")]})
    cells = written(tmp_path, "csv", rows).splitlines()[1:]
    assert [cell[:3] for cell in cells] == ['"\\u'] * 5


def test_a_quote_before_a_sign_stays_within_the_cell(tmp_path):
    text = written(tmp_path, "csv", pa.table({"text": ['"=cmd', 'a","=cmd', "a\n=cmd"]}))
    told = csv.read_csv(tmp_path / "out", parse_options=csv.ParseOptions(newlines_in_values=True))
    assert told["text"].to_pylist() == ['"=cmd', 'a","=cmd', "a\n=cmd"]
    assert text.count("\n") == 5


def test_what_is_no_formula_stays_as_it_is(tmp_path):
    plain = ["-5", "-0.25", "0", "12", "2026-03-14", "a=b", "x-y", "'a"]
    rows = pa.table({"text": plain, "number": [-5.5] * len(plain)})
    assert written(tmp_path, "csv", rows).splitlines()[1:] == [f'"{one}",-5.5' for one in plain]


def test_what_is_more_than_a_number_is_guarded(tmp_path):
    more = ["-5+1", "+1-1", "-", "+", "-1e5|cmd", "--5", "-5 ", "+370600"]
    cells = written(tmp_path, "csv", pa.table({"text": more})).splitlines()[1:]
    assert cells == [f'"\'{one}"' for one in more]


def test_no_name_of_a_column_begins_a_formula(tmp_path):
    names = ["=cmd", " +cmd", "@x", "\t=x", "\uff1dx", "'=x"]
    text = written(tmp_path, "csv", pa.table({name: ["x"] for name in names}))
    assert [name[0] for name in re.findall('"(.*?)"', text.splitlines()[0])] == ["'"] * 6


def test_jsonl_with_hidden_signs_written_out_is_still_what_it_says(tmp_path):
    hidden = "\u180e\u2066\ufffb\u3164\U000e0041\x85"
    text = written(tmp_path, "jsonl", pa.table({"text": [f"a{hidden}b"]}))
    assert not set(hidden) & set(text)
    assert json.loads(text) == {"text": f"a{hidden}b"}


def test_a_whole_hour_of_offset_has_its_minutes(tmp_path):
    text = written(tmp_path, "csv", ROWS.select(["at"]), "Europe/Vilnius")
    assert '"2026-03-15T00:02:03.000004+02:00"' in text


def test_a_table_shows_one_line_a_row_and_nothing_cut(tmp_path):
    long = pa.table({"text": ["x" * 500, "two\nlines"]})
    lines = written(tmp_path, "table", long).splitlines()
    assert [line for line in lines[2:] if line] == ["x" * 500, "two\\nlines"]


def test_a_brief_table_shows_the_columns_it_names(tmp_path):
    show(ROWS, Output("table", tmp_path / "out"), ["flag", "number"])
    assert (tmp_path / "out").read_text().split("\n")[0].split() == ["flag", "number"]


@pytest.mark.parametrize("kind", ["table", "csv", "jsonl", "parquet"])
def test_a_stream_is_written_like_a_table(tmp_path, kind):
    reader = pa.RecordBatchReader.from_batches(ROWS.schema, ROWS.to_batches(max_chunksize=1))
    show(ROWS, Output(kind, tmp_path / "table"))
    show(reader, Output(kind, tmp_path / "stream"))
    if kind == "parquet":
        assert parquet.read_table(tmp_path / "stream").equals(
            parquet.read_table(tmp_path / "table")
        )
    else:
        assert (tmp_path / "stream").read_text() == (tmp_path / "table").read_text()


@pytest.mark.parametrize("kind", ["csv", "jsonl", "parquet"])
def test_rows_that_are_put_in_several_goes_are_written_like_a_table(tmp_path, kind):
    show(ROWS, Output(kind, tmp_path / "table"))
    with opened(Output(kind, tmp_path / "goes")) as sink:
        for part in (ROWS.slice(0, 0), ROWS.slice(0, 1), ROWS.slice(1), ROWS.slice(0, 0)):
            sink.put(part, ())
    if kind == "parquet":
        assert parquet.read_table(tmp_path / "goes").equals(parquet.read_table(tmp_path / "table"))
    else:
        assert (tmp_path / "goes").read_text() == (tmp_path / "table").read_text()


def test_an_empty_table_still_tells_its_columns(tmp_path):
    show(ROWS.slice(0, 0), Output("csv", tmp_path / "out"))
    assert csv.read_csv(tmp_path / "out").column_names == ROWS.column_names


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("kind", ["table", "csv", "jsonl", "parquet"])
def test_a_file_that_fails_halfway_leaves_what_was_there(tmp_path, kind):
    (tmp_path / "out").write_text("before")
    broken = pa.RecordBatchReader.from_batches(ROWS.schema, _breaking())
    with pytest.raises(RuntimeError):
        show(broken, Output(kind, tmp_path / "out"))
    gc.collect()
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("out", "before")]


def _breaking():
    yield from ROWS.to_batches()
    raise RuntimeError


def test_a_place_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(InputError, match="cannot be written"):
        show(ROWS, Output("csv", tmp_path / "missing" / "out"))
    with pytest.raises(InputError, match="cannot be written"):
        show(ROWS, Output("csv", tmp_path))


def test_a_text_has_no_hidden_character_either(tmp_path):
    print_text("a\x1b[2J\nb", Output("table", tmp_path / "out"))
    assert (tmp_path / "out").read_text() == "a\\u001b[2J\nb\n"


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (Output("csv"), "csv"),
        (Output(), "jsonl"),
        (Output("table", "x.csv"), "table"),
    ],
)
def test_an_output_is_what_was_said_and_jsonl_in_a_pipe(output, expected):
    assert output.format == expected


@pytest.mark.parametrize(
    ("name", "expected"), [("a.csv", "csv"), ("a.PARQUET", "parquet"), ("a", "jsonl")]
)
def test_a_file_is_written_as_its_suffix_says(tmp_path, name, expected):
    assert Output(to=tmp_path / name).format == expected


def test_a_tab_within_a_cell_stays_in_a_sheet_and_is_written_out_in_a_csv(tmp_path):
    """What is exported must come back the same; all else is for eyes and for other tools."""
    rows = pa.table({"text": ["a\tb", "=1"]})
    assert written(tmp_path, "csv", rows).splitlines()[1:] == ['"a\\u0009b"', '"\'=1"']
    show(rows, Output(to=tmp_path / "out").as_sheet())
    assert (tmp_path / "out").read_text().splitlines()[1:] == ['"a\tb"', '"\'=1"']
