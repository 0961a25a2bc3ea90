"""A JSON document as lines: each member on one, each line of the file accounted for."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.read.document import BREAK, JOINT, Members, depth_of_members

TEXTS = st.text(st.sampled_from('ab"\\{}[],: \n'), max_size=12)
MEMBERS = st.lists(
    st.dictionaries(
        TEXTS, st.one_of(TEXTS, st.integers(), st.lists(TEXTS, max_size=3)), max_size=3
    ),
    min_size=1,
    max_size=5,
)


def lines_of(content: bytes, step: int) -> list[bytes]:
    depth = depth_of_members(content)
    assert depth is not None
    blocks = [content[at : at + step] for at in range(0, len(content), step)]
    return b"".join(Members(blocks, depth)).split(b"\n")


def objects(line: bytes) -> list[object]:
    try:
        told = json.loads(line.strip(BREAK).replace(JOINT, b"\n"))
    except ValueError:
        return []
    return [told] if isinstance(told, dict) else []


def height(line: bytes) -> int:
    return line.count(JOINT) + 1 - line.startswith(BREAK)


@given(
    members=MEMBERS,
    indent=st.sampled_from([None, 0, 2]),
    wrapped=st.booleans(),
    end=st.sampled_from(["", "\n"]),
    step=st.sampled_from([1, 3, 1 << 20]),
)
def test_each_member_is_a_line_and_no_line_of_the_file_is_lost(members, indent, wrapped, end, step):
    whole = {"records": members} if wrapped else members
    content = (json.dumps(whole, indent=indent) + end).encode()
    lines = lines_of(content, step)
    told = [member for line in lines for member in objects(line)]
    assert told == members
    assert sum(map(height, lines[:-1] if not lines[-1] else lines)) == len(
        (content.removesuffix(b"\n")).split(b"\n")
    )


@pytest.mark.parametrize("cut", range(1, 60))
def test_a_document_that_broke_off_keeps_its_lines(cut):
    content = b'[\n{\n "a": 1\n},\n{\n "b": "x{"\n},{"c":2}\n]\n'[:-cut]
    if depth_of_members(content) is None:
        return
    lines = lines_of(content, 1 << 20)
    there = lines[:-1] if not lines[-1] else lines
    assert sum(map(height, there)) == content.count(b"\n") + (not content.endswith(b"\n"))


@pytest.mark.parametrize(
    ("content", "depth"),
    [
        (b'[\n{"a":1}]', 1), (b"[]", 1), (b'{"records":[{"a":1}]}', 2), (b'{"Records": []}', 2),
        (b'{\n "a": 1\n}\n{\n "a": 2\n}\n', 0), (b'{"a":1}\n{"a":2}\n', None), (b"[1773504000.1] [NEW] tcp", None),
        (b"", None), (b'{"a":["b"]}', None),
    ],
)  # fmt: skip
def test_a_document_is_known_by_how_it_begins(content, depth):
    assert depth_of_members(content) == depth
