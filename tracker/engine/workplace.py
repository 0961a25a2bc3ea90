"""Where the work of a run is done: an engine, and a folder for what memory cannot hold."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.engine.duckdb import DuckDB, Resources
from tracker.errors import SettingsError
from tracker.settings import Settings


@contextmanager
def workplace(settings: Settings) -> Iterator[tuple[DuckDB, Path]]:
    """An engine that spills to a folder, and the folder, which goes when the work is done.

    Raises SettingsError where the folder named in the settings cannot be used.
    """
    with (
        spilling(settings) as folder,
        DuckDB(Resources(settings.memory, settings.threads, folder)) as engine,
    ):
        yield engine, folder


@contextmanager
def spilling(settings: Settings) -> Iterator[Path]:
    """The folder alone."""
    try:
        made = tempfile.TemporaryDirectory(prefix="tracker-", dir=settings.spill)
    except OSError as fault:
        if settings.spill is None:
            raise  # the system's own folder: what is wrong is the machine's matter
        raise SettingsError(
            f"cannot be used to spill to: {fault.strerror or fault}",
            where=settings.spill,
            expected="a folder that this user may write to",
        ) from None
    with made as folder:
        yield Path(folder)
