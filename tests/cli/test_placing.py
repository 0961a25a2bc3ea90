"""Files appear under their names whole or not at all, and what is no file is not replaced."""

from __future__ import annotations

import os
from threading import Thread

import pytest

from tracker.cli.placing import placed
from tracker.errors import InputError


def put(to, content=b"new", **more):
    with placed(to, **more) as file:
        file.write(content)


def test_what_is_written_takes_the_place_of_what_was_there(tmp_path):
    (tmp_path / "out").write_bytes(b"old")
    put(tmp_path / "out", mode=0o640)
    assert (tmp_path / "out").read_bytes() == b"new"
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_what_fails_halfway_leaves_what_was_there(tmp_path):
    (tmp_path / "out").write_bytes(b"old")
    with pytest.raises(TypeError), placed(tmp_path / "out") as file:
        file.write(b"new" + None)
    assert (tmp_path / "out").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    """As a device is, such as /dev/null: in its place all who use it would find a file."""
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    put(pipe)
    reader.join()
    assert read == [b"new"]
    assert pipe.is_fifo()


def test_of_a_link_what_it_leads_to_is_replaced(tmp_path):
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "loose").symlink_to(tmp_path / "made")
    put(tmp_path / "link")
    put(tmp_path / "loose")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "made").read_bytes() == b"new"


@pytest.mark.parametrize("place", ["", "none/out"])
def test_where_nothing_can_be_written_is_told(tmp_path, place):
    with pytest.raises(InputError, match="numbers cannot be written: "):
        put(tmp_path / place, what="numbers ")
