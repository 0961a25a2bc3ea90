"""Keys and values: what a line says in quotes, between them, and where a quote is missing."""

from __future__ import annotations

import re

import pytest

from tests.formats.renew import ZONE, sample
from tests.parsing import read

SPEC = """
title  = "Pairs"
manual = "none"
[lines]
syntax    = "keyvalue"
delimiter = " "
only      = "^at="
[connection]
started_at = { from = "at", form = "epoch" }
src_ip     = "src"
dst_ip     = "dst"
user       = "user"
counters   = { constant = "none" }
record     = { constant = "packet" }
"""
USUAL = 'at=1773504000 src=192.0.2.1 dst=198.51.100.1 user="ona"'


@pytest.fixture
def said(tmp_path):
    """What is read of a line that stands among usual ones."""
    (tmp_path / "pairs.toml").write_text(SPEC)

    def ask(line):
        log = tmp_path / "a.log"
        log.write_text("".join(f"{one}\n" for one in [*[USUAL] * 3, line, USUAL]))
        found = read(log, format=str(tmp_path / "pairs.toml"))
        (row,) = [row for row in found.rows if row["line"] == 4]
        return row.get("src_ip"), row.get("dst_ip"), row.get("user")

    return ask


WHO = ("192.0.2.1", "198.51.100.1")


@pytest.mark.parametrize(
    ("line", "user"),
    [
        ('at=1773504000 src=192.0.2.1 dst=198.51.100.1 user="ona p"', "ona p"),
        ("at=1773504000 src=192.0.2.1 dst=198.51.100.1 user=ona", "ona"),
        ('at=1773504000 user="ona" dst=198.51.100.1 src=192.0.2.1', "ona"),
        (r'at=1773504000 src=192.0.2.1 dst=198.51.100.1 user="o \"n\" a"', 'o "n" a'),
        ('at=1773504000 src=192.0.2.1 dst=198.51.100.1 user=""', None),
    ],
)
def test_a_value_is_read_wherever_its_key_stands_in_quotes_or_not(said, line, user):
    assert said(line) == (*WHO, user)


@pytest.mark.parametrize("broken", ['"', '"on', '"ona p', r'"ona \"p', r'"ona \"p\"', '"ona \\'])
def test_what_stands_behind_a_quote_that_is_not_closed_is_no_value(said, broken):
    """A line that broke off in a name would tell of somebody else."""
    line = f"at=1773504000 src=192.0.2.1 dst=198.51.100.1 user={broken}"
    assert said(line) == (*WHO, None)


@pytest.mark.parametrize(
    "name",
    ["x dst=192.0.2.9 ", r"x\" dst=192.0.2.9 ", r"x\" dst=192.0.2.9 user=eve \\", "dst=192.0.2.9"],
)
@pytest.mark.parametrize("order", ["{} {}", "{1} {0}"])
def test_what_stands_in_quotes_is_no_pair(said, name, order):
    """Wherever the key itself stands, and whatever signs are escaped."""
    line = order.format(f'host="{name}"', "src=192.0.2.1 dst=198.51.100.1 user=ona")
    assert said(f"at=1773504000 {line}") == (*WHO, "ona")


@pytest.mark.parametrize("none", ["", '""', '"on'])
def test_a_key_without_a_value_is_not_looked_for_further_on(said, none):
    line = f"at=1773504000 src=192.0.2.1 dst=198.51.100.1 user={none} note=a,user=eve user=eve"
    assert said(line) == (*WHO, None)


def test_a_pair_that_stands_in_quotes_alone_is_none(said):
    *_, user = said('at=1773504000 src=192.0.2.1 dst=198.51.100.1 host="x user=eve y"')
    assert user is None


def test_a_lease_is_the_firewalls_word_however_many_words_stand_before_its_lines(tmp_path):
    """A host's name with a quote in it may hold a pair where others have the address."""
    forged = [line for line in sample("fortigate").read_text().splitlines() if ip_in_name(line)]
    headers = ("", "2026-03-14T18:00:00Z ", *["Mar 14 18:00:00 gw1 "] * 4)
    log = tmp_path / "a.log"
    log.write_text("".join(f"{head}{line}\n" for line in forged for head in headers))
    leased = [row["ip"] for row in read(log, format="fortigate", zone=ZONE).of("login")]
    assert len(leased) == len(forged) * len(headers) > 0
    assert not any(ip in name for ip in leased for name in map(ip_in_name, forged))


def ip_in_name(line):
    """What a DHCP line's host name says of an address; empty of any other line."""
    found = re.search(r'dhcp_msg=.*hostname="?[^"]*"[, ]+(ip=[0-9.]+)', line)
    return found[1] if found else ""
