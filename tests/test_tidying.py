"""What becomes of the files of an inbox: nothing is lost, written over, or taken too early."""

from __future__ import annotations

import errno
import gzip
from pathlib import Path

import pytest

from tests.parsing import zeek
from tracker.attribute.pseudonyms import Key
from tracker.errors import InputError
from tracker.inbox import opened
from tracker.intake import ingest
from tracker.lake import create_lake
from tracker.logfile import Asked
from tracker.settings import Settings, Source
from tracker.tidying import tidy

KEY = Key(b"k" * 32)
NUMBERS = iter(range(1, 60000))


def log(**more) -> str:
    """A log unlike any other."""
    return zeek({"id.orig_p": next(NUMBERS)}, **more)


class Place:
    """A lake and an inbox whose files go to `done`, or what `done` says."""

    def __init__(self, folder: Path) -> None:
        self.lake = create_lake(folder / "lake", KEY.check)
        self.inbox, self.done = folder / "in", folder / "done"
        self.inbox.mkdir()
        self.settings = self.rule(done="moved", done_to=str(self.done))

    @staticmethod
    def rule(**told):
        return Settings(sources=(Source("*", **told),))

    def lay(self, name, content=None):
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(log() if content is None else content)
        return path

    def run(self, *, meanwhile=lambda: None, settings=None):
        """What becomes of the files when they have come in, and something has happened meanwhile."""
        settings = settings or self.settings
        found, _ = opened([str(self.inbox)], settings)
        taken = ingest(self.lake, KEY, [one.shown for one in found], Asked(), settings)
        meanwhile()
        return tidy(self.lake, found, taken, settings)

    def left(self):
        return names(self.inbox)


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def place(tmp_path) -> Place:
    return Place(tmp_path)


def test_what_is_in_the_lake_is_moved_with_its_way_below_the_inbox(place):
    path = place.lay("border/1/conn.log")
    written, content = path.stat().st_mtime_ns, path.read_text()
    assert place.run().counts == {"moved": 1}
    assert (place.left(), names(place.done)) == ([], ["border/1/conn.log"])
    moved = place.done / "border/1/conn.log"
    assert (moved.stat().st_mtime_ns, moved.read_text()) == (written, content)


def test_without_a_word_in_the_settings_all_is_left(place):
    place.lay("conn.log")
    assert not place.run(settings=Settings()).counts
    assert not place.run(settings=place.rule(zone="UTC")).counts
    assert place.left() == ["conn.log"]


def test_what_is_to_be_deleted_is(place):
    place.lay("conn.log")
    assert place.run(settings=place.rule(done="deleted")).counts == {"deleted": 1}
    assert place.left() == []


def test_what_an_earlier_run_brought_in_and_did_not_move_is_moved_by_the_next(place):
    place.lay("conn.log")
    place.run(settings=Settings())
    assert place.run().counts == {"moved": 1}


def test_a_file_with_the_name_of_another_gets_a_number(place):
    for number in range(3):
        place.lay("conn.log", f"{log()}")
        place.run()
        assert len(names(place.done)) == number + 1
    assert names(place.done) == ["conn.log", "conn.log.1", "conn.log.2"]
    assert len({(place.done / name).read_text() for name in names(place.done)}) == 3


def test_a_file_that_lies_there_already_is_not_kept_twice(place):
    """As it is when a run dies between copying to another file system and taking the file away."""
    path = place.lay("conn.log")
    place.done.mkdir()
    (place.done / "conn.log").write_text(path.read_text())
    assert place.run().counts == {"moved": 1}
    assert (place.left(), names(place.done)) == ([], ["conn.log"])


CUT = zeek({"id.orig_p": 7})[:-5]  # its last line has no end yet
BAD = zeek({"id.orig_p": 8}, *[{"ts": "x", "id.orig_p": 8}] * 3)


