"""Files that appear under their names whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from tracker.errors import InputError


@contextmanager
def placed(to: Path, what: str = "", mode: int | None = None) -> Iterator[BinaryIO]:
    """What takes the place of a file once all of it is written; of a link, that of what it leads to.

    A device or a pipe is written to as it stands: to take its place would take it from everybody.
    Raises InputError that begins with `what` where it cannot be written.
    """
    place, part = Path(os.path.realpath(to)), None
    with _refused(to, what):
        if to.is_file() or not to.exists():
            part = place.with_name(f".{place.name}.part")
        binary = (part or to).open("wb")
    try:
        with binary:
            yield binary
        with _refused(to, what):
            if part and mode is not None:
                part.chmod(mode)
            if part:
                part.replace(place)
    finally:
        if part:
            with suppress(OSError):
                part.unlink(missing_ok=True)


@contextmanager
def _refused(to: Path, what: str) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise InputError(f"{what}cannot be written: {fault.strerror}", where=to) from None
