"""Ids of sessions: the beginning of a digest in base32 (RFC 4648, 6), a column at a time."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

_LENGTH = 26
_DIGEST = pa.binary(64)
_BASE32 = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", np.uint8)


def session_ids(digests: pa.Array) -> pa.Array:
    """The first 26 base32 digits of each digest; those are 64 lower-case hexadecimal digits, never null.

    Five hexadecimal digits are twenty bits, and four digits of base32.
    """
    fixed = digests.cast(pa.binary()).cast(_DIGEST)
    signs = np.frombuffer(fixed.buffers()[1], np.uint8).reshape(-1, 64)
    signs = signs[fixed.offset : fixed.offset + len(fixed), :35]
    fives = np.ascontiguousarray(signs.T).reshape(7, 5, -1)
    fives = (fives & 15) + 9 * (fives >> 6)  # "a" to "f" are 0x61 to 0x66
    one, two, three, four, five = fives.swapaxes(0, 1)
    digits = np.stack(
        (
            one << 1 | two >> 3,
            (two & 7) << 2 | three >> 2,
            (three & 3) << 3 | four >> 1,
            (four & 1) << 4 | five,
        ),
        axis=1,
    ).reshape(28, -1)[:_LENGTH]
    ids = _BASE32[np.ascontiguousarray(digits.T)]
    whole = [None, pa.py_buffer(ids)]
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(_LENGTH), len(fixed), whole).cast(
        pa.string()
    )
