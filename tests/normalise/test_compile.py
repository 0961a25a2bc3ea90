"""A spec and a file's fields as one query: what the file has is filled, what it lacks is null or refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.parsing import detail, read, zeek
from tracker.engine.duckdb import quoted
from tracker.errors import InputError
from tracker.fields import Fields
from tracker.formats import formats
from tracker.normalise.compile import compile_query
from tracker.normalise.stages import Stated
from tracker.read.lines import Whole
from tracker.read.look import Look
from tracker.spec import Value

FIELDS = [
    "ts",
    "id.orig_h",
    "id.orig_p",
    "id.resp_h",
    "id.resp_p",
    "proto",
    "conn_state",
    "history",
]


def fields_of(names, null=("-",)):
    """Fields of these names, each a column of the records."""
    return Fields(
        lines=Whole(Look("a.log", Path("a.log"), "", 0, 0), 1000),
        records="from given",
        text="text",
        raw=lambda name, *_: quoted(name),
        has=names.__contains__,
        null=null,
        passed="null",
        checks=(),
        named_at=7,
    )


def compiled(spec, names, stated=Stated(), *, whole=True):  # noqa: B008  # frozen
    return compile_query(formats()[spec], fields_of(names), stated, "a.log", whole=whole)


@pytest.mark.parametrize("lacking", FIELDS)
def test_a_column_that_the_file_lacks_is_null_or_the_file_is_refused(tmp_path, lacking):
    path = tmp_path / "conn.log"
    values = dict.fromkeys(FIELDS, "-") | {"ts": "1", "id.orig_h": "::1", "id.resp_h": "::2"}
    left = [name for name in FIELDS if name != lacking]
    lines = ["#path\tconn", "\t".join(["#fields", *left]), "\t".join(values[name] for name in left)]
    path.write_text("\n".join(lines) + "\n")
    found = read(path)
    if lacking in ("ts", "id.orig_h", "id.resp_h"):
        assert "conn.log:2: no field for " in str(found.fault)
        assert f"expected a field {lacking}" in str(found.fault)
    else:
        assert (found.fault, found.tally.used) == (None, 1)


def test_ports_of_a_file_that_tells_no_protocol_are_kept(tmp_path):
    path = tmp_path / "conn.log"
    lines = ["#path\tconn", "#fields\tts\tid.orig_h\tid.orig_p\tid.resp_h", "1\t::1\t1194\t::2"]
    path.write_text("\n".join(lines))
    (row,) = read(path).of("connection")
    assert row["src_port"] == 1194


def test_a_clock_without_zone_is_refused_unless_its_zone_is_stated():
    names = ["firstSeen", "duration", "srcAddr", "dstAddr"]
    with pytest.raises(InputError, match=r"a\.log:7: times carry no zone; .* --zone") as refused:
        compiled("nfdump-csv", names)
    assert refused.value.exit_code == 4
    assert "$zone" in compiled("nfdump-csv", names, Stated(zone="Europe/Vilnius")).sql
    assert "$zone" not in compiled("nfdump-csv", names, Stated(zone="UTC")).sql


def test_a_log_that_writes_an_epoch_needs_no_zone(tmp_path):
    path = tmp_path / "radius.detail"
    event = 'Event-Timestamp = "Mar 14 2026 18:00:00 EET"'
    path.write_text(detail(["Acct-Status-Type = Start", event, "Timestamp = 1773504007"]))
    (row,) = read(path).of("login")
    assert (f"{row['at']:%S}", row["time_basis"]) == ("07", "utc")


def test_no_text_of_a_spec_or_a_file_can_leave_its_quotes():
    """A field's name with a quote in it, and a null mark with one, stay text."""
    spec = formats()["zeek-conn"]
    names = ["ts", "id.orig_h", "id.resp_h", "it's"]
    (row,) = spec.rows
    rows = (replace(row, columns={**row.columns, "app": (Value(field="it's"),)}),)
    fields = fields_of(names, null=("'",))
    sql = compile_query(replace(spec, rows=rows), fields, Stated(), "a.log", whole=True).sql
    assert "= '''')" in sql
    assert '''"cell it's 1"''' in sql


def test_a_rejected_record_is_kept_whole_or_as_its_shape_beside_its_beginning():
    names = ["ts", "id.orig_h", "id.resp_h"]
    assert "record_shape(text)" not in compiled("zeek-conn", names).sql
    hidden = compiled("zeek-conn", names, whole=False).sql
    assert "then record_shape(text) end as record" in hidden
    assert "then left(text, 4096) end as begins" in hidden


@pytest.mark.parametrize("stated", [None, "border-1"])
def test_a_line_knows_its_gateway_best_and_what_was_stated_fills_in(tmp_path, stated):
    path = tmp_path / "radius.detail"
    status, received = "Acct-Status-Type = Start", "Timestamp = 1773504007"
    path.write_text(detail([status, "NAS-IP-Address = 198.51.100.1", received], [status, received]))
    told = [row.get("gateway") for row in read(path, gateway=stated).of("login")]
    assert told == ["198.51.100.1", stated]


def test_a_file_that_names_no_gateway_has_the_one_stated(tmp_path):
    path = tmp_path / "conn.log"
    path.write_text(zeek({}))
    assert read(path, gateway="border-1").of("connection")[0]["gateway"] == "border-1"
