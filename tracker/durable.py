"""What would outlive a loss of power: files and names of which the disk has said that it has them.

Delta Lake's writer leaves it to the system when a commit reaches the disk. Of commits that build on
one another the later could then be there without the earlier, and a file of logs be deleted that the
lake has lost.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain, count, takewhile
from pathlib import Path
from urllib.parse import unquote, urlsplit

from deltalake import DeltaTable, PostCommitHookProperties
from deltalake.exceptions import DeltaError

# Commits stay beside a checkpoint that sums them up, until that is on the disk.
ALL_KEPT = PostCommitHookProperties(cleanup_expired_logs=False)
SUMMED_UP = ".checkpoint.parquet"
_HINT = "_last_checkpoint"  # names the last one
_MAGIC = b"PAR1"  # at the end of a whole file (Apache Parquet, file format)


def settle(paths: Iterable[Path]) -> None:
    """Waits until files, and the names in folders, are on the disk (POSIX.1, fsync)."""
    for path in dict.fromkeys(paths):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def lasting(stored: DeltaTable) -> Iterator[None]:
    """What is committed to a table inside is on the disk at the end, and so is the commit before it.

    That one may be of a process that was killed between its commit and this.
    """
    before = stored.version()
    yield
    log = _log(Path(unquote(urlsplit(stored.table_uri).path)))
    # The table itself may not know of a commit yet that it has just made.
    commits = takewhile(Path.exists, (log / f"{number:020}.json" for number in count(before)))
    written = [[commit, commit.with_suffix(SUMMED_UP)] for commit in commits]
    settle(path for path in (*chain(*written), log / _HINT, log) if path.exists())


def open_table(folder: Path) -> DeltaTable:
    """A table as it is now; a checkpoint that broke off with the power is given up for its commits."""
    try:
        return DeltaTable(str(folder))
    except DeltaError:
        torn = [path for path in _log(folder).glob(f"*{SUMMED_UP}") if not _is_whole(path)]
        if not torn:
            raise
        for path in (_log(folder) / _HINT, *torn):
            path.unlink(missing_ok=True)
        return DeltaTable(str(folder))


def _log(folder: Path) -> Path:
    return folder / "_delta_log"


def _is_whole(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(size - len(_MAGIC), 0))
        return file.read() == _MAGIC
