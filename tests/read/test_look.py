"""What a look makes of any bytes: lines the reader can be trusted with, none of them lost."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import lzma
import sys
import zlib
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

import tracker.read.unpack
from tests.parsing import detail, read, zeek
from tracker.errors import InputError
from tracker.read.join import joined
from tracker.read.lines import Whole
from tracker.read.look import look
from tracker.read.mend import CUT, MARKS, TOO_LONG, UNREADABLE
from tracker.read.unpack import is_packed
from tracker.settings import Settings

MAX = 1000
PIECES = st.sampled_from(
    [
        b"\n",
        b"\r\n",
        b"\r",
        b"\t",
        b"\x00",
        b"\x01",
        b"\x02",
        b"a,b",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x1f\x8b",
        "ž".encode(),
        "\ufdd0".encode(),
        b'"',
        b"'",
        b"\\",
        b"#",
        b"x" * 700,
    ]
)
BYTES = st.lists(PIECES, max_size=30).map(b"".join) | st.binary(max_size=200)


@pytest.fixture
def looked(tmp_path):
    """A look at a file of these bytes, and its lines as the reader gets them."""
    (tmp_path / "spool").mkdir()

    def look_at(content, max_line=MAX):
        (tmp_path / "a.log").write_bytes(content)
        found = look(str(tmp_path / "a.log"), tmp_path / "spool", max_line)
        return found, found.path.read_bytes().decode().removesuffix("\n").split("\n")

    return look_at


def lines_read(found):
    """The lines that the reader yields."""
    return Whole(found, MAX).rows().read_all()["text"].to_pylist()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=BYTES)
@example(b"a\r")
@example(b"\xef\xbb\xbf" * 2)
@example(b"\xff\xfe")
@example(b"\n\n\n")
def test_the_lines_that_are_counted_are_the_lines_that_are_read(looked, content):
    try:
        found, _ = looked(content)
    except InputError:
        return
    if not found.lines:
        return
    assert len(lines_read(found)) == found.lines


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=BYTES)
def test_the_digest_and_the_length_are_those_of_the_bytes(looked, content):
    if is_packed(content):
        return
    found, _ = looked(content)
    assert (found.sha256, found.size) == (hashlib.sha256(content).hexdigest(), len(content))


def test_a_clean_file_is_read_where_it_lies(looked, tmp_path):
    found, lines = looked("a\nž\n\nb".encode())
    assert (found.path, found.marked) == (tmp_path / "a.log", False)
    assert (found.lines, lines) == (4, ["a", "ž", "", "b"])


@pytest.mark.parametrize("at_once", [1, 2, 7, 1 << 20])
def test_a_packed_file_is_unpacked_a_little_at_a_time(monkeypatch, looked, at_once):
    monkeypatch.setattr(tracker.read.unpack, "_UNPACKED", at_once)
    monkeypatch.setattr(tracker.read.unpack, "_STEP", 64)
    lines = ["a" * (n % 50) for n in range(400)]
    content = "\n".join(lines).encode()
    packed = gzip.compress(content)
    assert looked(packed + packed)[1] == [*lines[:-1], lines[-1] + lines[0], *lines[1:]]
    cut, seen = looked(packed[:-40])
    assert (seen[-1][-1], cut.marked) == (CUT, True)
    assert seen[:-1] == lines[: len(seen) - 1]


PACKERS = {"gzip": gzip.compress, "bzip2": bz2.compress, "xz": lzma.compress, "zstd": zstd.compress}


@pytest.mark.parametrize("members", [1, 3])
@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_packed_file_is_unpacked_with_all_its_members(looked, pack, members):
    content = b"a\nb"
    found, lines = looked(pack(content) * members)
    assert lines == (content * members).decode().split("\n")
    assert found.sha256 == hashlib.sha256(content * members).hexdigest()


@pytest.mark.parametrize("pack", PACKERS.values(), ids=PACKERS)
def test_a_packed_file_that_broke_off_keeps_lines_from_its_beginning(looked, pack):
    lines = [str(n * 7919) for n in range(200_000)]
    packed = pack("\n".join(lines).encode())
    found, seen = looked(packed[: len(packed) * 3 // 4])
    assert found.marked
    assert seen[-1].endswith(CUT)
    assert seen[:-1] == lines[: len(seen) - 1]


def test_a_packed_file_has_the_digest_of_the_plain_one(looked):
    plain, _ = looked(b"a\nb\n")
    assert looked(gzip.compress(b"a\nb\n"))[0].sha256 == plain.sha256


def test_what_pads_the_end_of_a_gzip_file_is_nothing(looked):
    assert looked(gzip.compress(b"a\nb\n") + b"\0" * 512)[1] == ["a", "b"]


def test_an_empty_member_says_nothing_of_the_encoding(looked):
    packed = gzip.compress(b"") + gzip.compress("a\nž\n".encode("utf-16"))
    assert looked(packed)[1] == ["a", "ž"]


@pytest.mark.parametrize("end", [b"c", b"c" * 400])
def test_a_cut_gzip_file_keeps_its_whole_lines_and_says_that_it_was_cut(looked, end):
    pack = zlib.compressobj(wbits=31)
    packed = pack.compress(b"a\nb\n" + end) + pack.flush(zlib.Z_SYNC_FLUSH)
    found, lines = looked(packed)
    assert lines == ["a", "b", end.decode() + CUT]
    assert found.lines == 3


def test_junk_that_only_begins_like_gzip_is_refused(looked):
    with pytest.raises(
        InputError, match=r"a\.log: cannot be unpacked; expected a file packed by gzip"
    ):
        looked(b"\x1f\x8b" + b"junk" * 50)


def test_a_cut_record_is_rejected_and_those_before_it_are_used(tmp_path):
    pack = zlib.compressobj(wbits=31)
    content = zeek({}, {}, {}).encode()
    cut = pack.compress(content[:-20]) + pack.flush(zlib.Z_SYNC_FLUSH)
    (tmp_path / "conn.log.gz").write_bytes(cut)
    found = read(tmp_path / "conn.log.gz")
    assert (found.tally.used, found.reasons()) == (2, {5: "cut_short"})


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        (b"\xef\xbb\xbfa\nb\n", ["a", "b"]),
        ("a\nž\n".encode("utf-16"), ["a", "ž"]),
        (b"\xfe\xff" + "a\nž".encode("utf-16-be"), ["a", "ž"]),
        (b"a\r\nb\r\r\nc\r", ["a", "b", "c"]),
        (b"a\rb\nc\n", [f"a{UNREADABLE}b", "c"]),
        (b"a\0b\nc\n", [f"a{UNREADABLE}b", "c"]),
        (b"a\x01b\nc\x02\n", [f"a{UNREADABLE}b", f"c{UNREADABLE}"]),
        (b"a\xff\xc5\nc\n", [f"a{UNREADABLE * 2}", "c"]),
        (b"a\n\xc5", ["a", UNREADABLE]),
        (b"\xff\xfea", [UNREADABLE]),
        ("a\ufdd1\nb\n".encode(), ["a\ufdd1", "b"]),
    ],
    ids=[
        "bom",
        "utf_16",
        "utf_16_be",
        "crlf",
        "lone_cr",
        "nul",
        "delimiter",
        "no_utf_8",
        "half_a_letter",
        "half_of_utf_16",
        "a_mark_of_ours",
    ],
)
def test_what_the_reader_would_stumble_over_is_written_anew_or_marked(looked, content, wanted):
    found, lines = looked(content)
    assert (found.lines, lines) == (len(wanted), wanted)
    assert found.path.parent.name == "spool"
    assert found.marked == any(mark in line for line in wanted for mark in MARKS)


def test_a_long_run_of_carriage_returns_is_no_more_work_than_another(looked):
    """Looked on from each of them to the end of the run it would take hours."""
    _, lines = looked(b"a" + b"\r" * 900_000 + b"b\nc\r\r\n", max_line=1 << 20)
    assert lines[0] == f"a{UNREADABLE * 900_000}b" or TOO_LONG in lines[0]
    assert lines[1] == "c"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
@pytest.mark.parametrize("over", [0, 1, 5000])
def test_a_line_over_the_length_is_cut_and_marked_and_one_of_the_length_is_not(looked, over, end):
    _, lines = looked(b"a\r\n" + b"x" * (MAX + over) + end)
    assert (TOO_LONG in lines[1]) == (over > 0)
    assert len(lines[1]) <= MAX


@pytest.mark.parametrize("max_line", [5, 7, 19, 39, 40])
def test_no_long_line_hides_behind_the_end_of_a_block(monkeypatch, looked, max_line):
    monkeypatch.setattr(tracker.read.look, "_STEP", 32)
    for before in range(70):
        found, _ = looked(b"\n" * before + b"x" * (max_line + 1) + b"\ny\n", max_line)
        assert found.marked, before


def test_the_length_of_a_line_is_counted_in_bytes_whatever_its_letters(tmp_path):
    path = tmp_path / "conn.log"
    path.write_text(
        zeek({"uid": "漢" * 400}, {"uid": "漢" * 200}).replace("\n", "\r\n"), newline=""
    )
    assert read(path, Settings(max_line=MAX)).reasons() == {3: "line_too_long"}


def test_the_longest_line_that_is_allowed_is_read_in_any_letters(tmp_path):
    path, settings = tmp_path / "conn.log", Settings()
    path.write_text(zeek({"uid": "漢" * 340_000}, {"uid": "漢" * 360_000}), newline="\r\n")
    assert read(path, settings).reasons() == {4: "line_too_long"}


def test_a_block_longer_than_a_line_may_be_is_no_record_and_stops_nothing(tmp_path):
    path = tmp_path / "radius.detail"
    good = ["Acct-Status-Type = Start", "Timestamp = 1773504000"]
    path.write_text(detail(good, ["Class = 0x00"] * 200, good))
    found = read(path, Settings(max_line=MAX))
    assert (found.tally.used, found.tally.lines) == (2, found.lines)
    assert set(found.reasons().values()) == {"not_this_format"}


def test_a_joined_file_has_the_lines_it_had(tmp_path, looked):
    found, _ = looked(b"a\n\tb\n\n\tc\nd\n")
    together = joined(found, tmp_path, MAX)
    assert together.path.read_bytes() == b"a\x02\tb\n\x02\tc\nd\n"
    assert (together.lines, together.sha256) == (5, found.sha256)


def test_standard_input_is_written_out_and_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(gzip.compress(b"a\nb\n"))))
    found = look("-", tmp_path, MAX)
    assert (found.lines, found.path.read_bytes()) == (2, b"a\nb\n")


def test_a_folder_and_a_missing_file_are_refused_by_name(tmp_path):
    with pytest.raises(InputError, match="is a folder; expected a log file"):
        look(str(tmp_path), tmp_path, MAX)
    with pytest.raises(InputError, match=r"no\.log: cannot be read: No such file"):
        look(str(tmp_path / "no.log"), tmp_path, MAX)


def test_a_name_that_looks_like_a_pattern_is_one_file(tmp_path):
    for name in ("a[1]*.log", "a1b.log"):
        (tmp_path / name).write_text(zeek({}))
    assert read(tmp_path / "a[1]*.log").tally.used == 1
