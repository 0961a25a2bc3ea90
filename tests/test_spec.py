"""What tells whether two specs read alike."""

from __future__ import annotations

import pytest

from tracker.formats import OWN, is_outdated, told_specs
from tracker.shipped import schemas
from tracker.spec_file import read_spec

SHIPPED = schemas() / "formats" / "zeek-conn.toml"
MAPPED = 'src_ip     = "id.orig_h"\nsrc_port   = "id.orig_p"'


def digest(tmp_path, old="", new=""):
    """That of the shipped spec, with something in it written otherwise."""
    text = SHIPPED.read_text()
    assert old in text
    (tmp_path / "mine.toml").write_text(text.replace(old, new))
    return read_spec(tmp_path / "mine.toml").digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", ""),
        ('title  = "Zeek', 'title  = "The Zeek'),
        ("[lines]", "traps = ['a trap']\n[lines] # a word"),
        ('"community_id", ', ""),
        (MAPPED, "\n".join(reversed(MAPPED.split("\n")))),
        ('header_prefix = "#fields\\t"', 'header_prefix = "#fields\\t"\nrank = 0'),
    ],
    ids=["the name", "the title", "a trap and a comment", "what is left", "the order", "a default"],
)
def test_what_reads_no_line_otherwise_is_no_part_of_a_digest(tmp_path, old, new):
    assert digest(tmp_path, old, new) == read_spec(SHIPPED).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('bytes_out  = "orig_ip_bytes"', 'bytes_out  = "orig_bytes"'),
        ('"^(S0|SH|', '"^(S0|'),
        ('plus = "duration"', 'minus = "duration"'),
        ("comment = '^#'", "comment = '^##'"),
        ('null      = ["-", ', 'null      = ["-", "--", '),
        ('bytes_in   = "resp_ip_bytes"\n', ""),
        ('from = "history", cases = [["^S", "known"], ', 'from = "history", cases = ['),
    ],
)
def test_what_reads_a_line_otherwise_changes_the_digest(tmp_path, old, new):
    assert digest(tmp_path, old, new) != read_spec(SHIPPED).digest


@pytest.mark.parametrize(
    ("stem", "old", "own"),
    [("zeek-conn", "'^#'", True), ("mine", "", True), ("zeek-conn", "", False)],
)
def test_a_spec_that_is_not_as_shipped_is_told_as_somebodys_own(tmp_path, stem, old, own):
    """Nobody is told to read again what his own spec read, though it has the name of a shipped one."""
    text = SHIPPED.read_text()
    (tmp_path / f"{stem}.toml").write_text(text.replace(old, "'^##'") if old else text)
    told = told_specs([read_spec(tmp_path / f"{stem}.toml")])
    assert told.startswith(f"{stem}:{OWN if own else ''}")
    assert (OWN in told, is_outdated(told)) == (own, False)
    assert is_outdated(f"{stem}:0123456789abcdef") == (stem == "zeek-conn")
