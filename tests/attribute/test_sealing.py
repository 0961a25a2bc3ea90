"""Sealing: what lies in the lake can be opened with the key, whole and unaltered, and not without."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.attribute.pseudonyms import Key
from tracker.attribute.sealing import open_lines, open_name, seal_lines, seal_names
from tracker.errors import IntegrityError

KEY, OTHER = Key(bytes(range(32))), Key(b"k" * 32)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
LINES = pa.array(["ona@nerys.example", None, "", "jonas 192.0.2.1"])


def altered(sealed: pa.Array, at: int) -> pa.Array:
    """The same with one bit of the first value turned."""
    first, *rest = sealed.to_pylist()
    at %= len(first)
    first = bytes([*first[:at], first[at] ^ 0x80, *first[at + 1 :]])
    return pa.array([first, *rest], pa.binary())


@given(name=TEXTS)
def test_a_sealed_name_is_told_again_for_its_pseudonym(name):
    (sealed,) = seal_names(KEY, ["p"], [name])
    assert open_name(KEY, "p", sealed) == name
    assert len(name) < 4 or name.encode() not in sealed


def test_a_name_sealed_twice_looks_another_each_time():
    assert len(set(seal_names(KEY, ["p", "p"], ["ona", "ona"]))) == 2


def test_a_name_opens_with_its_key_for_its_pseudonym_and_unaltered_alone():
    (sealed,) = seal_names(KEY, ["p"], ["ona"])
    wrong = [(OTHER, "p", sealed), (KEY, "q", sealed), (KEY, "p", sealed[:-1]), (KEY, "p", b"")]
    wrong += [(KEY, "p", altered(pa.array([sealed]), at)[0].as_py()) for at in (0, 12, -1)]
    for key, pseudonym, text in wrong:
        with pytest.raises(IntegrityError, match="does not verify") as refused:
            open_name(key, pseudonym, text)
        assert refused.value.exit_code == 6


def seal(lines):
    return seal_lines(KEY, [("a", len(lines))], lines)


@given(lines=st.lists(st.none() | TEXTS))
def test_lines_are_told_again_in_their_order(lines):
    assert open_lines(KEY, "a", seal(pa.array(lines, pa.string()))).to_pylist() == lines


@given(each=st.lists(st.lists(st.none() | TEXTS, max_size=4), max_size=5))
def test_lines_of_several_sources_are_told_again_each_by_its_own(each):
    runs = [(f"source {number}", len(lines)) for number, lines in enumerate(each)]
    sealed = seal_lines(
        KEY, runs, pa.array([line for lines in each for line in lines], pa.string())
    )
    place = 0
    for (source, count), lines in zip(runs, each, strict=True):
        part = sealed.slice(place, count)
        assert open_lines(KEY, source, part).to_pylist() == lines
        if any(line is not None for line in lines):
            with pytest.raises(IntegrityError, match="does not verify"):
                open_lines(KEY, "another", part)
        place += count


def test_lines_are_told_again_whatever_their_batch_was_cut_from_and_in_any_order():
    first, second = seal(LINES.slice(1)), seal(LINES.slice(0, 1))
    mixed = pa.concat_arrays([first, second]).take(pa.array([2, 3, 0, 1]))
    told = ["jonas 192.0.2.1", "ona@nerys.example", None, ""]
    assert open_lines(KEY, "a", mixed).to_pylist() == told


def test_no_sealed_line_holds_its_text():
    sealed = b"".join(seal(LINES).drop_null().to_pylist())
    assert b"ona" not in sealed
    assert b"192" not in sealed


def test_lines_that_are_alike_take_little_room():
    lines = pa.array([f"a rejected line of many, number {n}" for n in range(10_000)])
    sealed = seal(lines)
    assert sealed.nbytes < lines.nbytes
    assert open_lines(KEY, "a", sealed).equals(lines)


def test_lines_open_with_their_key_of_their_source_and_unaltered_alone():
    sealed = seal(LINES)
    wrong = [(OTHER, "a", sealed), (KEY, "b", sealed), (KEY, "a", sealed.slice(1))]
    wrong += [(KEY, "a", altered(sealed, at)) for at in (0, 13, 15, 16, -1)]
    wrong += [(KEY, "a", pa.array([text], pa.binary())) for text in (b"", b"short", bytes(60))]
    for key, source, text in wrong:
        with pytest.raises(IntegrityError, match="does not verify") as refused:
            open_lines(key, source, text)
        assert refused.value.exit_code == 6


def test_lines_sealed_beside_one_that_has_gone_are_told_all_the_same():
    sealed = seal(LINES)
    assert open_lines(KEY, "a", sealed.take(pa.array([3, 0]))).to_pylist() == [
        "jonas 192.0.2.1",
        "ona@nerys.example",
    ]
