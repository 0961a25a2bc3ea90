"""The stream of records: numbered, counted, parted into tables, whatever the batches."""

from __future__ import annotations

from itertools import count
from types import SimpleNamespace

import pyarrow as pa
import pytest

from tests.parsing import detail, read, zeek
from tracker.engine.duckdb import DuckDB
from tracker.errors import TrackerError
from tracker.formats import formats
from tracker.logfile import Asked, open_log
from tracker.normalise.compile import macros
from tracker.records import Records
from tracker.settings import Settings
from tracker.tables import table

BASE = {"passed": None, "rejected": None, "record": None}


def records_of(*batches, schema, spec="zeek-conn"):
    """The parts that records of these batches come to, and their tally."""
    numbered, lines = count(1), SimpleNamespace(end=None, header="")
    tables = [
        pa.RecordBatch.from_pylist([row | {"line": next(numbered)} for row in rows], schema)
        for rows in batches
    ]
    stream = pa.RecordBatchReader.from_batches(schema, tables)
    with DuckDB() as engine:
        records = Records([formats()[spec]], "a.log", "source", engine, lambda *_: (stream, lines))
        return list(records.batches()), records.tally


SCHEMA = pa.schema(
    [
        ("line", pa.int64()),
        ("passed", pa.string()),
        ("rejected", pa.string()),
        ("record", pa.string()),
        ("connection.0.src_ip", pa.string()),
        ("connection.0.started_at", pa.timestamp("us", tz="UTC")),
    ]
)


def test_lines_are_counted_and_kept_through_all_batches():
    used, passed = BASE, BASE | {"passed": "comment"}
    parts, tally = records_of([passed, used], [], [used], [passed], schema=SCHEMA)
    lines = [
        line for part in parts for rows in part["connection"] for line in rows["line"].to_pylist()
    ]
    assert lines == [2, 3]
    assert (tally.records, tally.lines, tally.used, tally.passed) == (4, 4, 2, {"comment": 2})


def test_a_reject_keeps_its_line_its_reason_and_what_is_kept_of_it():
    wrong = BASE | {"rejected": "bad_time", "record": "aaa 000"}
    parts, tally = records_of([BASE, wrong], schema=SCHEMA)
    (row,) = parts[0]["reject"][0].to_pylist()
    assert (row["line"], row["reason"], row["shape"]) == (2, "bad_time", "aaa 000")
    assert (tally.used, tally.rejected, tally.rejected_share()) == (1, {"bad_time": 1}, 0.5)


def test_every_column_of_the_table_is_there_and_null_where_nothing_is_given():
    parts, _ = records_of([BASE | {"connection.0.src_ip": "192.0.2.1"}], schema=SCHEMA)
    (row,) = parts[0]["connection"][0].to_pylist()
    assert tuple(row) == table("connection").names
    given = {key: value for key, value in row.items() if value is not None}
    key = "00000000000000000000ffffc0000201"
    assert given == {"src_ip": "192.0.2.1", "src_key": key, "line": 1, "source": "source"}


def test_the_same_header_again_is_passed_over_and_another_opens_a_section(tmp_path):
    path = tmp_path / "conn.log"
    other = zeek({"uid": "C3", "orig_ip_bytes": 5}, vlan=1)
    path.write_text(zeek({"uid": "C1"}) + zeek({"uid": "C2"}) + other + zeek({"uid": "C4"}))
    found = read(path)
    told = [(row["line"], row["connection_key"]) for row in found.of("connection")]
    assert told == [(3, "C1"), (6, "C2"), (9, "C3"), (12, "C4")]
    assert found.tally.passed == {"comment": 4, "header": 4}
    assert found.of("connection")[2]["bytes_out"] == 5


def test_columns_of_another_order_are_read_by_their_names(tmp_path):
    path = tmp_path / "conn.log"
    header = "#fields\tconn_state\tid.resp_h\tid.orig_h\tts"
    path.write_text(f"{zeek({})}{header}\nSF\t198.51.100.9\t192.0.2.9\t1773504000\n")
    row = read(path).of("connection")[1]
    assert (row["src_ip"], row["dst_ip"], row["line"]) == ("192.0.2.9", "198.51.100.9", 5)


@pytest.mark.parametrize("many", [1, 2500])
def test_records_of_blocks_bear_the_number_of_their_first_line(tmp_path, many):
    path = tmp_path / "radius.detail"
    status, received = "Acct-Status-Type = Start", "Timestamp = 1773504000"
    path.write_text(
        "\n\n" + detail(*[[status, received]] * many) + "\n" + detail([status, received])
    )
    found = read(path)
    lines = [row["line"] for row in found.of("login")]
    assert lines == [3 + 4 * number for number in range(many)] + [4 + 4 * many]
    assert (found.tally.records, found.tally.lines) == (many + 1, found.lines)


def test_a_record_makes_a_row_for_each_address_and_one_where_it_has_none(tmp_path):
    path = tmp_path / "radius.detail"
    status, received = "Acct-Status-Type = Start", "Timestamp = 1773504000"
    four, six = "Framed-IP-Address = 192.0.2.1", "Framed-IPv6-Prefix = 2001:db8::/64"
    path.write_text(
        detail([status, received], [status, four, six, received], [status, six, received])
    )
    found = read(path)
    told = [(row["line"], row.get("ip")) for row in found.of("login")]
    assert told == [(1, None), (5, "192.0.2.1"), (5, "2001:db8::"), (11, "2001:db8::")]
    assert (found.tally.used, found.tally.rows) == (3, {"login": 4})


def test_the_span_is_that_of_the_used_records(tmp_path):
    path = tmp_path / "conn.log"
    path.write_text(
        zeek(
            {"ts": "1773504009", "duration": "-"},
            {"ts": "1773504001", "duration": "3"},
            {"ts": "1773504000", "duration": "x"},
        )
    )
    tally = read(path).tally
    assert (f"{tally.first_at:%S}", f"{tally.last_at:%S}") == ("01", "09")


def test_nothing_used_has_no_span(tmp_path):
    path = tmp_path / "conn.log"
    path.write_text(zeek())
    tally = read(path).tally
    assert (tally.first_at, tally.last_at, tally.used) == (None, None, 0)
    assert tally.rejected_share() == 0.0


def test_a_file_whose_line_ends_change_while_it_is_read_is_told_and_not_read_for_ever(tmp_path):
    path = tmp_path / "conn.log"
    path.write_text(zeek({}, {}))
    with DuckDB() as engine:
        log = open_log(str(path), Asked(), engine, tmp_path, Settings())
        path.write_text(zeek({}, {}).replace("\n", "\r\n"), newline="")
        for macro in macros():
            engine.run(macro)
        records = log.records(engine, Settings(), "source", None)
        list(records.batches())
        with pytest.raises(TrackerError, match=r"conn\.log.*changed while it was read"):
            log.account(records)
