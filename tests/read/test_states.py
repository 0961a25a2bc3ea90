"""Which known files one is measured against: those that begin as it does, and those that do not tell."""

from __future__ import annotations

from tracker.read.digest import HEAD, opening
from tracker.read.states import Known, State


def state(length, head, source="s"):
    return State(source, f"digest of {length}", length, 1, None, head)


def test_only_what_begins_alike_is_tried_and_what_does_not_tell_how_it_begins():
    """Ten thousand files of ten thousand lengths would cost each further one ten thousand digests."""
    known = Known()
    for one in (state(2000, "a"), state(3000, "b"), state(10, None), state(2000, None, "old")):
        known.add(one)
    assert sorted(known.of("a")) == [10, 2000]
    assert sorted(known.of("b")) == [10, 2000, 3000]
    assert sorted(known.of(None)) == sorted(known.of("c")) == [10, 2000]


def test_what_is_taken_back_is_known_no_more():
    known = Known()
    known.add(state(2000, "a"))
    known.discard(state(2000, "a"))
    assert not any(known.of("a").values())


def test_the_opening_of_a_file_does_not_depend_on_how_its_bytes_come():
    content = bytes(range(256)) * 8
    steps = (1, 7, HEAD, 2 * HEAD, len(content))
    told = []
    for step in steps:
        head, blocks = opening(content[at : at + step] for at in range(0, len(content), step))
        assert b"".join(blocks) == content
        told.append(head)
    assert len({*told}) == 1
    assert opening(iter([content[: HEAD - 1]]))[0] is None
