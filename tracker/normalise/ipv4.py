"""IPv4 addresses without leading zeros (RFC 6943, 3.1.1), a column at a time: which are, and their keys."""

from __future__ import annotations

import numpy as np

from tracker.normalise.signs import Bytes, Marks, Places, Signs

# The key of an IPv4 address is that of ::ffff: and its four bytes (RFC 4291, 2.5.5.2).
MAPPED = np.frombuffer(b"00000000000000000000ffff00000000", np.uint8)
# A byte's two digits as one number, so that they are laid down in one stroke.
_PAIRS = np.frombuffer(b"".join(b"%02x" % byte for byte in range(256)), np.uint16)
_LEAST = np.array([256, 0, 10, 100], np.int16)  # the smallest number of so many digits


def keyed(signs: Signs, which: Places, dots: Places) -> tuple[Marks, Bytes]:
    """Of the texts `which`, with three `dots` each: whether it is an address, and its eight digits."""
    begin, ends = signs.ends[which], signs.ends[which + 1]
    numbers = signs.data - np.uint8(ord("0"))
    good = np.ones(len(which), np.bool_)
    pairs = np.empty((len(which), 4), np.uint16)
    for place, end in enumerate((*np.ascontiguousarray(dots.reshape(-1, 3).T), ends)):
        length = end - begin
        one = np.take(numbers, end - 1).astype(np.int16)
        # What lies before the number, where it has fewer digits, counts nothing.
        ten = np.take(numbers, end - 2, mode="wrap") * (length > 1).view(np.uint8)
        hundred = np.take(numbers, end - 3, mode="wrap") * (length > 2).view(np.uint8)
        value = one + np.int16(10) * ten + np.int16(100) * hundred
        good &= (length <= 3) & (one <= 9) & (ten <= 9)
        good &= (value >= np.take(_LEAST, length, mode="clip")) & (value <= 255)
        pairs[:, place] = np.take(_PAIRS, value, mode="clip")
        begin = end + 1
    return good, pairs.view(np.uint8)
