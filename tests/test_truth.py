"""A truth file is read as it was meant, or refused with every fault and its line."""

from __future__ import annotations

import gzip

import pytest

from tracker.engine.duckdb import DuckDB
from tracker.errors import InputError, TrackerError
from tracker.truth import read_truth

HEAD = "src_ip,dst_ip,class"


@pytest.fixture
def engine():
    with DuckDB() as engine:
        yield engine


@pytest.fixture
def truth(tmp_path, engine):
    """Reads a text as a truth file; returns its rows as they are meant."""

    def read(text, name="truth.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        found = read_truth(path, engine)
        return found, engine.connection.table("told").to_arrow_table().to_pylist()

    return read


def faults(truth, text):
    with pytest.raises(TrackerError) as told:
        truth(text)
    assert told.value.exit_code == 4
    return [(one.line, one.found) for one in getattr(told.value, "faults", [told.value])]


def test_columns_may_stand_in_any_order_and_the_two_hosts_too(truth):
    _, one = truth("class,dst_port,dst_ip,src_ip\ntunnel,1194,203.0.113.9,192.0.2.10\n")
    _, other = truth("src_ip,dst_ip,class,src_port\n203.0.113.9,192.0.2.10,tunnel,1194\n")
    ends = ("low_ip", "low_port", "high_ip", "high_port")
    assert [one[0][name] for name in ends] == ["192.0.2.10", None, "203.0.113.9", 1194]
    assert [other[0][name] for name in ends] == [one[0][name] for name in ends]


@pytest.mark.parametrize(
    ("written", "ip"),
    [
        ("::ffff:192.0.2.10", "192.0.2.10"),
        ("[2001:DB8::0:1]", "2001:db8::1"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_an_address_is_what_it_is_in_logs(truth, written, ip):
    _, rows = truth(f"{HEAD}\n{written},192.0.2.1,tunnel\n")
    assert rows[0]["one_ip"] == ip


@pytest.mark.parametrize("text", ["2026-03-14T21:30:00+02:00", "2026-03-14T19:30:00.000000Z"])
def test_a_time_has_an_offset_or_z(truth, text):
    _, rows = truth(f"{HEAD},started_at\n192.0.2.1,192.0.2.2,tunnel,{text}\n")
    assert rows[0]["started_us"] == 1773516600000000


@pytest.mark.parametrize(("said", "number"), [("udp", 17), ("17", 17), ("ESP", 50), ("", None)])
def test_a_protocol_is_a_name_or_a_number(truth, said, number):
    _, rows = truth(f"{HEAD},protocol\n192.0.2.1,192.0.2.2,tunnel,{said}\n")
    assert rows[0]["number"] == number


def test_what_stands_in_the_ports_of_a_protocol_without_ports_is_none(truth):
    _, rows = truth(f"{HEAD},protocol,dst_port\n192.0.2.1,192.0.2.2,ordinary,icmp,2048\n")
    assert (rows[0]["low_port"], rows[0]["high_port"]) == (None, None)


def test_a_packed_file_is_unpacked_whatever_its_name(truth):
    packed = gzip.compress(f"{HEAD}\n192.0.2.1,192.0.2.2,tunnel\n".encode())
    assert len(truth(packed)[1]) == len(truth(packed, "truth.csv.gz")[1]) == 1


def test_a_packed_file_that_is_cut_is_a_fault(truth):
    packed = gzip.compress(f"{HEAD}\n192.0.2.1,192.0.2.2,tunnel\n".encode())
    assert faults(truth, packed[:-9]) == [(None, "gzip that is damaged or cut off")]


def test_a_column_that_means_nothing_is_warned_of_by_name_and_uid_and_note_are_not(truth):
    found, _ = truth(f"{HEAD},uid,note,colour\n192.0.2.1,192.0.2.2,tunnel,#N/A,TRUE,red\n")
    (warning,) = found.warnings
    assert warning.startswith("not read: colour; known are capture, class, ")


def test_all_faults_are_told_at_once_with_their_lines(truth):
    text = "\n".join(
        [
            f"{HEAD},protocol,dst_port,started_at,ended_at,scored,family",
            "192.0.2.300,192.0.2.1,tunnel,,,,,,",
            "192.0.2.1,vpn.example,vpn,,,,,,",
            "192.0.2.1,192.0.2.2,tunnel,carp,65536,,,maybe,",
            "192.0.2.1,192.0.2.2,tunnel,,,2026-03-14T21:30:00,,,",
            "192.0.2.1,192.0.2.2,tunnel,,,2026-03-14T21:30:00Z,2026-03-14T21:29:00Z,,",
            "192.0.2.1,,tunnel,,,2126-03-14T21:30:00Z,,,all",
        ]
    )
    assert faults(truth, text) == [
        (2, "src_ip '192.0.2.300'"),
        (3, "class 'vpn'"),
        (3, "dst_ip 'vpn.example'"),
        (4, "dst_port '65536'"),
        (4, "scored 'maybe'"),
        (4, "protocol 'carp'"),
        (5, "started_at '2026-03-14T21:30:00'"),
        (
            6,
            "ended_at '2026-03-14T21:29:00Z' is before started_at '2026-03-14T21:30:00Z'",
        ),
        (7, "dst_ip is empty"),
        (7, "family 'all'"),
        (7, "started_at '2126-03-14T21:30:00Z'"),
    ]


def test_one_flow_cannot_be_of_two_classes_unless_one_of_them_does_not_count(truth):
    rows = ["192.0.2.1,192.0.2.2,tunnel,yes", "192.0.2.2,::ffff:192.0.2.1,ordinary,yes"]
    text = "\n".join([f"{HEAD},scored", *rows])
    assert faults(truth, text) == [(3, "ordinary here, tunnel in line 2")]
    assert len(truth(text.replace("ordinary,yes", "ordinary,no"))[1]) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "an empty file"),
        (f"{HEAD}\n", "a header and no rows"),
        (f"{HEAD}\n192.0.2.1,192.0.2.2,ignore\n", "no row that counts"),
        ("src_ip,class\n192.0.2.1,tunnel\n", "no column 'dst_ip'"),
    ],
)
def test_a_file_that_tells_nothing_is_a_fault(truth, text, found):
    assert [told for _, told in faults(truth, text)] == [found]


def test_a_folder_is_a_fault(tmp_path, engine):
    with pytest.raises(InputError, match="a folder"):
        read_truth(tmp_path, engine)
