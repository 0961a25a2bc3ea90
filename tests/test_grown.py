"""A log that is still written to: what is new is read from where the last reading ended."""

from __future__ import annotations

import gzip
from random import Random

import pytest

from tests.formats.renew import ZONE, sample
from tests.parsing import detail, zeek
from tests.test_intake import KEY, RECORD, states, visible
from tracker.intake import ingest
from tracker.lake import create_lake
from tracker.logfile import Asked
from tracker.settings import Settings

TABLES = ("connection", "login", "reject")


def brought(lake, path, **asked):
    return ingest(lake, KEY, [str(path)], Asked(**asked), Settings())


@pytest.fixture
def lake(tmp_path, empty_lake):
    return empty_lake(tmp_path / "lake", KEY.check)


def rows(lake):
    """What a reader sees, without what names the source or says when it came."""
    apart = ("source", "sealed", "recorded_on")
    return {
        name: sorted(
            (
                {key: value for key, value in row.items() if key not in apart}
                for row in visible(lake, name)
            ),
            key=repr,
        )
        for name in TABLES
    }


def grown(folder, content, ends, name="a.log"):
    """A lake into which a file came each time that it had grown to one of these lengths."""
    folder.mkdir()
    lake, path = create_lake(folder / "lake", KEY.check), folder / name
    for end in (*ends, len(content)):
        path.write_bytes(content[:end])
        brought(lake, path, zone=ZONE)
    return lake


# One of each syntax, with a header and without, in several kinds of lines, and the documents.
NAMES = [
    *("zeek-conn", "silk-rwcut", "akvorado.csv", "ulogd.pairs", "suricata-eve", "azure-flow"),
    *("xl2tpd", "openvpn-status", "freeradius-detail", "isc-leases"),
]


@pytest.mark.parametrize("name", NAMES)
def test_a_log_that_grew_in_steps_is_read_as_if_it_had_come_whole(name, tmp_path):
    content = sample(name).read_bytes()
    if not content.endswith(b"\n"):
        content += b"\n"
    luck = Random(name)  # noqa: S311  # planted, not secret
    ends = sorted(luck.sample(range(1, len(content)), 2))
    whole, pieces = grown(tmp_path / "whole", content, []), grown(tmp_path / "grown", content, ends)
    assert rows(pieces) == rows(whole)


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, lambda content: content.replace(b"\n", b"\r\n")]
)
def test_a_log_that_grew_is_the_same_file_under_another_name_packed_or_not(tmp_path, pack):
    """logrotate renames a log, and packs it a day later; what came since is all that is new."""
    lake, old, new = create_lake(tmp_path / "lake", KEY.check), tmp_path / "a.log", tmp_path / "a.1"
    lines = zeek({"uid": "C1"}, {"uid": "C2"}, {"uid": "C3"}).encode().splitlines(keepends=True)
    old.write_bytes(pack(b"".join(lines[:4])))
    new.write_bytes(pack(b"".join(lines)))
    (first,), (second,), (third,) = (brought(lake, path) for path in (old, new, new))
    assert (first.lines, second.lines, second.lines_before, third.state) == (4, 1, 4, "known")
    found = visible(lake, "connection")
    assert sorted((row["connection_key"], row["line"]) for row in found) == [
        ("C1", 3),
        ("C2", 4),
        ("C3", 5),
    ]
    assert {row["source"] for row in found} == {first.source, second.source}


def test_a_last_line_waits_for_its_end(lake, tmp_path):
    """What is cut off reads well now and then: 12 bytes of 1234."""
    path, content = tmp_path / "a.log", zeek({"uid": "C1"}, {"uid": "C2", "resp_ip_bytes": 1234})
    path.write_text(content[:-3])
    (taken,) = brought(lake, path)
    assert (taken.state, taken.lines, taken.waiting) == (
        "done",
        3,
        len(content.splitlines()[-1]) - 2,
    )
    path.write_text(content)
    (taken,) = brought(lake, path)
    assert (taken.state, taken.lines, taken.waiting) == ("done", 1, 0)
    assert sorted(row["bytes_in"] for row in visible(lake, "connection")) == [200, 1234]


def test_a_file_that_was_written_anew_is_another_file(lake, tmp_path):
    path = tmp_path / "a.log"
    path.write_text(zeek({"uid": "C1"}, {"uid": "C2"}))
    brought(lake, path)
    path.write_text(zeek({"uid": "C1"}, {"uid": "C3"}, {"uid": "C4"}))
    (taken,) = brought(lake, path)
    assert (taken.lines, taken.lines_before) == (5, 0)


def test_what_another_gateway_handed_over_is_not_what_this_one_s_log_was(lake, tmp_path):
    path = tmp_path / "a.log"
    path.write_text(zeek({"uid": "C1"}))
    brought(lake, path, gateway="border-1")
    path.write_text(zeek({"uid": "C1"}, {"uid": "C2"}))
    (taken,) = brought(lake, path, gateway="border-2")
    assert (taken.lines, taken.lines_before) == (4, 0)


def test_a_header_that_changed_is_the_one_by_which_what_comes_later_is_read(lake, tmp_path):
    path = tmp_path / "a.log"
    other = zeek({"uid": "C2"}, service="-").splitlines(keepends=True)
    path.write_text(zeek({"uid": "C1"}) + "".join(other))
    brought(lake, path)
    path.write_text(path.read_text() + other[-1].replace("C2", "C3"))
    (taken,) = brought(lake, path)
    assert taken.tally.rejected.total() == 0
    assert sorted(row["connection_key"] for row in visible(lake, "connection")) == [
        "C1",
        "C2",
        "C3",
    ]


@pytest.mark.parametrize("content", ["", "#path\tconn", '[{"event_type": "flow"},'])
def test_a_file_with_nothing_to_read_so_far_is_no_fault(lake, tmp_path, content):
    path = tmp_path / "a.log"
    path.write_text(content)
    assert states(brought(lake, path)) == ["empty"]
    assert visible(lake, "run") == []


def test_a_block_waits_for_its_end(lake, tmp_path):
    path, content = tmp_path / "a.log", detail(RECORD, RECORD)
    path.write_text(content[: content.rindex("\tTimestamp")])
    (taken,) = brought(lake, path)
    assert taken.tally.records == 1
    assert taken.waiting > 0
    path.write_text(content)
    (taken,) = brought(lake, path)
    assert (taken.tally.records, taken.tally.used) == (1, 1)
