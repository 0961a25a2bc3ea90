"""A log opened to be read: one that cannot be, or not any more, is refused, whenever that turns out."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path

from tracker.errors import InputError

# What fails where something is written out beside is no fault of the log's.
_OF_WRITING = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS}


@contextmanager
def opened(shown: str, path: Path) -> Iterator[BufferedReader]:
    """The log `shown`, which lies at a path; raises InputError where opening or reading it fails."""
    try:
        with path.open("rb") as file:
            yield file
    except OSError as fault:
        if fault.errno in _OF_WRITING:
            raise
        reason = fault.strerror or str(fault)
        raise InputError(f"cannot be read: {reason}", where=shown) from None
