"""What is told as a fault of the machine, and what stays one of ours."""

from __future__ import annotations

import errno
import os

import duckdb
import pytest

from tracker.engine.machine import refusal


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "/a: No space left on device; make room, in the folder for temporary files"),
        (errno.EROFS, "/a: Read-only file system; let the user who runs this read and write there"),
        (errno.EMFILE, "/a: Too many open files; let this process have more of them"),
        (errno.EIO, "/a: Input/output error; look after the disk"),
    ],
)
def test_what_the_system_refuses_says_where_and_what_to_do(number, told):
    fault = refusal(OSError(number, os.strerror(number), "/a"))
    assert fault
    assert fault.exit_code == 5
    assert str(fault).startswith(told)
    assert str(fault).endswith("then run the same command again")


@pytest.mark.parametrize(
    "fault", [FileNotFoundError(errno.ENOENT, "", "/a"), KeyError("a"), duckdb.BinderException("a")]
)
def test_what_may_be_a_fault_of_ours_is_none_of_the_machine(fault):
    assert refusal(fault) is None


def test_memory_that_is_short_in_mid_stream_is_known_by_its_words():
    """Arrow hands on what an engine raises there as a fault of its own kind."""
    found = refusal(OSError("Invalid Input: Out of Memory Error: could not allocate 1 MiB\nmore"))
    assert str(found).startswith("memory is short: could not allocate 1 MiB; state a larger")
