"""Lines as views: what Arrow reads of them is what stands between the line feeds."""

from __future__ import annotations

import numpy as np
import pytest

from tracker.read.views import Views

LONG = "a line of more than twelve bytes, with a sign of two: é"


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_view_is_the_text_between_two_line_feeds_however_long(end: str) -> None:
    lines = ["", "a", "twelve bytes", "thirteen here", LONG, "", "abc", LONG * 9, "four"]
    views = Views.of(("\n".join(lines) + end).encode())
    assert views.array().to_pylist() == views.texts().to_pylist() == lines
    assert views.empty().to_pylist() == [line == "" for line in lines]


def test_some_lines_are_those_of_their_places() -> None:
    views = Views.of(f"one\ntwo\n{LONG}\nfour\n".encode())
    assert views.at(np.array([1, 3])).array().to_pylist() == ["one", LONG]
    assert views.first(2).array().to_pylist() == ["one", "two"]


def test_a_short_text_has_the_same_view_whatever_stands_behind_it() -> None:
    """An engine may compare texts of up to twelve bytes by their views alone."""
    ahead, alone = Views.of(b"same\nand something else"), Views.of(b"same")
    assert ahead.each[0].tolist() == alone.each[0].tolist()
