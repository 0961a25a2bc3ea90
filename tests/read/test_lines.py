"""Lines as rows: each with its number, cut where it has the fields of its header, whole where not."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import tracker.read.lines
from tests.parsing import detail, read, zeek
from tracker.fields import BEGIN
from tracker.read.join import joined
from tracker.read.lines import Split, Whole
from tracker.read.look import Look, look
from tracker.read.match import beginnings, needed
from tracker.settings import Settings

COUNT, MAX = 3, 40
HEADER, OTHER, LONGER = "#h,a,b", "#h,b,a", "#h,a,b,c"
LINE = st.lists(st.sampled_from(["", "a", "ž", '"', "#", "#h", " ", "\ufeff"]), max_size=5).map(
    ",".join
)
BLOCKS = Settings(max_line=50_000)  # no block is less than two of the longest lines
LINES = st.lists(LINE | st.sampled_from([HEADER, OTHER, LONGER]), min_size=1, max_size=60)


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Blocks so small that each holds few lines."""
    monkeypatch.setattr(tracker.read.lines, "_STEP", 16)


def split(path, lines, begin=BEGIN, rule="^#h,", header=HEADER, end="\n"):
    """The rows of a section by line, and the section."""
    path.write_text("\n".join(lines) + end)
    section = Split(Look("given", path, "", 0, 0), MAX, begin, ",", COUNT, rule, header)
    rows = section.rows().read_all().to_pylist()
    fields = {row["line"]: [row[name] for name in section.names()] for row in rows}
    odd = {row["line"]: row["odd"] for row in rows}
    assert len(rows) == len(fields)
    return fields, odd, section


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, end=st.sampled_from(["\n", ""]))
@example(lines=["a"] * 40, end="\n")
@example(lines=["a,b,c"] * 20 + ["a"] * 20 + [""] * 20, end="")
def test_a_line_is_on_its_line_and_cut_if_it_has_the_fields_and_whole_if_not(tmp_path, lines, end):
    last = lines[:-1] if not end and not lines[-1] else lines  # an end without feed is no line
    fields, odd, section = split(tmp_path / "a.csv", lines, rule=None, end=end)
    assert section.end is None
    assert sorted(odd) == list(range(1, len(last) + 1))
    for number, line in enumerate(last, 1):
        cut = line.split(",")
        wanted = (cut, None) if len(cut) == COUNT else ([None] * COUNT, line)
        if not line:
            wanted = ([""] * COUNT, "")
        assert (fields[number], odd[number]) == wanted


@pytest.mark.parametrize("rule", ["^#h,", "^#(h),", "^#"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES)
def test_a_section_ends_before_another_header_and_the_next_begins_there(tmp_path, rule, lines):
    path, begin, seen = tmp_path / "a.csv", BEGIN, []
    while begin is not None:
        first = lines[begin.lines]
        header = first if first.startswith("#") else HEADER
        _, odd, section = split(path, lines, begin, rule, header)
        seen += sorted(odd)
        inside = lines[min(odd, default=1) - 1 : max(odd, default=0)]
        assert {line for line in inside if re.search(rule, line)} <= {header}
        begin = section.end
        if begin:
            assert path.read_bytes()[begin.bytes :].decode().startswith(lines[begin.lines])
    assert seen == list(range(1, len(lines) + 1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["", "a", "\tb", "\tž"]), min_size=1, max_size=60))
def test_a_block_stands_on_the_line_of_its_first_and_is_as_high_as_it_has_lines(tmp_path, lines):
    path = tmp_path / "a.detail"
    path.write_text("\n".join(lines) + "\n")
    found = joined(look(str(path), tmp_path, 1000), tmp_path, 1000)
    rows = Whole(found, 1000).rows().read_all().to_pylist()
    assert [row["text"] for row in rows] == blocks(lines)
    assert [row["height"] for row in rows] == [text.count("\n") + 1 for text in blocks(lines)]
    assert [row["line"] for row in rows] == [
        1 + sum(row["height"] for row in rows[:number]) for number in range(len(rows))
    ]


