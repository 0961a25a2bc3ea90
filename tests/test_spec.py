"""What tells whether two specs read alike."""

from __future__ import annotations

import pytest

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
