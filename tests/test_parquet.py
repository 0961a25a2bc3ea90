"""Rows as Parquet files: texts come back as they were, be they dictionaries or not."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tracker import parquet
from tracker.parquet import only, write_files
from tracker.tables import arrow_schema, table

TOLD = [
    pa.array(["whole", None, "open"]).dictionary_encode(),
    pa.array(["close", "whole", "close"]).dictionary_encode(),
    pa.array(["interim", "packet", None]),
    pa.nulls(3, pa.string()),
]

KEYS = ("holder", "src_ip", "session_id")


def batch(record: pa.Array) -> pa.RecordBatch:
    given = {"record": record, "line": pa.array(range(len(record)), pa.int64())}
    schema = arrow_schema("connection")
    arrays = [given.get(column.name, pa.nulls(len(record), column.type)) for column in schema]
    return pa.RecordBatch.from_arrays(arrays, names=schema.names)


@pytest.mark.parametrize("group", [1, 250_000])
@pytest.mark.parametrize("turn", range(len(TOLD)))
def test_dictionaries_and_texts_of_a_column_share_a_file(
    tmp_path: Path, turn: int, group: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever comes first, and in one row group or in several; the file says that it holds texts."""
    monkeypatch.setattr(parquet, "_GROUP", group)
    told = TOLD[turn:] + TOLD[:turn]
    (file,) = write_files(tmp_path, "connection", map(batch, told))
    stored = pq.ParquetFile(tmp_path / file.path)
    wanted = [word for array in told for word in array.to_pylist()]
    assert stored.read(["record"])["record"].to_pylist() == wanted
    assert stored.schema_arrow.field("record").type == pa.string()
    assert stored.num_row_groups == (len(told) if group == 1 else 1)


def test_some_rows_keep_their_columns_types_and_nulls() -> None:
    which = pa.array([True, False, True])
    for told in TOLD:
        rows = only(batch(told), which)
        assert rows.schema == batch(told).schema
        assert rows["record"].to_pylist() == told.to_pylist()[::2]
        assert rows["user"].to_pylist() == [None, None]


def test_rows_of_a_layer_lie_before_others_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    """VPNs' ports on either side, then UDP; whatever a log tells for a number, no row is lost."""
    ends = [(6, 40000, 443), (17, 40001, 53), (17, 40002, 1194), (None, None, None), (50, None, -1)]
    ends += [(6, 1723, 65536 + 1), (17, -1, 1), (6, 1 << 30, 1723), (6, 2, 2)]
    rows = batch(pa.nulls(len(ends), pa.string()))
    for place, name in enumerate(("protocol", "src_port", "dst_port")):
        column = pa.array([end[place] for end in ends], pa.int32())
        rows = rows.set_column(rows.schema.get_field_index(name), name, column)
    (file,) = write_files(tmp_path, "connection", [rows, rows])
    lines = pq.read_table(tmp_path / file.path, columns=["line"])["line"].to_pylist()
    layers = [2, 4, 5, 7], [1, 6], [0, 3, 8]
    assert lines == [line for layer in layers for line in layer * 2]


def test_sessions_lie_by_holder_with_no_tie_in_whatever_order_they_came(tmp_path: Path) -> None:
    told = [*product(["b", "a", None], ["192.0.2.2", "192.0.2.1"], ["X", "W"])]
    one, other = (sessions(tmp_path / str(turn), told[::turn]) for turn in (1, -1))
    assert one.read().equals(other.read())
    keys = [tuple(row.values()) for row in one.read(list(KEYS)).to_pylist()]
    assert keys == sorted(told, key=lambda row: (row[0] is None, row))


def test_row_groups_of_sessions_tell_which_holders_they_have_and_others_nothing(
    tmp_path: Path,
) -> None:
    """So a query for one holder passes over most of them; for an address they have a filter."""
    group = table("session").group or 0
    file = sessions(tmp_path, [(f"{n:05}", "192.0.2.1", "X") for n in range(group + 1)]).metadata
    holder, address = (file.schema.names.index(name) for name in ("holder", "src_ip"))
    least = [file.row_group(n).column(holder).statistics.min for n in range(file.num_row_groups)]
    assert least == ["00000", f"{group:05}"]
    assert file.row_group(0).column(address).statistics is None
    assert file.row_group(0).column(address).bloom_filter_offset


def test_texts_inside_a_column_are_written_as_a_dictionary(tmp_path: Path) -> None:
    group = sessions(tmp_path, [("a", "192.0.2.1", "X")]).metadata.row_group(0)
    columns = [group.column(n) for n in range(group.num_columns)]
    found = {column.path_in_schema: column.has_dictionary_page for column in columns}
    assert found["evidence.list.element.detection"]
    assert found["list_versions.list.element"]
    assert not found["evidence.list.element.weight"]
    assert not found["session_id"]


def sessions(folder: Path, keys: list[tuple[str | None, str, str]]) -> pq.ParquetFile:
    """The file that is written of sessions with these keys, which come a few at a time."""
    evidence = [{"detection": "wireguard_port", "weight": 8.0}]
    rest = {"evidence": evidence, "list_versions": ["relays 1"]}
    rows = [{**dict(zip(KEYS, row, strict=True)), **rest} for row in keys]
    told = pa.Table.from_pylist(rows, arrow_schema("session")).to_batches(max_chunksize=5_000)
    (file,) = write_files(folder, "session", told)
    return pq.ParquetFile(folder / file.path)