def blocks(lines):
    """Lines that are indented behind the one before."""
    made = []
    for line in lines:
        if line.startswith("\t") and made:
            made[-1] += f"\n{line}"
        else:
            made.append(line)
    return made


@pytest.mark.parametrize("content", [b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_a_file_that_holds_nothing_but_an_encodings_mark_has_no_record(tmp_path, content):
    (tmp_path / "radius.detail").write_bytes(content)
    found = read(tmp_path / "radius.detail", format="freeradius-detail")
    assert (found.fault, found.tally.records, found.tally.lines) == (None, 0, found.lines)


def test_a_line_of_nothing_but_delimiters_is_rejected_and_an_empty_one_is_blank(tmp_path):
    path, (head, names, row) = tmp_path / "conn.log", zeek({}).splitlines()
    path.write_text("\n".join([head, names, "", "\t" * row.count("\t"), row, ""]))
    found = read(path)
    assert (found.tally.passed["blank"], found.tally.used) == (1, 1)
    assert found.reasons() == {4: "bad_time"}


def test_rows_of_a_file_of_many_blocks_bear_the_lines_they_stand_on(tmp_path):
    """Read by several threads; what joins a list of values hands rows over in another order."""
    path, (head, names, row) = tmp_path / "conn.log", zeek({}).splitlines()
    good = [row.replace("\tC1\t", f"\t{number}\t", 1) for number in range(3, 40_003)]
    good[20_000:20_000] = ["short"]
    path.write_text("\n".join([head, names, *good, ""]))
    lines = [
        row["line"] - int(row["connection_key"]) for row in read(path, BLOCKS).of("connection")
    ]
    assert (lines[:20_000], lines[20_000:]) == ([0] * 20_000, [1] * 20_000)


def test_records_of_many_blocks_bear_the_lines_they_stand_on(tmp_path):
    path = tmp_path / "radius.detail"
    records = [
        [
            "Acct-Status-Type = Start",
            f'Acct-Session-Id = "{3 * n + n + 1}"',
            "Timestamp = 1773504000",
        ]
        for n in range(10_000)
    ]
    path.write_text(detail(*records).replace("\n\n", "\n"))
    rows = read(path, BLOCKS).of("login")
    assert len(rows) == len(records)
    assert all(row["line"] == int(row["session_key"]) for row in rows)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        (r"^#fields\t", ("#fields\t",)),
        ("^(ts,te,|firstSeen,)", ("ts,te,", "firstSeen,")),
        ("^No matching", ("No matching",)),
        ("^[0-9]+,", ()),
        ("^(a|b)c", ()),
        ("^(Summary$|flows)", ()),
        ("Summary", ()),
        (r"^a\.b", ()),
    ],
)
def test_a_pattern_that_asks_for_a_beginning_alone_is_told_from_others(pattern, wanted):
    assert beginnings(pattern) == wanted


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("^[^,]*,(0|::),0,IPIP *,", "IPIP"),
        (r"^[^ ]+ [a-z]+:notty\b", "notty"),
        ("^[^,]*,(IPIP|GRES),", None),
        ("^[^,]*,IPIP|^#close", None),
        ("^[^,]*,[^IPIP],", None),
        ("^[^,]*,(?:IPIP(?:,x)?)*,", None),
        ("^[^,]*,flowss?,IPIPs*,", None),
        ("^IPIP,[0-9]", None),
        ("^[^%]*%ASA-[0-7]-(?:x|y)722051", "722051"),
        ("^[^%]*%Built (?:TCP|UDP) outbound ", "outbound"),
        ("^[^%]*%ASA-7220[0-9]*,", "7220"),
        ("^[^%]*%ASA-72205?,", None),
    ],
)
def test_a_word_is_looked_for_first_where_no_line_matches_without_it(pattern, wanted):
    assert needed(pattern) == wanted
