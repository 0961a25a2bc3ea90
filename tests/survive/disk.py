"""A folder as it would be after a loss of power: sure to be there is what was settled, by fsync, alone.

Of what was not, a system may have written anything or nothing (POSIX.1, fsync, rationale): a name
without the bytes of its file, a later file without an earlier one. What is drawn is all of it, none,
or some.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

ALL, NONE, SOME = 1.0, 0.0, 0.5


class Disk:
    """What is settled of a folder, which is all of it as it is now and what `fsync` is told from here on.

    `before` is called each time before something is settled.
    """

    def __init__(self, folder: Path, before: Callable[[], None]) -> None:
        self.folder, self.before, self._plain = folder, before, os.fsync
        self._names: dict[Path, set[str]] = {}
        self._bytes: dict[int, bytes] = {}
        self._held: list[
            int
        ] = []  # handles, so that no other file gets the number of one that is gone
        for path in [folder, *folder.rglob("*")]:
            self._take(path)

    def fsync(self, handle: int) -> None:
        path = Path(f"/proc/self/fd/{handle}").readlink()
        if path.is_relative_to(self.folder):
            self.before()
            self._take(path)
        self._plain(handle)

    def after_a_cut(self, place: Path, chance: Random, likely: float) -> Path:
        """The folder as a cut now would leave it, where what is not settled is there as likely as told."""
        self._lay(self.folder, place, lambda: chance.random() < likely)
        return place

    def close(self) -> None:
        for handle in self._held:
            os.close(handle)

    def _take(self, path: Path) -> None:
        if path.is_dir():
            self._names[path] = {entry.name for entry in path.iterdir()}
        elif path.is_file() and not path.is_symlink():
            handle = os.open(path, os.O_RDONLY)
            self._held.append(handle)
            self._bytes[os.fstat(handle).st_ino] = path.read_bytes()

    def _lay(self, folder: Path, place: Path, is_there: Callable[[], bool]) -> None:
        place.mkdir()
        settled = self._names.get(folder, set())
        # A name that is gone from a folder since that was settled is taken for gone: it is one
        # that nobody looks for any more.
        for path in sorted(folder.iterdir()):
            if path.name not in settled and not is_there():
                continue
            target = place / path.name
            if path.is_symlink():
                target.symlink_to(path.readlink())
            elif path.is_dir():
                self._lay(path, target, is_there)
            else:
                shutil.copy2(path, target)  # as old as it was: some logs tell the year by that
                kept = self._bytes.get(path.stat().st_ino, b"")
                if path.read_bytes() != kept and not is_there():
                    target.write_bytes(kept)
