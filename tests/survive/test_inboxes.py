"""Whatever lies in an inbox: no crash, what was good has landed, and each file's counts add up.

SURVIVE_INBOXES says how many inboxes are tried, 12 if it is not set.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.survive.nights import DEMO, INGEST, copied, counted, unsound
from tests.survive.points import SEED
from tracker.shipped import samples

INBOXES = int(os.environ.get("SURVIVE_INBOXES", "12"))
GOOD = (DEMO / "logs" / "conn.log").read_bytes()
CONNECTIONS = 138  # in it
# What costs little to read; what vendors' formats do with odd lines is tried elsewhere.
SAMPLES = (
    "zeek-conn",
    "nfdump-csv",
    "freeradius-detail",
    "openvpn-status.v1",
    "radius-csv",
    "kea-leases",
)
PACKERS: list[Callable[[bytes], bytes]] = [
    bytes, gzip.compress, bz2.compress, lzma.compress, lambda log: pa.compress(log, "zstd", asbytes=True),
]  # fmt: skip
HOSTILE = (
    "-x.log",
    "a\nb",
    "'\"",
    "%41.log",
    "[a]*?.log",
    "\x1b[2J",
    "ž\u202e.log",
    ".hidden",
    "a b",
    "\\",
    "$(x)",
)


@dataclass(frozen=True)
class Left:
    """Something in an inbox: a file of these bytes, or what is named by its kind."""

    name: str
    kind: str
    content: bytes

    def lay(self, inbox: Path) -> None:
        path = inbox / self.name
        if path.exists() or path.is_symlink():
            return
        if self.kind == "file":
            path.write_bytes(self.content)
        elif self.kind == "folder":
            path.mkdir()
            (path / self.name).write_bytes(self.content)
        elif self.kind == "pipe":
            os.mkfifo(path)
        elif self.kind == "loop":
            path.symlink_to(path.name)
        elif self.kind == "link":
            path.symlink_to("good.log")
        else:
            path.hardlink_to(inbox / "good.log")


@st.composite
def contents(draw: st.DrawFn) -> bytes:
    """A sample as it is, or with something done to it; packed or not, whole or cut."""
    content = (samples() / f"{draw(st.sampled_from(SAMPLES))}.log").read_bytes()
    if draw(st.booleans()):
        begin, end = sorted(draw(st.integers(0, len(content))) for _ in range(2))
        content = content[:begin] + draw(st.binary(max_size=40)) + content[end:]
    packed = draw(st.sampled_from(PACKERS))(content)
    return packed[: draw(st.integers(0, len(packed)))] if draw(st.booleans()) else packed


def names() -> st.SearchStrategy[str]:
    signs = st.characters(exclude_characters="/\0", exclude_categories=("Cs",))
    fit = st.text(signs, min_size=1, max_size=40).filter(lambda name: name not in (".", ".."))
    return st.sampled_from(HOSTILE) | fit


def inboxes() -> st.SearchStrategy[list[Left]]:
    kinds = st.sampled_from(["file"] * 6 + ["folder", "pipe", "loop", "link", "same"])
    return st.lists(st.builds(Left, names(), kinds, contents()), min_size=1, max_size=4)


@given(inbox=inboxes())
@settings(
    max_examples=INBOXES,
    derandomize=SEED not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
)
def test_whatever_lies_in_an_inbox_the_good_file_lands_and_all_counts_add_up(
    launcher, empty, inbox
):
    with tempfile.TemporaryDirectory() as folder:
        place = copied(empty, Path(folder) / "run")
        (place / "inbox" / "good.log").write_bytes(GOOD)
        for left in inbox:
            left.lay(place / "inbox")
        ended = launcher.run(place, *INGEST)
        assert ended.code in (0, 4), ended.err
        assert ended.is_told(), ended.err
        sources = counted(place)
        assert unsound(sources) == []
        assert CONNECTIONS in [one["seen"] for one in sources]
        told = [line for line in ended.err.splitlines() if not line.startswith("refused: ")]
        assert not any("\x1b" in line for line in told)
