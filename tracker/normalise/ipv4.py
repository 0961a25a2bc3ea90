"""IPv4 addresses without leading zeros (RFC 6943, 3.1.1), a column at a time: which are, and their keys."""

from __future__ import annotations

import numpy as np

from tracker.normalise.signs import Bytes, Marks, Signs

# The key of an IPv4 address is that of ::ffff: and its four bytes (RFC 4291, 2.5.5.2).
MAPPED = np.frombuffer(b"00000000000000000000ffff00000000", np.uint8)
# A byte's two digits as one number, so that they are laid down in one stroke.
_PAIRS = np.frombuffer(b"".join(b"%02x" % byte for byte in range(256)), np.uint16)
_NOUGHT = ord("0")
_DOT = (ord(".") - _NOUGHT) % 256  # as a byte that the nought was taken from
_PARTS, _LONGEST = 4, 3


def keyed(signs: Signs) -> tuple[Marks, Bytes]:
    """Of each text: whether it is an IPv4 address, and the eight digits of its four bytes if so.

    The four numbers are read one after the other, each of all texts at once: a number ends at the
    next dot, the last one with its text.
    """
    # Behind the last text stands enough for a number and its dot to be looked for.
    numbers = np.append(signs.data, np.zeros(_LONGEST + 1, np.uint8)) - np.uint8(_NOUGHT)
    begin = signs.ends[:-1].copy()
    good = np.ones(len(signs), np.bool_)
    pairs = np.empty((len(signs), _PARTS), np.uint16)
    for part in range(_PARTS):
        first, second, third, fourth = (
            np.take(numbers[place:], begin, mode="clip") for place in range(_LONGEST + 1)
        )
        if part < _PARTS - 1:
            one = second == _DOT
            two = ~one & (third == _DOT)
            three = ~one & ~two & (fourth == _DOT)
        else:
            one, two, three = (signs.ends[1:] - begin == length for length in (1, 2, 3))
        # Ten times the value and the next digit, which is the value and so much more where it is there.
        value = first.astype(np.int16)
        value += ~one * (value * np.int16(9) + second)
        value += three * (value * np.int16(9) + third)
        good &= (first <= 9) & (one | (second <= 9) & (first > 0) & (two | three & (third <= 9)))
        good &= value <= 255
        pairs[:, part] = np.take(_PAIRS, value, mode="clip")
        begin += 2  # one digit and the dot
        begin += two
        begin += three.view(np.uint8) * np.uint8(2)
    return good, pairs.view(np.uint8)