@pytest.mark.parametrize("content", [CUT, BAD, "no log\n", ""], ids=["cut", "bad", "none", "empty"])
def test_what_is_not_wholly_in_is_kept_in_every_run(place, content):
    place.lay("conn.log", content)
    for _ in range(2):
        assert place.run().counts == {"kept": 1}
    assert place.left() == ["conn.log"]


def test_a_packed_file_that_breaks_off_is_kept_in_every_run(place):
    """Its rest may be on its way, and one record cut short is no more than may be rejected."""
    lines = [{"id.orig_p": number, "uid": f"C{number**5}"} for number in range(2000)]
    (place.inbox / "conn.log.gz").write_bytes(gzip.compress(zeek(*lines).encode())[:-2000])
    for _ in range(2):
        assert place.run().counts == {"kept": 1}


def test_what_has_grown_behind_too_many_rejects_is_kept(place):
    path = place.lay("conn.log", BAD)
    place.run()
    path.write_text(BAD + zeek(*[{"id.orig_p": 9}] * 50).split("\n", 2)[2])
    assert place.run().counts == {"kept": 1}


def changed(path):
    with path.open("a") as file:
        file.write("\n")


def replaced(path):
    other = path.with_name("other")
    other.write_text(path.read_text())
    other.replace(path)


@pytest.mark.parametrize("change", [changed, replaced, Path.unlink])
def test_what_changes_meanwhile_is_kept(place, change):
    path = place.lay("conn.log")
    assert place.run(meanwhile=lambda: change(path)).counts == {"kept": 1}
    assert place.left() == ([] if change is Path.unlink else ["conn.log"])


def test_what_somebody_still_has_open_to_write_on_is_kept(place):
    path = place.lay("conn.log")
    with path.open("a"):
        assert place.run().counts == {"kept": 1}
    assert place.run().counts == {"moved": 1}


def test_a_link_is_kept(place, tmp_path):
    (tmp_path / "conn.log").write_text(log())
    (place.inbox / "conn.log").symlink_to(tmp_path / "conn.log")
    assert place.run().counts == {"kept": 1}


def test_a_move_that_fails_is_told_and_hinders_no_other(place, monkeypatch):
    for name in ("a.log", "b.log", "c.log"):
        place.lay(name)

    def replace(path, target, _replace=Path.replace):
        if path.name == "b.log":
            raise OSError(errno.EACCES, "Permission denied")
        return _replace(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    done = place.run()
    assert done.counts == {"moved": 2}
    (fault,) = done.faults
    assert isinstance(fault, InputError)
    assert "b.log: is in the lake and cannot be moved: Permission denied" in str(fault)
    assert (place.left(), names(place.done)) == (["b.log"], ["a.log", "c.log"])


def across(monkeypatch):
    """From here on no file can be renamed into another folder, as between two file systems."""

    def replace(path, target, _replace=Path.replace):
        if path.parent != Path(target).parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return _replace(path, target)

    monkeypatch.setattr(Path, "replace", replace)


def test_a_file_goes_to_another_file_system(place, monkeypatch):
    path = place.lay("conn.log")
    written, content = path.stat().st_mtime_ns, path.read_text()
    across(monkeypatch)
    assert place.run().counts == {"moved": 1}
    assert (place.left(), names(place.done)) == ([], ["conn.log"])
    moved = place.done / "conn.log"
    assert (moved.stat().st_mtime_ns, moved.read_text()) == (written, content)


@pytest.mark.parametrize("step", ["shutil.copy2", "tracker.tidying.settle"])
def test_a_disk_that_is_full_on_the_way_to_another_loses_nothing(place, monkeypatch, step):
    path = place.lay("conn.log")
    content = path.read_text()
    across(monkeypatch)

    def fails(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(step, fails)
        assert [str(one).count("No space left") for one in place.run().faults] == [1]
    assert (names(place.done), path.read_text()) == ([], content)
    assert place.run().counts == {"moved": 1}
