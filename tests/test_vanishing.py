"""A log that somebody takes away while a run is at it is refused, whenever that is; others come in."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest

from tests.formats.renew import ZONE, sample
from tests.test_intake import KEY, visible
from tracker.intake import ingest
from tracker.logfile import Asked
from tracker.settings import Settings

MOST = 20  # openings of one file, and more


class Vanishing:
    """A file that is taken away when it is about to be opened for the nth time; `seen` counts how often it was."""

    def __init__(self, path: Path, nth: int) -> None:
        self.path, self.nth, self.seen, self.plain = path, nth, 0, io.open

    def open(self, file, *args, **values):
        if file == self.path:
            self.seen += 1
            if self.seen == self.nth:
                self.path.unlink()
        return self.plain(file, *args, **values)


@pytest.mark.parametrize(
    ("name", "pack", "behind"),
    [
        ("zeek-conn", bytes, 0),
        ("suricata-eve", bytes, 1),
        ("freeradius-detail", bytes, 4),
        ("freeradius-detail", gzip.compress, 0),
    ],
)
def test_whenever_a_log_vanishes_it_is_refused_and_the_other_one_comes_in(
    tmp_path, empty_lake, monkeypatch, name, pack, behind
):
    """The other lacks so many lines of it: often it is a copy of what can be read of it, or of its kind."""
    lines = sample(name).read_bytes().splitlines(keepends=True)
    path, other = tmp_path / "a.log", tmp_path / "b.log"
    other.write_bytes(b"".join(lines[: len(lines) - behind]))
    for nth in range(1, MOST):
        path.write_bytes(pack(b"".join(lines)))
        lake = empty_lake(tmp_path / f"lake{nth}", KEY.check)
        vanishing = Vanishing(path, nth)
        with monkeypatch.context() as patch:
            patch.setattr(io, "open", vanishing.open)
            taken, good = ingest(lake, KEY, [str(path), str(other)], Asked(zone=ZONE), Settings())
        if vanishing.seen < nth:
            assert (taken.state, good.state in ("done", "known")) == ("done", True)
            break
        assert (taken.state, taken.fault.exit_code, good.state) == ("refused", 4, "done")
        assert taken.fault.found == "cannot be read: No such file or directory"
        assert {row["source"] for row in visible(lake, "connection")} <= {good.source}
    assert 1 < nth < MOST - 1
