"""A spec's patterns are the engine's, in Python too."""

from __future__ import annotations

import pytest

from tracker.patterns import finder, groups, stands_in


def test_a_pattern_finds_what_its_group_holds():
    assert finder("src=([0-9.]+)|dst")("a src=192.0.2.1")[1] == "192.0.2.1"
    assert finder("src=([0-9.]+)|dst")("dst")[1] is None
    assert finder("^src")("a src=192.0.2.1") is None
    assert [groups(one) for one in ("a", "(a)", "(?:a)(b)(c)")] == [0, 1, 2]


def test_a_pattern_is_told_to_stand_in_bytes_of_any_encoding():
    assert stands_in("(?m)^ž[0-9]")("a\nž5".encode())
    assert not stands_in("(?m)^ž[0-9]")(b"a \xff\nz5")


def test_a_digit_is_one_of_ten_and_an_end_is_the_end():
    """Python's own patterns take digits of all scripts, and end before a last line feed."""
    assert finder(r"\d")("\u0664") is None
    assert finder("a$")("a\n") is None


@pytest.mark.parametrize("pattern", ["(", "a(?=b)", "(?<!a)b", r"(a)\1"])
def test_what_the_engine_does_not_know_is_no_pattern(pattern):
    with pytest.raises(ValueError, match="is none of RE2"):
        finder(pattern)
