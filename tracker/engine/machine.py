"""What the machine refuses, be it a file or the engine's memory, as a fault that can be told."""

from __future__ import annotations

import errno

import duckdb

from tracker.errors import MachineError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
_TOO_MANY = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)
_BROKEN = (errno.EIO, errno.ESTALE)
_TODO = {
    **dict.fromkeys(_NO_ROOM, "make room, in the folder for temporary files too (TMPDIR)"),
    **dict.fromkeys(_NO_RIGHT, "let the user who runs this read and write there"),
    **dict.fromkeys(_TOO_MANY, "let this process have more of them"),
    **dict.fromkeys(_BROKEN, "look after the disk"),
}
_MORE_MEMORY = (
    "state a larger `memory` (or --memory) or fewer `threads` in tracker.toml, or none of them"
)
_OUT_OF_MEMORY = "Out of Memory Error: "  # as the engine's fault begins where Arrow hands it on


def is_interrupt(fault: BaseException) -> bool:
    """Whether somebody ended the run; the engine says so in its own words in the midst of a query."""
    told = isinstance(fault, RuntimeError) and "Query interrupted" in str(fault)
    return told or isinstance(fault, KeyboardInterrupt | duckdb.InterruptException)


def first_line(fault: BaseException) -> str:
    """What a fault says, without the query that the engine writes behind it."""
    return str(fault).partition("\n")[0]


def refusal(fault: BaseException) -> MachineError | None:
    """The fault as one of the machine's; None where it may be ours."""
    text = str(fault)
    if isinstance(fault, duckdb.OutOfMemoryException) or _OUT_OF_MEMORY in text:
        found = text.partition(_OUT_OF_MEMORY)[2] or text
        told = found.partition("\n")[0]
        return MachineError(f"memory is short: {told}", todo=f"{_MORE_MEMORY}; {_AGAIN}")
    if isinstance(fault, duckdb.IOException):
        return MachineError(first_line(fault), todo=f"{_TODO[errno.ENOSPC]}; {_AGAIN}")
    if isinstance(fault, OSError) and fault.errno in _TODO:
        found = fault.strerror or text
        return MachineError(found, where=fault.filename, todo=f"{_TODO[fault.errno]}; {_AGAIN}")
    return None


_AGAIN = "then run the same command again"
