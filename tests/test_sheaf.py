"""Small files of a kind are read as one, and each comes out as if it had been read alone."""

from __future__ import annotations

import gzip
import os

import pytest

from tests.formats.renew import ZONE, sample
from tests.parsing import zeek
from tests.test_grown import NAMES
from tests.test_intake import KEY, visible
from tracker import sheaf
from tracker.intake import ingest
from tracker.lake import create_lake
from tracker.logfile import Asked
from tracker.settings import Settings

WRITTEN = 1_773_600_000  # seconds: a clock without a year goes by when a file was written
APART = ("recorded_at", "recorded_on", "sealed")


def brought(folder, *paths, **asked):
    lake = create_lake(folder, KEY.check)
    return lake, ingest(lake, KEY, [str(path) for path in paths], Asked(**asked), Settings())


def rows(lake, name):
    """What a reader sees of a table, and of `source` what is done, in one order."""
    found = [row for row in visible(lake, name) if row.get("state") != "begun"]
    return sorted(
        ({key: value for key, value in row.items() if key not in APART} for row in found), key=repr
    )


def alone(monkeypatch):
    monkeypatch.setattr(sheaf, "SMALL", 0)


def commits(lake, name):
    return lake.latest(name).versions()[0]["count"]


def lay(folder, files):
    folder.mkdir()
    for number, (name, content) in enumerate(files.items()):
        path = folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        at = WRITTEN + number * 86_400 * 400  # each in another year
        os.utime(path, (at, at))
    return folder


def pieces(name):
    """A sample as four files: whole, packed, and with some lines left out."""
    lines = sample(name).read_bytes().splitlines(keepends=True)
    some = [*lines[:2], *lines[3 : len(lines) // 2], lines[-1]]
    return {
        f"{name}.1": b"".join(lines),
        f"{name}.2": b"".join(lines[::2]),
        f"{name}.3.gz": gzip.compress(b"".join(reversed(lines))),
        f"{name}.4": b"".join(some).rstrip(b"\n"),
    }


def test_files_come_out_as_if_each_had_been_read_alone(tmp_path, monkeypatch):
    """Whatever their format, headers and years are, in which order they come, and what is wrong with them."""
    files = {name: content for each in NAMES[::2] for name, content in pieces(each).items()}
    inbox = lay(tmp_path / "inbox", files)
    together, told = brought(tmp_path / "together", inbox, zone=ZONE)
    alone(monkeypatch)
    apart, as_told = brought(tmp_path / "apart", inbox, zone=ZONE)
    assert [(one.shown, one.state, one.source, one.lines, one.tally) for one in told] == [
        (one.shown, one.state, one.source, one.lines, one.tally) for one in as_told
    ]
    for name in ("connection", "login", "reject", "source"):
        assert rows(together, name) == rows(apart, name)
    assert commits(together, "source") < commits(apart, "source")


def test_files_of_a_kind_land_in_one_commit_and_are_known_afterwards(tmp_path):
    inbox = lay(
        tmp_path / "inbox", {f"{n}.log": zeek({"uid": f"C{n}"}, {"ts": "x"}) for n in range(9)}
    )
    lake, told = brought(tmp_path / "lake", inbox)
    assert [(one.state, one.tally.used, one.tally.rejected.total()) for one in told] == [
        ("done", 1, 1)
    ] * 9
    assert (commits(lake, "connection"), commits(lake, "source")) == (1, 2)
    assert {row["connection_key"] for row in rows(lake, "connection")} == {
        f"C{n}" for n in range(9)
    }
    again = ingest(lake, KEY, [str(inbox)], Asked(), Settings())
    assert {one.state for one in again} == {"known"}


def test_what_has_grown_or_is_a_copy_waits_for_what_it_came_from(tmp_path):
    """Snapshots of one log in one inbox, the oldest first: each adds what is new in it."""
    lines = [{"uid": f"C{n}"} for n in range(6)]
    files = {
        "a.log": zeek(*lines[:2]),
        "b.log": zeek({"uid": "other"}),
        "c.log": zeek(*lines[:4]),
        "d.log": zeek(*lines[:4]),
        "e.log": zeek(*lines),
    }
    lake, told = brought(tmp_path / "lake", lay(tmp_path / "inbox", files))
    assert [(one.state, one.lines, one.lines_before) for one in told] == [
        ("done", 4, 0),
        ("done", 3, 0),
        ("done", 2, 4),
        ("known", 2, 4),
        ("done", 2, 6),
    ]
    assert len(rows(lake, "connection")) == 7


def test_a_file_with_another_header_in_its_midst_is_read_alone(tmp_path):
    other = zeek({"uid": "C8"}, local_orig="T").replace("#path\tconn\n", "")
    files = {f"{n}.log": zeek({"uid": f"C{n}"}) for n in range(3)}
    files["1.log"] += other
    lake, told = brought(tmp_path / "lake", lay(tmp_path / "inbox", files))
    assert [one.tally.used for one in told] == [1, 2, 1]
    assert commits(lake, "connection") == 2


def test_a_file_that_cannot_be_read_does_not_take_the_others_with_it(tmp_path):
    good = zeek({"uid": "C1"})
    bad = good.replace("id.orig_h", "who")
    files = {"1.log": good, "2.log": bad, "3.log": good.replace("C1", "C2"), "4.log": bad + "\n"}
    lake, told = brought(tmp_path / "lake", lay(tmp_path / "inbox", files))
    assert [one.state for one in told] == ["done", "refused", "done", "refused"]
    assert "2.log:2: no field for src_ip" in str(told[1].fault)
    assert len(rows(lake, "connection")) == 2


@pytest.mark.parametrize("table", ["connection", "identity", "source"])
def test_what_was_interrupted_is_completed_each_file_once(tmp_path, monkeypatch, table):
    inbox = lay(tmp_path / "inbox", {f"{n}.log": zeek({"uid": f"C{n}"}) for n in range(4)})
    lake = create_lake(tmp_path / "lake", KEY.check)
    append, count = type(lake).append, iter(range(99))

    def killed(self, name, *args):
        if name == table and (table != "source" or next(count) == 1):
            raise KeyboardInterrupt
        append(self, name, *args)

    with monkeypatch.context() as patched:
        patched.setattr(type(lake), "append", killed)
        if table != "identity":  # a log without names adds none
            with pytest.raises(KeyboardInterrupt):
                ingest(lake, KEY, [str(inbox)], Asked(), Settings())
            assert not rows(lake, "connection")
    (inbox / "3.log").unlink()  # what comes the next time need not be the same files
    (inbox / "5.log").write_text(zeek({"uid": "C5"}))
    told = ingest(lake, KEY, [str(inbox)], Asked(), Settings())
    assert {one.state for one in told} == {"done"}
    assert [row["connection_key"] for row in rows(lake, "connection")] == ["C0", "C1", "C2", "C5"]


def test_rejected_lines_are_sealed_for_their_own_source(tmp_path):
    from tracker.rejects import rejects

    inbox = lay(tmp_path / "inbox", {f"{n}.log": zeek({"ts": f"x{n}"}) for n in range(3)})
    lake, _ = brought(tmp_path / "lake", inbox)
    with rejects(lake, key=KEY) as found:
        text = {row["path"][-5:]: row["text"] for row in found.rows.read_all().to_pylist()}
    assert {name: told[:2] for name, told in text.items()} == {
        f"{n}.log": f"x{n}" for n in range(3)
    }
